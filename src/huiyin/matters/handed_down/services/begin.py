"""Tasks of what was handed down before there were tasks."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, system
from huiyin.matters.handed_down.rules import MILESTONE, PROMISED_STEP, RECOMMENDATION
from huiyin.matters.handed_down.services.tasks import (
    milestone_handed_down,
    recommendation_handed_down,
    step_handed_down,
)
from huiyin.matters.linking.services.shared import matters_lock
from huiyin.matters.models import Milestone, PromisedStep, Recommendation, Sponsorship
from huiyin.tasks.selectors.following import origins_without_task

_BATCH = 200
_SYSTEM = system("tasks")
_Give = Callable[[UUID, Actor, datetime], bool]


def handed_down_begin(*, at: datetime) -> int:
    """Make the tasks of promised and planned steps and recommendations that have none; gives how many.

    By the system, for what was handed down before there were tasks. A second round finds none left.
    """
    waiting = (
        # What a draft promises binds nobody before it is served.
        (PROMISED_STEP, PromisedStep.objects.filter(done_at__isnull=True, reply__served_at__isnull=False), _step),
        # A plan ends with its matter, so what it leaves open needs no task.
        (MILESTONE, Milestone.objects.filter(done_at__isnull=True, matter__is_open=True), _milestone),
        (RECOMMENDATION, Recommendation.objects.filter(replied_at__isnull=True), _recommendation),
    )
    return sum(
        give(pk, _SYSTEM, at)
        for kind, rows, give in waiting
        for pk in origins_without_task(rows=rows, kind=kind).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    )


@transaction.atomic
def _step(pk: UUID, actor: Actor, at: datetime) -> bool:
    matters_lock([PromisedStep.objects.values_list("matter_id", flat=True).get(pk=pk)])
    rows = PromisedStep.objects.filter(pk=pk, done_at__isnull=True).select_related("matter")
    row = origins_without_task(rows=rows, kind=PROMISED_STEP).first()
    if row is not None:
        step_handed_down(row, row.matter, actor=actor, at=at)
    return row is not None


@transaction.atomic
def _milestone(pk: UUID, actor: Actor, at: datetime) -> bool:
    matters_lock([Milestone.objects.values_list("matter_id", flat=True).get(pk=pk)])
    rows = Milestone.objects.filter(pk=pk, done_at__isnull=True, matter__is_open=True).select_related("matter")
    row = origins_without_task(rows=rows, kind=MILESTONE).first()
    sponsor = Sponsorship.objects.filter(matter=row.matter, ended_at__isnull=True).first() if row else None
    if row is None or sponsor is None:
        return False
    milestone_handed_down(row, row.matter, officer_id=sponsor.officer_id, actor=actor, at=at)
    return True


@transaction.atomic
def _recommendation(pk: UUID, actor: Actor, at: datetime) -> bool:
    # It needn't come from a matter that could be locked, so the row itself is.
    rows = Recommendation.objects.select_for_update(of=("self",)).filter(pk=pk, replied_at__isnull=True)
    row = origins_without_task(rows=rows, kind=RECOMMENDATION).first()
    if row is not None:
        recommendation_handed_down(row, actor=actor, at=at)
    return row is not None
