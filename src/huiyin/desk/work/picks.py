"""What was chosen in a list: matters by number, each with the version that the list showed."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kernel.ids import format_matter_number
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.states import State
from huiyin.matters.lists.selectors.lists import MatterRow

# As many as a page of a list has.
PICKED_MOST = 50
_PICK = re.compile(r"(\d{16})\.(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Pick:
    """One chosen matter and what of it was seen."""

    number: str
    seen: int

    def __str__(self) -> str:
        """As it stands in a form."""
        return f"{self.number}.{self.seen}"


@dataclass(frozen=True, slots=True)
class PickShown:
    """A chosen matter before anything is done with it; `why_not` says why the step won't go ("": it may)."""

    value: str
    number: str
    title: str
    href: str
    state: str
    why_not: str


def picks_of(values: Collection[str]) -> list[Pick]:
    """What was chosen, each matter once; whatever can't be read is as if it weren't there."""
    found = (_PICK.fullmatch(value) for value in values)
    return list({match[1]: Pick(match[1], int(match[2])) for match in found if match}.values())


def picks_shown(
    *, picks: Sequence[Pick], rows: Mapping[str, MatterRow], refused: Mapping[str, str]
) -> tuple[PickShown, ...]:
    """The chosen matters that the officer sees, in the order of the list; `refused`: why not, by number."""
    return tuple(
        _shown(pick, rows[pick.number], refused.get(pick.number, "")) for pick in picks if pick.number in rows
    )


def href_of(number: str) -> str:
    """A matter's page."""
    return reverse("desk:matter", args=[number])


def _shown(pick: Pick, row: MatterRow, why_not: str) -> PickShown:
    number, state = format_matter_number(row.number), _(STATE_LABELS[State(row.state)])
    return PickShown(str(pick), number, row.title, href_of(row.number), state, why_not)
