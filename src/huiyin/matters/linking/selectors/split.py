"""A matter that was split and its parts. Asks only where matters were ever linked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.clocks.selectors import clock_views
from huiyin.kernel.ids import parse_matter_number
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import UNANSWERED_STATES, State
from huiyin.matters.linking.rules import LinkKind, positions_of
from huiyin.matters.models import Link, Matter, Request

# The clocks of an answer, the law's and the house's.
_ANSWERS = frozenset({"answer", "answer_promise", "answer_limit"})


@dataclass(frozen=True, slots=True)
class PartView:
    """A part, or the whole, as its petitioner reads it: which requests, who has it, where it stands."""

    number: str
    positions: tuple[int, ...]
    unit: str
    state_label: str
    is_whole: bool


def parts_of(matter: Matter) -> list[Link]:
    """By what requests of a matter went to matters of their own, the first one first."""
    if not matter.parts & Part.LINKS:
        return []
    links = Link.objects.filter(kind=LinkKind.SPLIT, into=matter)
    return list(links.select_related("matter__lead_unit").order_by("at", "id"))


def whole_of(matter: Matter) -> Link | None:
    """By what a matter is a part of another one; None for all others."""
    if not matter.parts & Part.LINKS:
        return None
    return Link.objects.filter(kind=LinkKind.SPLIT, matter=matter).select_related("into__lead_unit").first()


def owed_since(matter: Matter, *, at: datetime) -> datetime | None:
    """Since when the answer to the whole runs, when that was accepted before its part; None for all other matters.

    What the petitioner was promised by a day stays due on that day, whoever answers it.
    """
    link = whole_of(matter)
    if link is None:
        return None
    clocks = clock_views(subject_id=link.into_id, at=at)
    return min(
        (clock.started_at for clock in clocks if clock.code in _ANSWERS and clock.stopped_at is None), default=None
    )


def moved_of(matter: Matter) -> dict[int, str]:
    """Which of its requests went where: the part's number by the request's position."""
    return {place: link.matter.number for link in parts_of(matter) for place in positions_of(link.positions)}


def requests_left(matter: Matter) -> list[Request]:
    """What the matter itself has to answer, in order."""
    moved = moved_of(matter)
    return [request for request in matter.requests.order_by("position") if request.position not in moved]


def parts_open(matter: Matter) -> list[Matter]:
    """Its parts that aren't over; none when the matter can end."""
    return [link.matter for link in parts_of(matter) if link.matter.is_open]


def parts_unanswered(matter: Matter) -> list[Matter]:
    """Its parts that have no answer yet; none when the matter can be answered."""
    return [link.matter for link in parts_of(matter) if link.matter.state in UNANSWERED_STATES]


def family_of(matter: Matter) -> tuple[PartView, ...]:
    """For its petitioner: the parts of a matter, or the whole that a part came from."""
    whole = whole_of(matter)
    if whole is not None:
        return (_part(whole.into, whole, is_whole=True),)
    return tuple(_part(link.matter, link, is_whole=False) for link in parts_of(matter))


def family_member(*, matter_id: UUID, number: str) -> UUID | None:
    """The matter with that number, if it is a part of this one or what this one is a part of."""
    wanted = parse_matter_number(number) or ""
    links = Link.objects.filter(kind=LinkKind.SPLIT)
    part = links.filter(into=matter_id, matter__number=wanted).values_list("matter_id", flat=True).first()
    return part or links.filter(matter=matter_id, into__number=wanted).values_list("into_id", flat=True).first()


def _part(matter: Matter, link: Link, *, is_whole: bool) -> PartView:
    state = State(matter.state)
    shown = State.INVESTIGATING if state in {State.DRAFTED, State.APPROVED} else state
    return PartView(
        number=matter.number,
        positions=tuple(sorted(positions_of(link.positions))),
        unit=matter.lead_unit.name,
        state_label=gettext(STATE_LABELS[shown]),
        is_whole=is_whole,
    )
