"""The line of a week, and what has become of a matter in the plan."""

from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.models import PlannedMatter, Sponsorship, WeekLine
from huiyin.matters.plan_period.errors import (
    NotAnsweredYet,
    NotPlanned,
    NotPlanWriter,
    NotSettledYet,
    ResultMissing,
    ResultReasonMissing,
    WeekLineMissing,
    WeekNotOwed,
)
from huiyin.matters.plan_period.rules import LINE_MAX, PlanResult, weeks_to_write
from huiyin.matters.resolution.rules import Resolution
from huiyin.matters.resolution.selectors import resolutions_of

_ANSWERED = frozenset({Resolution.ANSWERED, Resolution.SETTLED, Resolution.IN_REVIEW})


def week_write(
    *,
    actor: Actor,
    matter_id: UUID,
    next_step: str,
    did: str = "",
    hinders: str = "",
    week: date | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write the line of a week: what was done, what comes next, what hinders. `week` is its due day; None: this week.

    Written anew, the last one counts. Raises NotPlanned, NotPlanWriter, WeekNotOwed, WeekLineMissing, LineTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.WRITE_WEEK, at=at, seen=seen) as change:
        planned = _planned(change)
        open_weeks = weeks_to_write(
            planned.period.days,
            since=office_day(planned.added_at),
            until=planned.period.ended_on,
            today=office_day(at),
        )
        if not open_weeks or (week is not None and week not in open_weeks):
            raise WeekNotOwed
        due_on = open_weeks[0] if week is None else week
        line = WeekLine(
            planned=planned,
            due_on=due_on,
            position=WeekLine.objects.filter(planned=planned, due_on=due_on).count() + 1,
            did=_line(did, "did"),
            next_step=_line(next_step, "next_step"),
            hinders=_line(hinders, "hinders"),
            at=at,
            by=actor.officer_id or 0,
        )
        if not line.next_step:
            raise WeekLineMissing
        change.save(line)
        change.facts["words"] = "\n".join(words for words in (line.did, line.next_step, line.hinders) if words)


def result_write(
    *,
    actor: Actor,
    matter_id: UUID,
    result: str,
    reason: str = "",
    next_step: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write what has become of it. That it is settled is said by the matter's own rules alone.

    Raises NotPlanned, NotPlanWriter, ResultMissing, NotSettledYet, NotAnsweredYet, ResultReasonMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.WRITE_RESULT, at=at, seen=seen) as change:
        planned = _planned(change)
        if result not in set(PlanResult):
            raise ResultMissing
        resolution = resolutions_of([change.matter])[change.matter.pk]
        if result == PlanResult.SETTLED and resolution is not Resolution.SETTLED:
            raise NotSettledYet
        if result == PlanResult.ANSWERED and resolution not in _ANSWERED:
            raise NotAnsweredYet
        planned.result = PlanResult(result)
        planned.result_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        planned.result_next = checked_text(next_step, field="next_step", most=MESSAGE_MAX)
        if result == PlanResult.NOT_SETTLED and not (planned.result_reason and planned.result_next):
            raise ResultReasonMissing
        planned.result_at, planned.result_by = at, actor.officer_id
        change.changed(planned)
        change.facts["words"] = "\n".join(words for words in (planned.result_reason, planned.result_next) if words)


def _planned(change: MatterChange) -> PlannedMatter:
    rows = PlannedMatter.objects.filter(matter=change.matter, result="").select_related("period")
    found = rows.order_by("-added_at").first()
    if found is None:
        raise NotPlanned
    actor, matter = change.actor, change.matter
    people = {actor.officer_id, *actor.stands_for}
    answers = matter.lead_unit_id in actor.units_as(Role.LEADER, Role.APPROVER) or matter.handler_id in people
    if not answers and not Sponsorship.objects.filter(matter=matter, officer__in=people, ended_at=None).exists():
        raise NotPlanWriter
    return found


def _line(text: str, field: str) -> str:
    return checked_text(clean_line(text), field=field, most=LINE_MAX)
