"""Where a page of the ledger ends, for the address of the next one: encrypted, because places betray gaps."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_LONGEST = 200


def cursor_at(*numbers: int) -> str:
    """The end of a page as text for an address."""
    return _box().encrypt(",".join(map(str, numbers)).encode()).decode()


def place_of(cursor: str) -> int | None:
    """The place that a cursor stands for; None for anything else."""
    numbers = numbers_of(cursor)
    return numbers[0] if len(numbers) == 1 else None


def numbers_of(cursor: str) -> tuple[int, ...]:
    """The numbers that a cursor stands for; none for anything else."""
    try:
        text = _box().decrypt(cursor.encode()) if cursor and len(cursor) < _LONGEST else b""
        return tuple(map(int, text.split(b","))) if text else ()
    except (InvalidToken, UnicodeEncodeError):
        return ()


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"ledger-page:" + settings.SECRET_KEY.encode()).digest()))
