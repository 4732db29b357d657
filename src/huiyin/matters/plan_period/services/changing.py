"""Revising a period, with a reason and what it was before; ending it early, with what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.models import PlanPeriod, PlanPeriodRevision
from huiyin.matters.plan_period.errors import (
    PeriodBegun,
    PeriodNotAllowed,
    PeriodNotFound,
    PeriodOver,
    PeriodReasonMissing,
    PeriodResultMissing,
    PeriodRevisedMeanwhile,
    PeriodUnchanged,
)
from huiyin.matters.plan_period.selectors.gate import may_change, periods_visible_to
from huiyin.matters.plan_period.services.periods import check_days, check_leader, leader_notify

REVISED, ENDED = "matters.plan.revised", "matters.plan.ended"


@dataclass(frozen=True, slots=True)
class PeriodValues:
    """What a revision can change. The first day and the weekday stay once the period has begun."""

    begins_on: date
    ends_on: date
    weekday: int
    plan: str = ""
    leader_id: int | None = None


@transaction.atomic
def period_revise(
    *, actor: Actor, period_id: UUID, values: PeriodValues, reason: str, seen: int | None = None, at: datetime
) -> None:
    """Revise a period; what it was is kept with the reason, and a new leader is notified.

    `seen` is how many revisions the form was made on. Raises PeriodNotFound, PeriodNotAllowed, PeriodOver,
    PeriodRevisedMeanwhile, PeriodBegun, PeriodDaysInvalid, PeriodLeaderInvalid, PeriodReasonMissing, PeriodUnchanged,
    TextTooLong.
    """
    period, today = _changeable(actor, period_id, at), office_day(at)
    position = period.revisions.count() + 1
    before = PeriodValues(period.begins_on, period.ends_on, period.weekday, period.plan, period.leader_id)
    plan = checked_text(values.plan, field="plan", most=MESSAGE_MAX)
    wanted = PeriodValues(values.begins_on, values.ends_on, values.weekday, plan, values.leader_id)
    # Before anything else: a second press of the same button finds it done.
    if wanted == before:
        raise PeriodUnchanged
    if seen is not None and seen != position - 1:
        raise PeriodRevisedMeanwhile
    if period.begins_on <= today and (wanted.begins_on, wanted.weekday) != (before.begins_on, before.weekday):
        raise PeriodBegun
    check_days(wanted.begins_on, wanted.ends_on, wanted.weekday, today=today)
    if wanted.leader_id != before.leader_id:
        check_leader(period.unit_id, wanted.leader_id)
    row = PlanPeriodRevision(
        period=period, position=position, begins_on=before.begins_on, ends_on=before.ends_on,
        weekday=before.weekday, plan=before.plan, leader_id=before.leader_id, reason=_reason(reason), at=at,
        by=actor.ref,
    )  # fmt: skip
    row.save(force_insert=True)
    period.begins_on, period.ends_on, period.weekday = wanted.begins_on, wanted.ends_on, wanted.weekday
    period.plan, period.leader_id = wanted.plan, wanted.leader_id
    period.save(force_update=True)
    notices = leader_notify(period, actor, at) if wanted.leader_id != before.leader_id else []
    _write(REVISED, period, actor, at, [period, row, *notices])


@transaction.atomic
def period_end(*, actor: Actor, period_id: UUID, result: str, reason: str, at: datetime) -> None:
    """End a period before its last day: from today on no line is owed. The results of its matters are written still.

    Raises PeriodNotFound, PeriodNotAllowed, PeriodOver, PeriodResultMissing, PeriodReasonMissing, TextTooLong.
    """
    period = _changeable(actor, period_id, at)
    period.result = checked_text(result, field="result", most=MESSAGE_MAX)
    if not period.result:
        raise PeriodResultMissing
    period.end_reason = _reason(reason)
    period.ended_on, period.ended_at, period.ended_by = office_day(at), at, actor.ref
    period.save(force_update=True)
    _write(ENDED, period, actor, at, [period])


def _changeable(actor: Actor, period_id: UUID, at: datetime) -> PlanPeriod:
    """Locked. Raises PeriodNotFound, PeriodNotAllowed, PeriodOver."""
    period = periods_visible_to(actor).select_for_update(of=("self",)).filter(pk=period_id).first()
    if period is None:
        raise PeriodNotFound
    if not may_change(actor, period):
        raise PeriodNotAllowed
    if period.days.is_over(office_day(at)):
        raise PeriodOver
    return period


def _reason(text: str) -> str:
    reason = checked_text(text, field="reason", most=MESSAGE_MAX)
    if not reason:
        raise PeriodReasonMissing
    return reason


def _write(kind: str, period: PlanPeriod, actor: Actor, at: datetime, rows: list[models.Model]) -> None:
    entry_append(kind=kind, subject=Ref("plan_period", period.pk), at=at, actor=actor.ref, rows=rows)
