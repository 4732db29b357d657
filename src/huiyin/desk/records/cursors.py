"""Where a page of the ledger ends, for the address of the next one: encrypted, because places betray gaps."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_LONGEST = 200


def cursor_at(place: int) -> str:
    """The end of a page as text for an address."""
    return _box().encrypt(str(place).encode()).decode()


def place_of(cursor: str) -> int | None:
    """The place that a cursor stands for; None for anything else."""
    try:
        return int(_box().decrypt(cursor.encode())) if cursor and len(cursor) < _LONGEST else None
    except (InvalidToken, UnicodeEncodeError):
        return None


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"ledger-page:" + settings.SECRET_KEY.encode()).digest()))
