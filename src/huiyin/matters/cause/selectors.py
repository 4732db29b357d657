"""The cause, as the matter's page shows it."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.matters.cause.rules import CauseCode
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.models import Cause, Matter


@dataclass(frozen=True, slots=True)
class CauseView:
    """What counts now, and when it was found."""

    codes: tuple[CauseCode, ...]
    note: str
    found_at: datetime


def cause_of(matter: Matter, *, inside: bool) -> CauseView | None:
    """The last one; nothing for the petitioner. One statement where there ever was one, else none."""
    if not inside or not matter.parts & Part.CAUSES:
        return None
    found = Cause.objects.filter(matter=matter).order_by("-position").first()
    if found is None:
        return None
    return CauseView(tuple(map(CauseCode, found.codes.split())), found.note, found.found_at)
