"""How a stamp comes onto a letter: as a picture that is printed with it, or by the office's stamp server.

A `Stamper` makes the print of a letter with its stamp. Who has another way writes a third one: it gets the content
and the check mark, and gives the PDF that is kept for ever.
"""

from dataclasses import asdict
from io import BytesIO
from typing import Protocol
from uuid import UUID

from django.conf import settings

from huiyin.documents.errors import StampServerFailed, StampServerMissing
from huiyin.documents.letters import CheckMark, LetterContent, letter_pdf
from huiyin.documents.letters.printing import letter_stamp_place
from huiyin.documents.remote import SECONDS, RemoteFailed, remote_post
from huiyin.documents.rules.media_types import PDF
from huiyin.documents.services.serve import file_bytes


class Stamper(Protocol):
    """Makes the print of one letter."""

    def print(self, content: LetterContent, check: CheckMark) -> bytes:
        """The PDF, stamped. Raises what keeps it from being made; the letter then waits."""


class PictureStamper:
    """Prints the picture that the unit had when the letter was issued; none, if it had none."""

    def print(self, content: LetterContent, check: CheckMark) -> bytes:
        """Raises FileMissing, FileAltered, FontMissing, PrintBusy, PrintStuck, PrintFailed."""
        picture = file_bytes(file_id=UUID(content.seal)) if content.seal else b""
        return letter_pdf(content, check=check, seal=picture)


class ServerStamper:
    """Prints the letter with room for the stamp, and has the server at an address put it there."""

    def __init__(self, address: str, token: str, *, seconds: float = SECONDS) -> None:
        """Connects to nothing yet."""
        self._address, self._token, self._seconds = address, token, seconds

    def print(self, content: LetterContent, check: CheckMark) -> bytes:
        """Raises StampServerFailed, FontMissing, PrintBusy, PrintStuck, PrintFailed."""
        bare = letter_pdf(content, check=check)
        place = letter_stamp_place(content, check=check)
        order = {
            "unit": content.unit,
            "number": content.number,
            "title": content.title,
            "date": content.issued_on.isoformat(),
            # Millimetres from the upper left corner of that page; pages count from 1.
            "stamp": asdict(place) if place else None,
        }
        try:
            stamped = remote_post(
                self._address,
                token=self._token,
                order=order,
                document=bare,
                media_type=PDF.name,
                seconds=self._seconds,
            )
        except RemoteFailed:
            raise StampServerFailed from None
        if not _says_the_same(bare, stamped):
            raise StampServerFailed
        return stamped


def stamper_for(content: LetterContent) -> Stamper:
    """The way that was fixed when the letter was issued. Raises StampServerMissing."""
    if not content.stamped_by_server:
        return PictureStamper()
    if not settings.HUIYIN_STAMP_SERVER:
        raise StampServerMissing
    return ServerStamper(settings.HUIYIN_STAMP_SERVER, settings.HUIYIN_STAMP_TOKEN)


def _says_the_same(bare: bytes, stamped: bytes) -> bool:
    """Page by page; a stamp may have words of its own."""
    before, after = _pages(bare), _pages(stamped)
    return len(before) == len(after) and all(words in page for words, page in zip(before, after, strict=True))


def _pages(pdf: bytes) -> list[str]:
    # Few houses have a stamp server: no other process loads what reads its answers.
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise StampServerFailed from error
