"""Who answers for a matter in person, and the plan, as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.models import Matter, Milestone, Sponsorship
from huiyin.orgs.selectors import chain_of, leaders_of, posts_of_officer, reception_unit


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


def sponsors_to_notify(*, matter_id: UUID, escalate: bool) -> list[int]:
    """Who hears of a step of the plan: the present sponsor, and where it escalates who leads the unit above theirs.

    Above the top unit nobody leads: there the leaders of the petition office that received it hear of it.
    Ungated: for the system's round.
    """
    found = Sponsorship.objects.filter(matter=matter_id, ended_at__isnull=True).values_list("officer_id", flat=True)
    sponsor_id = found.first()
    if sponsor_id is None:
        return []
    return [sponsor_id, *(_above(sponsor_id, matter_id) if escalate else [])]


def _above(sponsor_id: int, matter_id: UUID) -> list[int]:
    lead_unit_id, received_unit_id = Matter.objects.values_list("lead_unit_id", "received_unit_id").get(pk=matter_id)
    led = {post.unit_id for post in posts_of_officer(officer_id=sponsor_id) if post.role is Role.LEADER}
    chain = [unit.id for unit in chain_of(unit_id=lead_unit_id)]
    # Who leads no unit of the chain any more stands below all of it: then the unit's own leader hears.
    highest = max((place for place, unit_id in enumerate(chain) if unit_id in led), default=-1)
    if highest + 1 < len(chain):
        return leaders_of(unit_id=chain[highest + 1])
    office = reception_unit()
    # Where the office has the matter itself it would stand above itself.
    return leaders_of(unit_id=office) if office == received_unit_id != lead_unit_id else []


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
            MilestoneView(step.position, step.text, step.due_on, step.done_at, step.done_note) for step in steps
        ),
    )


@dataclass(frozen=True, slots=True)
class SponsorToEndRow:
    """A matter that has ended and whose sponsor hasn't ended the ownership."""

    number: str
    title: str
    lead_unit: str
    closed_at: datetime | None


def sponsorships_to_end(*, actor: Actor, most: int) -> list[SponsorToEndRow]:
    """Those that wait for this leader's four answers, the oldest first: no deputy gives them. One statement."""
    if actor.officer_id is None:
        return []
    rows = sponsorships_ended_matters(actor).select_related("matter__lead_unit").order_by("matter__closed_at", "pk")
    return [
        SponsorToEndRow(row.matter.number, row.matter.title, row.matter.lead_unit.name, row.matter.closed_at)
        for row in rows[:most]
    ]


def sponsorships_ended_matters(actor: Actor, *, since: datetime | None = None) -> "QuerySet[Sponsorship]":
    """The same as a query, to be counted with others; `since`: matters alone that ended after that."""
    found = Sponsorship.objects.filter(
        visible_through(actor, Q(is_open=False)), officer=actor.officer_id or 0, ended_at__isnull=True
    )
    return found if since is None else found.filter(matter__closed_at__gt=since)


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """An open step of a plan in a list; `number` and `title` lead to the matter."""

    number: str
    title: str
    text: str
    office: str
    is_mine: bool
    due_on: date
    is_late: bool


def milestones_open(*, actor: Actor, at: datetime) -> list[MilestoneRow]:
    """Steps that aren't done: of the plans that a leader answers for, and of those of the units that they command."""
    mine = {actor.officer_id, *actor.stands_for}
    running = Sponsorship.objects.filter(visible_through(actor), ended_at__isnull=True)
    concerned = running.filter(
        Q(officer__in=[officer_id for officer_id in mine if officer_id])
        | Q(matter__lead_unit__in=sorted(actor.command_unit_ids))
    )
    sponsors = {sponsorship.matter_id: sponsorship for sponsorship in concerned.order_by("pk")[:LIST_MOST]}
    rows = Milestone.objects.filter(matter__in=list(sponsors), done_at__isnull=True, matter__is_open=True)
    today = office_day(at)
    return [
        MilestoneRow(
            number=row.matter.number,
            title=row.matter.title,
            text=row.text,
            office=sponsors[row.matter.pk].office,
            is_mine=sponsors[row.matter.pk].officer_id in mine,
            due_on=row.due_on,
            is_late=row.due_on < today,
        )
        for row in rows.select_related("matter").order_by("due_on", "pk")[:LIST_MOST]
    ]
