"""One byte string for one meaning: what is hashed for a row and for an entry's content.

A value is written as a tag and, where its length isn't plain from its characters, its length; so no two lists of
values share an encoding, and None differs from an empty text. The same value gives the same text whether it comes
from an instance about to be saved or out of either database.
"""

import hashlib
import json
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

JsonValue = str | int | float | bool | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
Encoder = Callable[[object], str]

GONE = ""
ERASED = "ledger.entry.erased"
_sha256 = hashlib.sha256
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


class NotCommittable(TypeError):
    """A value that has no one canonical form: a naive time, an expression, a row without a key. A bug in a caller."""


def canonical_json(value: JsonValue) -> str:
    """JSON with sorted members and no spaces. Raises TypeError for anything that JSON doesn't know."""
    return _to_json(value)


# The rows of one change share their instants.
@lru_cache(maxsize=512)
def microseconds(at: datetime) -> int:
    """Microseconds since 1970 in UTC. Raises NotCommittable for a time without a zone."""
    if at.tzinfo is None:
        raise NotCommittable("a time without a zone")
    return (at - _EPOCH) // _MICROSECOND


def commitment(salt: bytes, content: str) -> bytes:
    """SHA-256 over salt and content: tells nothing about the content once both are erased."""
    return hashlib.sha256(salt + content.encode()).digest()


def row_digest(encoded: Sequence[str]) -> str:
    """SHA-256 over encoded values (label, key, then fields), as 43 characters of base 64."""
    return text_digest("|".join(encoded).encode())


def text_digest(text: bytes) -> str:
    """The same over the encoded values as one text, parted by `|`."""
    return b2a_base64(hashlib.sha256(text).digest(), newline=False).decode()[:-1]


def text_digests(texts: Iterable[bytes]) -> list[str]:
    """The digests of many at once, which takes half as long."""
    # Base 64 of 32 bytes ends with one `=`, and nothing else in it has any.
    packed = b"".join([b2a_base64(_sha256(text).digest(), newline=False) for text in texts])
    return packed.decode().split("=")[:-1]


def encode_text(value: object) -> str:
    """Text by its characters; members of text enumerations count as their value."""
    if value is None:
        return "n"
    if type(value) is not str:
        if not isinstance(value, str):
            raise NotCommittable(f"{type(value).__name__} isn't text")
        value = str.__str__(value)
    if "\0" in value:
        raise NotCommittable("no database keeps a NUL character in a text")
    return f"s{len(value)}:{value}"


def encode_integer(value: object) -> str:
    """Whole numbers; True counts as 1 in a column of numbers."""
    if value is None:
        return "n"
    if not isinstance(value, int | str):
        raise NotCommittable(f"{type(value).__name__} isn't a whole number")
    return f"i{int(value)}"


def encode_boolean(value: object) -> str:
    """Yes or no, also from a database that keeps it as 1 or 0."""
    if value is None:
        return "n"
    return "t" if value else "f"


def encode_instant(value: object) -> str:
    """An instant by its microseconds in UTC, whatever zone it is written in."""
    if value is None:
        return "n"
    if not isinstance(value, datetime):
        raise NotCommittable(f"{type(value).__name__} isn't an instant")
    return f"m{microseconds(value)}"


def encode_day(value: object) -> str:
    """A calendar day."""
    if value is None:
        return "n"
    # For Python a datetime is a date as well.
    if not isinstance(value, date) or isinstance(value, datetime):
        raise NotCommittable(f"{type(value).__name__} isn't a day")
    return f"d{value.isoformat()}"


def encode_uuid(value: object) -> str:
    """A UUID by its 32 hexadecimal digits."""
    if value is None:
        return "n"
    return "u" + (value.hex if isinstance(value, UUID) else UUID(str(value)).hex)


def encode_bytes(value: object) -> str:
    """Bytes by their hexadecimal digits; databases give bytes or a view of them."""
    if value is None:
        return "n"
    if not isinstance(value, bytes | bytearray | memoryview):
        raise NotCommittable(f"{type(value).__name__} isn't bytes")
    return f"x{value.hex()}"


def encode_json(value: object) -> str:
    """A JSON document by its canonical form. PostgreSQL may give 1e2 back as 100: both are one number."""
    if value is None:
        return "n"
    text = _to_json(_plain(value))
    return f"j{len(text)}:{text}"


def encode_decimal(value: object) -> str:
    """A decimal number without the zeros that a column's scale adds."""
    if value is None:
        return "n"
    number = Decimal(str(value)).normalize()
    return f"q{number:f}"


def encode_float(value: object) -> str:
    """A binary fraction by its shortest exact form."""
    if value is None:
        return "n"
    if not isinstance(value, int | float):
        raise NotCommittable(f"{type(value).__name__} isn't a number")
    return f"r{float(value)!r}"


def encode_duration(value: object) -> str:
    """A length of time in microseconds."""
    if value is None:
        return "n"
    if not isinstance(value, timedelta):
        raise NotCommittable(f"{type(value).__name__} isn't a length of time")
    return f"p{value // _MICROSECOND}"


def _plain(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    return value
