"""The canonical text of rows from what SQLite keeps of them, a column at a time.

Verification reads every row of every vouched table. Columns as the driver has them, turned into text by the thousand,
cost half of what SQLite takes to put the texts together itself; and most columns have few different values, each of
which is looked at once. SQLite keeps whatever was put into a column, so what isn't of the column's type is shown as
`?`, which no encoder ever writes. A test holds this against `rules.canonical`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import repeat
from typing import Any

from huiyin.ledger.rules import canonical
from huiyin.ledger.rules.canonical import Encoder, text_digests

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - SQLite's text has no zone and means UTC
_MICROSECOND = timedelta(microseconds=1)
# Without and with microseconds, as Django writes them; Python reads other forms as well, which aren't ours.
_INSTANTS_LONG = (19, 26)
# A column with more different values is taken to have a new one in nearly every row.
_FEW = 1000
Texts = Callable[[Iterable[Any]], list[str]]
# Encoder, name and default's text of a column, the latter two of those that came later only.
Kind = tuple[Encoder, str, str]


# Each text begins with the stroke that parts it from the one before.
def _texts(values: Iterable[Any]) -> list[str]:
    return [f"|s{len(value)}:{value}" if type(value) is str else _other(value) for value in values]


def _integers(values: Iterable[Any]) -> list[str]:
    return [f"|i{value}" if type(value) is int else _other(value) for value in values]


def _booleans(values: Iterable[Any]) -> list[str]:
    return ["|t" if value == 1 else "|f" if value == 0 else _other(value) for value in values]


def _uuids(values: Iterable[Any]) -> list[str]:
    # What has exactly 32 characters can't run into the next value.
    return ["|u" + value if type(value) is str and len(value) == 32 else _other(value) for value in values]


def _bytes(values: Iterable[Any]) -> list[str]:
    return ["|x" + value.hex() if type(value) is bytes else _other(value) for value in values]


def _instants(values: Iterable[Any]) -> list[str]:
    return list(map(_instant, values))


def _days(values: Iterable[Any]) -> list[str]:
    return [_day(value) for value in values]


# Clocks of one matter begin together, and their rows stand together.
@lru_cache(maxsize=4096)
def _instant(value: Any) -> str:
    try:
        if len(value) in _INSTANTS_LONG:
            return f"|m{(datetime.fromisoformat(value) - _EPOCH) // _MICROSECOND}"
    except (TypeError, ValueError):
        pass
    return _other(value)


def _day(value: Any) -> str:
    try:
        # Python reads `20261121` too: what isn't written as we write days was put there by somebody else.
        if date.fromisoformat(value).isoformat() == value:
            return f"|d{value}"
    except (TypeError, ValueError):
        pass
    return _other(value)


def _other(value: object) -> str:
    return "|n" if value is None else "|?"


# How a column is asked for, and what makes texts of it. As an expression a column has no type of its own, for which
# the driver would make Python's values, slowly.
KINDS: dict[Encoder, tuple[str, Texts]] = {
    canonical.encode_text: ("{c}", _texts),
    canonical.encode_integer: ("{c}", _integers),
    canonical.encode_boolean: ("+{c}", _booleans),
    canonical.encode_instant: ("{c} || ''", _instants),
    canonical.encode_day: ("{c} || ''", _days),
    canonical.encode_uuid: ("{c}", _uuids),
    canonical.encode_bytes: ("{c}", _bytes),
}


def _named(encoder: Encoder, name: str, default: str) -> Texts:
    """What makes the texts of a column; one that came later says nothing while it has its default."""
    make = KINDS[encoder][1]
    if not name:
        return make
    return lambda values: ["" if text[1:] == default else f"|~{name}={text[1:]}" for text in make(values)]


class StoredRows:
    """Makes names and digests of rows, batch after batch of one table."""

    def __init__(self, label: str, kinds: Sequence[Kind], places: Sequence[int]) -> None:
        """`kinds` of the columns, `places`: where among them the key is and then what the digest is over."""
        self._label = label
        self._places = places
        self._columns = [_ColumnTexts(_named(*kind)) for kind in kinds]

    def digested(self, rows: Sequence[Sequence[Any]]) -> tuple[list[str], list[str]]:
        """Names, and the digests that belong to them."""
        texts = [column.texts(values) for column, values in zip(self._columns, zip(*rows, strict=True), strict=True)]
        columns = [texts[place] for place in self._places]
        label = self._label
        whole = list(map("".join, zip(repeat(label), *columns)))
        return [f"{label}:{key[2:]}" for key in columns[0]], text_digests(_encoded(whole))


def _encoded(texts: Sequence[str]) -> list[bytes]:
    try:
        return list(map(str.encode, texts))
    except UnicodeEncodeError:
        # What wasn't UTF-8 goes in as the bytes it was, which aren't those of any text.
        return [text.encode("utf-8", "surrogateescape") for text in texts]


class _ColumnTexts:
    """Texts of one column's values; as long as these are few, each is made once."""

    __slots__ = ("_known", "_make")

    def __init__(self, make: Texts) -> None:
        self._make = make
        self._known: _Known | None = _Known(make)

    def texts(self, values: Sequence[Any]) -> list[str]:
        known = self._known
        if known is None:
            return self._make(values)
        found = list(map(known.__getitem__, values))
        if len(known) > _FEW:
            self._known = None
        return found


class _Known(dict[Any, str]):
    """Makes what it is asked for and doesn't have."""

    def __init__(self, make: Texts) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: Any) -> str:
        (text,) = self._make((value,))
        self[value] = text
        return text
