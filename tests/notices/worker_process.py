"""A worker in a process of its own, for tests that kill it. Run as a script.

    seed COUNT            put notices into the outbox (and make the tables where there are none)
    seed-text COUNT       the same to people with a telephone only, a matter each, and text messages into the folder
    round OFFSET          one round, OFFSET seconds after the start of time; prints what became of it
    race                  says "ready", waits for a line, then rounds until nothing is due
    die-before OFFSET     one round that is killed between taking a notice and handing it over
    die-after OFFSET      the same between handing over and noting it

Every handing over adds the notice's id to the file that OUTBOX_LOG names.
"""

import os
import signal
import sys
from dataclasses import astuple
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.db import connection, transaction

django.setup()

from huiyin.ledger.models import Entry  # noqa: E402 - Django must be set up first
from huiyin.notices.mailboxes import mailbox_key  # noqa: E402
from huiyin.notices.models import Mailbox, Notice  # noqa: E402
from huiyin.notices.sending import FolderChannel  # noqa: E402
from huiyin.notices.services import NoticeDraft, notices_enqueue, outbox_dispatch  # noqa: E402
from huiyin.notices.texting import TextFolder  # noqa: E402
from huiyin.vault.models import Identity  # noqa: E402
from huiyin.vault.services import IdentityDraft, identities_store  # noqa: E402

START = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
_send, _text = FolderChannel.send, TextFolder.send


def _make_tables() -> None:
    if Notice._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Identity)
            editor.create_model(Notice)
            editor.create_model(Mailbox)
            editor.create_model(Entry)


def seed(count: int) -> None:
    """A petitioner, whose address is confirmed, and so many notices."""
    _make_tables()
    (identity,) = identities_store([IdentityDraft(email="zhixia.lin@example.org")], at=START)
    Mailbox.objects.create(key=mailbox_key("zhixia.lin@example.org"), confirmed_at=START)
    params = {"number": "2026112129054581"}
    _enqueue(
        [
            NoticeDraft(
                template="matter_news", dedupe=f"news:{number}", at=START, identity_id=identity.id, params=params
            )
            for number in range(count)
        ]
    )


def _enqueue(drafts: list[NoticeDraft]) -> None:
    with transaction.atomic():
        notices_enqueue(drafts)


def seed_text(count: int) -> None:
    """Two notices on one matter to each of so many people who left only a telephone number."""
    _make_tables()
    people = identities_store([IdentityDraft(phone="13900001234")] * count, at=START)
    params = {"number": "2026112129054581"}
    _enqueue(
        [
            NoticeDraft("matter_news", f"news:{person.id}:{number}", START, identity_id=person.id, params=params)
            for person in people
            for number in range(2)
        ]
    )


def one_round(offset: int) -> None:
    """One round at that time."""
    sys.stdout.write(f"sent {outbox_dispatch(at=START + timedelta(seconds=offset)).sent}\n")


def race() -> None:
    """Starts when told to, so that two of these run side by side."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    # A round may send nothing and still have taken notices out of the way of others: whose turn it wasn't.
    while any(astuple(outbox_dispatch(at=START, limit=7))):
        pass


def _noting_send(channel: FolderChannel | TextFolder, notice: Notice, address: str) -> None:
    with open(os.environ["OUTBOX_LOG"], "a", encoding="ascii") as log:
        log.write(f"{notice.id}\n")
    if isinstance(channel, TextFolder):
        _text(channel, notice, address)
    else:
        _send(channel, notice, address)


def _dying_send(channel: FolderChannel | TextFolder, notice: Notice, address: str) -> None:
    if sys.argv[1] == "die-after":
        _noting_send(channel, notice, address)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    settings.HUIYIN_NOTICES = "folder"
    settings.HUIYIN_TEXT_GATEWAY = "folder"
    chosen = _dying_send if sys.argv[1].startswith("die") else _noting_send
    FolderChannel.send = TextFolder.send = chosen  # type: ignore[method-assign, assignment]
    match sys.argv[1:]:
        case ["seed", count]:
            seed(int(count))
        case ["seed-text", count]:
            seed_text(int(count))
        case ["race"]:
            race()
        case [_, offset]:
            one_round(int(offset))
