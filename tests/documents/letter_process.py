"""A process that issues letters against the database it is given: `prepare`, or `issue HOW-MANY`."""

import sys
from datetime import UTC, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after Django is set up
from django.db import transaction  # noqa: E402 - the same
from tests.migrated import migrate_by_copy  # noqa: E402 - the same

from huiyin.documents.letters import LetterContent  # noqa: E402 - the same
from huiyin.documents.services.letters import letter_issue  # noqa: E402 - the same
from huiyin.kernel.actor import system  # noqa: E402 - the same
from huiyin.kernel.refs import Ref  # noqa: E402 - the same
from huiyin.ledger.services import entry_append  # noqa: E402 - the same
from huiyin.orgs.rules import UnitKind  # noqa: E402 - the same
from huiyin.orgs.selectors import units_by_name  # noqa: E402 - the same
from huiyin.orgs.services import UnitPlan, units_create  # noqa: E402 - the same

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SEED = system("seed")


class Undone(Exception):
    """The step failed after its letter had a number."""


def prepare() -> None:
    """The tables and one unit."""
    migrate_by_copy()
    call_command("migrate", verbosity=0)
    units_create(plans=[UnitPlan("云渡县信访局", UnitKind.OFFICE, "云渡信访")], parent_id=None, actor=SEED, at=AT)


def issue(how_many: int) -> None:
    """So many letters, and in between as many that are taken back with their steps."""
    unit_id = min(unit.id for unit in units_by_name(text="云渡县信访局"))
    for number in range(how_many * 2):
        try:
            with transaction.atomic():
                letter = letter_issue(
                    content=LetterContent(
                        code="acceptance", title="受理告知书", unit="云渡县信访局", issued_on=AT.date()
                    ),
                    subject=Ref.parse(f"matter:{number}"),
                    unit_id=unit_id,
                    actor=SEED.ref,
                    at=AT,
                )
                entry_append(kind="test", subject=Ref.parse(letter.subject), at=AT, actor=SEED.ref, rows=[letter])
                if number % 2:
                    raise Undone
        except Undone:
            continue


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        issue(int(sys.argv[2]))
