"""Who answers for a matter in person, and the plan, as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.matters.models import Matter, Milestone, Sponsorship
from huiyin.matters.rules.parts import Part


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A step of the plan."""

    position: int
    text: str
    due_on: date
    done_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class SponsorView:
    """The leader who has it in person: the office for everybody, officer and plan for staff only."""

    officer_id: int | None
    office: str
    plan: str
    taken_at: datetime
    milestones: tuple[MilestoneView, ...]


def sponsor_of(matter: Matter, *, inside: bool) -> SponsorView | None:
    """The present sponsor; None while nobody is. Asks only where there has been one."""
    if not matter.parts & Part.SPONSORS:
        return None
    found = Sponsorship.objects.filter(matter=matter, ended_at__isnull=True).first()
    if found is None:
        return None
    steps = Milestone.objects.filter(matter=matter).order_by("position")
    return SponsorView(
        officer_id=found.officer_id if inside else None,
        office=found.office,
        plan=found.plan if inside else "",
        taken_at=found.taken_at,
        milestones=tuple(
            MilestoneView(one.position, one.text, one.due_on, one.done_at, one.done_note) for one in steps
        ),
    )
