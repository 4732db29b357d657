"""Who has written on a reply, as a row keeps it, and what its annexes are called."""

from collections.abc import Iterable


def officers_text(officer_ids: Iterable[int]) -> str:
    """Their ids between commas, ",7,12,", so that a query finds one of them; "" for none."""
    found = sorted(set(officer_ids))
    return f",{','.join(map(str, found))}," if found else ""


def officers_of(text: str) -> frozenset[int]:
    """Their ids out of such a text."""
    return frozenset(int(part) for part in text.split(",") if part)


def mark_of(officer_id: int | None) -> str:
    """What such a text holds where that officer is in it."""
    return f",{officer_id or 0},"


def annex_name(file_name: str) -> str:
    """What a letter calls a file: its name without the ending that tells machines what it is."""
    stem, _dot, _ending = file_name.rpartition(".")
    return stem or file_name
