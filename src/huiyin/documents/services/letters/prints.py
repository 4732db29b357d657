"""Print a letter from what is kept of it, once: from then on its print is kept too, and is what everybody gets."""

import logging
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.documents.errors import FileMissing, StampServerFailed
from huiyin.documents.letters import CheckMark, content_read
from huiyin.documents.models import Letter, StoredFile
from huiyin.documents.rules.letters import check_mark
from huiyin.documents.rules.media_types import PDF
from huiyin.documents.rules.names import file_name
from huiyin.documents.services.letters.stamping import stamper_for
from huiyin.documents.services.made import file_store_made
from huiyin.documents.services.remove import files_remove
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.kernel.setbacks import Setbacks, failure_log
from huiyin.ledger.services import entry_append

_log = logging.getLogger(__name__)
_KIND = "documents.letter.printed"
CHECK_PATH = "/letters/check/"
_FAILED_MOST = 2
# Of this process: another one finds out for itself.
_failed: Setbacks[UUID] = Setbacks(first=timedelta(minutes=1), longest=timedelta(hours=1))
_rounds: Setbacks[None] = Setbacks(first=timedelta(seconds=5), longest=timedelta(minutes=5))


def letter_print(*, letter_id: UUID, at: datetime) -> UUID:
    """The id of the letter's print, made now if there is none. Raises FileMissing, FontMissing, StorageFull,
    PrintBusy, PrintStuck, PrintFailed, StampServerMissing, StampServerFailed.

    Call it outside transactions: printing takes some tenths of a second the first time. Two that print the same
    letter at once: one print is kept, and both give it.
    """
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        raise FileMissing
    if letter.file_id:
        return letter.file_id
    name = file_name(f"{letter.number}.pdf", PDF)
    stored = file_store_made(content=BytesIO(_pdf(letter)), name=name, media_type=PDF.name, at=at)
    if _keep(letter, stored, at):
        return stored.pk
    files_remove(file_ids=[stored.pk])
    kept = Letter.objects.values_list("file_id", flat=True).get(pk=letter_id)
    if kept is None:
        raise FileMissing
    return kept


def letters_print(*, at: datetime, limit: int = 40) -> int:
    """Print what was issued and isn't printed yet; gives how many. One that can't be printed holds no other up.

    It waits for longer each time it fails. A stamp server that fails is asked once in a round, and keeps no letter
    waiting that isn't for it. The second that fails otherwise ends the round, for one that hangs takes its whole
    time limit, and what keeps two from being printed (no font, no room) mostly keeps all; after a round in which
    none was printed the next one waits, too.
    """
    if _rounds.waits(None, at=at):
        return 0
    waiting = Letter.objects.filter(file__isnull=True).exclude(pk__in=_failed.waiting(at=at)).order_by("id")
    this = _Round()
    for letter_id, content in waiting.values_list("id", "content")[:limit]:
        this.print(letter_id, content, at)
        if this.failed == _FAILED_MOST:
            break
    if this.printed:
        _rounds.succeeded(None)
    elif this.failed == _FAILED_MOST:
        _rounds.failed(None, at=at)
    return this.printed


class _Round:
    """What became of the letters of one round."""

    def __init__(self) -> None:
        self.printed = self.failed = 0
        self._server_failed = False

    def print(self, letter_id: UUID, content: str, at: datetime) -> None:
        try:
            if self._server_failed and content_read(content).stamped_by_server:
                raise StampServerFailed
            letter_print(letter_id=letter_id, at=at)
        except Exception as error:
            is_known = self._server_failed and isinstance(error, StampServerFailed)
            if not is_known:
                failure_log(_log, f"letter {letter_id}", error)
            _failed.failed(letter_id, at=at)
            if isinstance(error, StampServerFailed):
                self._server_failed = True
            else:
                self.failed += 1
        else:
            _failed.succeeded(letter_id)
            self.printed += 1


def _pdf(letter: Letter) -> bytes:
    content = content_read(letter.content)
    query = urlencode({"number": letter.number, "mark": letter.sha256[:16]})
    mark = CheckMark(url=f"{settings.HUIYIN_SITE_URL}{CHECK_PATH}?{query}", mark=check_mark(letter.sha256))
    return stamper_for(content).print(content, mark)


@transaction.atomic
def _keep(letter: Letter, stored: StoredFile, at: datetime) -> bool:
    """Give the letter its print, unless it has one; true for exactly one caller."""
    if not Letter.objects.filter(pk=letter.pk, file__isnull=True).update(file=stored):
        return False
    letter.file = stored
    facts = {"number": letter.number, "content": letter.sha256, "print": stored.sha256}
    actor = system("letters").ref
    entry_append(
        kind=_KIND, subject=Ref.parse(letter.subject), at=at, actor=actor, facts=facts, rows=[letter, stored]
    )
    return True
