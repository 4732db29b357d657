"""The tasks of what matters hand down: promised steps, steps of a leader's plan, recommendations.

Each follows its origin, within the move that changes the origin: one list shows all that a unit owes by a day.
"""

from datetime import datetime, timedelta

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.handed_down.rules import MILESTONE, PROMISED_STEP, RECOMMENDATION
from huiyin.matters.models import Matter, Milestone, PromisedStep, Recommendation, Sponsorship, TeamMember
from huiyin.matters.team.rules import TEAM_PART
from huiyin.orgs.selectors import actor_for
from huiyin.tasks.services import (
    FollowingDraft,
    HandedDownDraft,
    task_follow,
    task_followed_change,
    task_followed_done,
    task_followed_end,
    task_hand_down,
    task_handed_down_end,
)

_KINDS = {
    PromisedStep: PROMISED_STEP,
    Milestone: MILESTONE,
    Recommendation: RECOMMENDATION,
}
Origin = PromisedStep | Milestone | Recommendation


def step_handed_down(row: PromisedStep, matter: Matter, *, actor: Actor, at: datetime) -> None:
    """The unit that has promised it owes it."""
    _follow(row, actor, at, from_unit_id=matter.lead_unit_id, unit_id=matter.lead_unit_id)


def milestone_handed_down(row: Milestone, matter: Matter, *, officer_id: int, actor: Actor, at: datetime) -> None:
    """The leader who has the matter in person owes it, in the unit that they lead."""
    led = actor_for(officer_id=officer_id).units_as(Role.LEADER)
    # Who leads the unit that has the matter owes it there; of several others it is always the same one.
    unit_id = matter.lead_unit_id if matter.lead_unit_id in led else min(led, default=matter.lead_unit_id)
    _follow(row, actor, at, from_unit_id=unit_id, unit_id=unit_id, officer_id=officer_id)


def recommendation_handed_down(row: Recommendation, *, actor: Actor, at: datetime) -> None:
    """The unit that got it owes an answer to the office."""
    _follow(row, actor, at, from_unit_id=row.from_unit_id, unit_id=row.to_unit_id)


def origin_done(row: Origin, *, note: str, actor: Actor, at: datetime) -> None:
    """What the task follows is done."""
    task_followed_done(actor=actor, origin=_ref(row), note=note, waits_for_check=False, at=at)


def milestones_handed_on(matter: Matter, *, officer_id: int, actor: Actor, at: datetime) -> None:
    """Another leader has the plan."""
    for row in Milestone.objects.filter(matter=matter, done_at__isnull=True):
        task_followed_change(actor=actor, origin=_ref(row), officer_id=officer_id, at=at)


def milestones_fall_away(matter: Matter, *, actor: Actor, at: datetime) -> None:
    """The matter has ended, and with it the plan."""
    for row in Milestone.objects.filter(matter=matter, done_at__isnull=True):
        task_followed_end(actor=actor, origin=_ref(row), at=at)


def part_handed_down(row: TeamMember, matter: Matter, *, actor: Actor, at: datetime) -> None:
    """Whoever is on a leader's team does their part, for the unit that the leader leads; it agreed, so it owes it."""
    if row.due_on is None:
        return
    sponsor = Sponsorship.objects.filter(matter=matter, ended_at__isnull=True).first()
    led = actor_for(officer_id=sponsor.officer_id).units_as(Role.LEADER) if sponsor else frozenset()
    draft = HandedDownDraft(
        origin=Ref(TEAM_PART, row.pk),
        unit_id=row.unit_id,
        text=row.part,
        # Agreed to when the day had come, it can't be due before tomorrow.
        due_on=max(row.due_on, office_day(at) + timedelta(days=1)),
        officer_id=row.officer_id,
        from_unit_id=matter.lead_unit_id if matter.lead_unit_id in led else min(led, default=matter.lead_unit_id),
        given_by=row.asked_by,
    )
    task_hand_down(actor=actor, draft=draft, at=at)


def part_falls_away(row: TeamMember, *, actor: Actor, at: datetime) -> None:
    """They have left the team: what they haven't done isn't theirs to do any more."""
    task_handed_down_end(actor=actor, origin=Ref(TEAM_PART, row.pk), at=at)


def parts_fall_away(matter: Matter, *, actor: Actor, at: datetime) -> None:
    """The matter has ended, and its team doesn't see it any more."""
    if not matter.parts & Part.TEAMS:
        return
    for row in TeamMember.objects.filter(matter=matter, ended_at__isnull=True):
        part_falls_away(row, actor=actor, at=at)


def _follow(
    row: Origin, actor: Actor, at: datetime, *, from_unit_id: int, unit_id: int, officer_id: int | None = None
) -> None:
    draft = FollowingDraft(
        origin=_ref(row), from_unit_id=from_unit_id, unit_id=unit_id, due_on=row.due_on, officer_id=officer_id
    )
    task_follow(actor=actor, draft=draft, at=at)


def _ref(row: Origin) -> Ref:
    return Ref(_KINDS[type(row)], row.pk)
