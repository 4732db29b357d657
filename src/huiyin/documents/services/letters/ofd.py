"""A letter's print as OFD (GB/T 33190), by the office's own converter; the PDF stays the letter."""

from io import BytesIO
from threading import BoundedSemaphore

from django.conf import settings

from huiyin.documents.errors import FileTypeRefused, OfdFailed, OfdMissing
from huiyin.documents.remote import SECONDS, RemoteFailed, remote_post
from huiyin.documents.rules.media_types import OFD
from huiyin.documents.rules.sniffing import sniff

# A converter that hangs keeps so many threads of the website and no more.
_AT_A_TIME = BoundedSemaphore(1)


def ofd_is_offered() -> bool:
    """Whether a converter is set."""
    return bool(settings.HUIYIN_OFD_CONVERTER)


def letter_ofd(*, number: str, pdf: bytes, seconds: float = SECONDS) -> bytes:
    """The print as OFD, which isn't kept. Raises OfdMissing, OfdFailed."""
    if not ofd_is_offered():
        raise OfdMissing
    if not _AT_A_TIME.acquire(blocking=False):
        raise OfdFailed
    try:
        made = remote_post(
            settings.HUIYIN_OFD_CONVERTER,
            token=settings.HUIYIN_OFD_TOKEN,
            order={"number": number},
            document=pdf,
            media_type=OFD.name,
            seconds=seconds,
        )
        if sniff(BytesIO(made), "letter.ofd") is not OFD:
            raise OfdFailed
    except (RemoteFailed, FileTypeRefused):
        raise OfdFailed from None
    finally:
        _AT_A_TIME.release()
    return made
