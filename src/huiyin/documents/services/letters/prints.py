"""Print a letter from what is kept of it, once: from then on its print is kept too, and is what everybody gets."""

import logging
from datetime import datetime
from io import BytesIO
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.documents.errors import FileMissing, PrintStuck
from huiyin.documents.letters import CheckMark, content_read, letter_pdf
from huiyin.documents.models import Letter, StoredFile
from huiyin.documents.rules.letters import check_mark
from huiyin.documents.rules.media_types import PDF
from huiyin.documents.rules.names import file_name
from huiyin.documents.services.made import file_store_made
from huiyin.documents.services.remove import files_remove
from huiyin.documents.services.serve import file_bytes
from huiyin.kernel.actor import system
from huiyin.ledger.services import entry_append

_log = logging.getLogger(__name__)
_KIND = "documents.letter.printed"
CHECK_PATH = "/letters/check/"
_HUNG_MOST = 2
# In the order in which they hung.
_hung: dict[UUID, None] = {}


def letter_print(*, letter_id: UUID, at: datetime) -> UUID:
    """The id of the letter's print, made now if there is none. Raises FileMissing, FontMissing, StorageFull,
    PrintBusy, PrintStuck, PrintFailed.

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

    One that hangs takes its whole time limit, so it comes last for as long as this process runs, and the second one
    that hangs ends the round.
    """
    waiting = Letter.objects.filter(file__isnull=True).order_by("id").values_list("id", flat=True)
    first = list(waiting.exclude(pk__in=_hung)[:limit]) if _hung else list(waiting[:limit])
    printed = hung = 0
    for letter_id in (first + list(_hung))[:limit]:
        try:
            letter_print(letter_id=letter_id, at=at)
            printed += 1
            _hung.pop(letter_id, None)
        except PrintStuck:
            _hung[letter_id] = None
            hung += 1
            if hung == _HUNG_MOST:
                break
        except Exception:
            _hung.pop(letter_id, None)
            _log.exception("letter %s", letter_id)
    return printed


def _pdf(letter: Letter) -> bytes:
    content = content_read(letter.content)
    query = urlencode({"number": letter.number, "mark": letter.sha256[:16]})
    mark = CheckMark(url=f"{settings.HUIYIN_SITE_URL}{CHECK_PATH}?{query}", mark=check_mark(letter.sha256))
    seal = file_bytes(file_id=UUID(content.seal)) if content.seal else b""
    return letter_pdf(content, check=mark, seal=seal)


@transaction.atomic
def _keep(letter: Letter, stored: StoredFile, at: datetime) -> bool:
    """Give the letter its print, unless it has one; true for exactly one caller."""
    if not Letter.objects.filter(pk=letter.pk, file__isnull=True).update(file=stored):
        return False
    letter.file = stored
    facts = {"number": letter.number, "content": letter.sha256, "print": stored.sha256}
    actor = system("letters").ref
    entry_append(kind=_KIND, subject=letter.subject, at=at, actor=actor, facts=facts, rows=[letter, stored])
    return True
