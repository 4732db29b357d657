"""Which matters have to be looked back at, what was found, and the figures by step and unit.

All through the gate; the number of statements doesn't grow with the rows.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext

from huiyin.clocks.selectors import clocks_late
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.carrying_out.rules import FollowUpResult
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.selectors.gate import visible_through, visible_to
from huiyin.matters.look_back.rules import (
    GROUND_LABELS,
    LATE_CODES,
    OVERTURNED,
    GroundFound,
    LookBackGround,
    answered_late,
    not_carried_out,
    overturned,
)
from huiyin.matters.models import FollowUp, LookBack, Matter, PromisedStep, Review
from huiyin.matters.sentences import STEP, event_name


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A matter with a ground that nobody has looked back at; `on` is the day on which it came up."""

    number: str
    title: str
    unit: str
    ground: str
    ground_label: str
    key: str
    on: date | None


@dataclass(frozen=True, slots=True)
class LookBackRow:
    """A look back in a list."""

    number: str
    title: str
    ground_label: str
    step: str
    unit: str
    post: str
    change: str
    task_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LookBackFigure:
    """How often a step of a unit failed; no order is made of it."""

    step: str
    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class LookBackPage:
    """What has to be looked back at, what was, and the figures of that."""

    proposals: tuple[ProposalRow, ...]
    rows: tuple[LookBackRow, ...]
    figures: tuple[LookBackFigure, ...]


def look_back_page(*, actor: Actor, at: datetime) -> LookBackPage:
    """For leaders: of the units below theirs. What they may not see is neither listed nor counted."""
    rows = LookBack.objects.filter(visible_through(actor)).select_related("matter", "unit", "step")
    found = list(rows.order_by("-at", "pk")[:LIST_MOST])
    counts = Counter((pgettext(STEP, event_name(row.step.kind)), row.unit.name) for row in found)
    return LookBackPage(
        proposals=tuple(_proposals(actor, at)),
        rows=tuple(_row(row) for row in found),
        figures=tuple(LookBackFigure(step, unit, count) for (step, unit), count in sorted(counts.items())),
    )


def _row(row: LookBack) -> LookBackRow:
    return LookBackRow(
        number=row.matter.number,
        title=row.matter.title,
        ground_label=gettext(GROUND_LABELS[LookBackGround(row.ground)]),
        step=pgettext(STEP, event_name(row.step.kind)),
        unit=row.unit.name,
        post=row.post,
        change=row.change,
        task_id=row.task_id,
        at=row.at,
    )


def _below(actor: Actor) -> "QuerySet[Matter]":
    """What the reader may see of units below those that they lead; sealed ones aren't written about."""
    below = actor.command_unit_ids - actor.units_as(Role.LEADER)
    return visible_to(actor).filter(lead_unit__in=sorted(below), is_sealed=False)


def _proposals(actor: Actor, at: datetime) -> Iterator[ProposalRow]:
    # By key: two time limits of one answer are one ground.
    found = {
        (pk, ground.key): ground for pk, ground in (*_overturned(actor), *_late(actor), *_not_carried_out(actor, at))
    }
    ids = {matter_id for matter_id, _key in found}
    seen = set(LookBack.objects.filter(matter__in=ids).values_list("matter_id", "ground_key"))
    matters = _below(actor).select_related("lead_unit").in_bulk(list(ids)) if ids else {}
    left = [(matters[pk], ground) for (pk, key), ground in found.items() if pk in matters and (pk, key) not in seen]
    left.sort(key=lambda pair: (pair[1].on or office_day(pair[1].at or at), pair[0].number), reverse=True)
    for matter, ground in left[:LIST_MOST]:
        yield ProposalRow(
            number=matter.number,
            title=matter.title,
            unit=matter.lead_unit.name,
            ground=ground.ground.value,
            ground_label=gettext(GROUND_LABELS[ground.ground]),
            key=ground.key,
            on=ground.on or (office_day(ground.at) if ground.at else None),
        )


def _overturned(actor: Actor) -> Iterator[tuple[UUID, GroundFound]]:
    rows = Review.objects.filter(visible_through(actor), outcome__in=sorted(OVERTURNED)).order_by("-decided_at")
    for pk, place, outcome, decided_at in rows.values_list("matter_id", "position", "outcome", "decided_at")[
        :LIST_MOST
    ]:
        yield from ((pk, ground) for ground in overturned([(place, outcome, decided_at)]))


def _late(actor: Actor) -> Iterator[tuple[UUID, GroundFound]]:
    late = clocks_late(codes=LATE_CODES, subjects=_below(actor).values("pk"))
    for pk, code, place, outcome, at in late.values_list("subject_id", "code", "round", "outcome", "stopped_at")[
        :LIST_MOST
    ]:
        yield from ((pk, ground) for ground in answered_late([(code, place, outcome, at)]))


def _not_carried_out(actor: Actor, at: datetime) -> Iterator[tuple[UUID, GroundFound]]:
    today = office_day(at)
    steps = PromisedStep.objects.filter(
        visible_through(actor), done_at__isnull=True, due_on__lt=today, reply__served_at__isnull=False
    )
    for pk, position, due_on in steps.order_by("-due_on").values_list("matter_id", "position", "due_on")[:LIST_MOST]:
        yield from ((pk, ground) for ground in not_carried_out([(position, due_on, True)], []))
    calls = FollowUp.objects.filter(visible_through(actor), result=FollowUpResult.NOT_DONE).order_by("-at")
    for pk, called_at, result in calls.values_list("matter_id", "at", "result")[:LIST_MOST]:
        yield from ((pk, ground) for ground in not_carried_out([], [(called_at, result)]))
