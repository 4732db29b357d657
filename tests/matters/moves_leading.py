"""The rows of the table in test_moves for what leaders carry through: plan periods, teams, the end, looking back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.look_back.services import LookBackDraft, look_back_explain, look_back_write
from huiyin.matters.models import PlanPeriod
from huiyin.matters.plan_period.selectors.gate import beginning_units
from huiyin.matters.plan_period.services.periods import PeriodDraft, matter_plan, period_begin
from huiyin.matters.plan_period.services.writing import result_write, week_write
from huiyin.matters.sponsor.rules import FourPoint
from huiyin.matters.sponsor.services.ending import FourAnswer, sponsor_end
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, milestones_add
from huiyin.matters.team.services import member_agree, member_end, member_name

FOUR = {point: FourAnswer("已经做到，见经过") for point in FourPoint}


def begin_period(
    cast: Cast, *, by: str = "mayor", unit: str = "county", days: int = 100, weekday: int = 4, leader: str = ""
) -> UUID:
    """A period for the whole county, from today on; a line is due on Fridays. Each has a name of its own."""
    today = office_day(cast.at)
    units = beginning_units(cast.actor(by))[cast.units[unit]]
    draft = PeriodDraft(
        unit_id=cast.units[unit], name=f"信访积案百日攻坚 {PlanPeriod.objects.count() + 1}", begins_on=today,
        ends_on=today + timedelta(days=days - 1), weekday=weekday, unit_ids=tuple(units),
        leader_id=cast.officers[leader] if leader else None,
    )  # fmt: skip
    return period_begin(actor=cast.actor(by), draft=draft, at=cast.at)


def _plan(cast: Cast, actor: Actor, matter_id: UUID) -> None:
    matter_plan(actor=actor, matter_id=matter_id, period_id=begin_period(cast), at=cast.at)


def _day(cast: Cast, days: int = 7) -> MilestoneDraft:
    return MilestoneDraft("再开一次协调会", office_day(cast.at) + timedelta(days=days))


DOINGS: dict[Action, Callable[[Cast, Actor, UUID], object]] = {
    Action.TAKE_INTO_PERIOD: _plan,
    # Of what is in no period, has no leader and no team, and was neither late nor overturned.
    Action.WRITE_WEEK: lambda cast, actor, pk: week_write(
        actor=actor, matter_id=pk, next_step="开协调会", at=cast.at
    ),
    Action.WRITE_RESULT: lambda cast, actor, pk: result_write(
        actor=actor, matter_id=pk, result="not_settled", reason="各方意见不一", next_step="再谈", at=cast.at
    ),
    Action.NAME_MEMBER: lambda cast, actor, pk: member_name(
        actor=actor, matter_id=pk, officer_id=cast.officers["handler_two"], unit_id=cast.units["housing"],
        part="查账", due_on=office_day(cast.at) + timedelta(days=7), at=cast.at,
    ),
    Action.AGREE_MEMBER: lambda cast, actor, pk: member_agree(actor=actor, matter_id=pk, position=1, at=cast.at),
    Action.END_MEMBER: lambda cast, actor, pk: member_end(
        actor=actor, matter_id=pk, position=1, reason="工作调动", at=cast.at
    ),
    Action.ADD_MILESTONES: lambda cast, actor, pk: milestones_add(
        actor=actor, matter_id=pk, milestones=[_day(cast)], at=cast.at
    ),
    Action.END_SPONSOR: lambda cast, actor, pk: sponsor_end(actor=actor, matter_id=pk, answers=FOUR, at=cast.at),
    Action.LOOK_BACK: lambda cast, actor, pk: look_back_write(
        actor=actor, matter_id=pk, at=cast.at,
        draft=LookBackDraft("review:1", new_id(), "漏看材料", "补看", office_day(cast.at), "已整改"),
    ),
    Action.EXPLAIN_LOOK_BACK: lambda cast, actor, pk: look_back_explain(
        actor=actor, matter_id=pk, position=1, text="当时材料不全", at=cast.at
    ),
}  # fmt: skip

EXPECTED: dict[Action, dict[State, set[str]]] = {
    Action.TAKE_INTO_PERIOD: {state: {"mayor"} for state in OPEN_STATES},
    Action.WRITE_WEEK: {},
    Action.WRITE_RESULT: {},
    Action.NAME_MEMBER: {},
    Action.AGREE_MEMBER: {},
    Action.END_MEMBER: {},
    Action.ADD_MILESTONES: {},
    Action.END_SPONSOR: {},
    Action.LOOK_BACK: {},
    Action.EXPLAIN_LOOK_BACK: {},
}
