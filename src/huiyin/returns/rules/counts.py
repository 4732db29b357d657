"""The numbers of a return: what was typed, checked, and as a row holds them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huiyin.returns.rules.errors import CountedInvalid, CountInvalid, FieldUnknownInvalid
from huiyin.returns.rules.fields import COUNT_MOST, Field, typed_codes
from huiyin.returns.rules.standing import ReturnStanding


@dataclass(frozen=True, slots=True)
class CountChanged:
    """One number that a correction changes."""

    code: str
    old: int
    new: int


def counts_typed(fields: Iterable[Field], typed: Mapping[str, int | None]) -> dict[str, int]:
    """The numbers that a unit has typed, 0 for what it left empty.

    Raises CountedInvalid for one that is filled from rows, FieldUnknownInvalid, CountInvalid.
    """
    by_code = {field.code: field for field in fields}
    for code, count in typed.items():
        field = by_code.get(code)
        if field is None:
            raise FieldUnknownInvalid(field=code, code=code)
        if field.is_counted:
            raise CountedInvalid(field=code, label=field.label)
        if count is not None and not 0 <= count <= COUNT_MOST:
            raise CountInvalid(field=code, label=field.label, most=COUNT_MOST)
    return {code: typed.get(code) or 0 for code in typed_codes(by_code.values())}


def counts_text(counts: Mapping[str, int]) -> str:
    """Numbers as a row holds them."""
    return json.dumps(counts, sort_keys=True)


def counts_of(text: str) -> dict[str, int]:
    """The numbers that a row holds, by code."""
    return {str(code): int(count) for code, count in json.loads(text).items()}


def changed_counts(before: Mapping[str, int], after: Mapping[str, int]) -> list[CountChanged]:
    """What differs, in the order of `after`."""
    return [
        CountChanged(code, before.get(code, 0), count)
        for code, count in after.items()
        if before.get(code, 0) != count
    ]


def rate_in_time(standings: Mapping[ReturnStanding, int]) -> float | None:
    """In time ÷ due, of those whose instant has passed or that came before it; None where none was due.

    A return that says "nothing" counts as any other.
    """
    due = sum(
        standings.get(kind, 0) for kind in (ReturnStanding.IN_TIME, ReturnStanding.LATE, ReturnStanding.MISSING)
    )
    return standings.get(ReturnStanding.IN_TIME, 0) / due if due else None
