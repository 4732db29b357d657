"""Talks as pages and lists are given them, and who may know of one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import SIGNERS, UNIT_MANAGERS, UNIT_STAFF, Actor, ActorKind, Role
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.orgs.selectors import chain_of, unit_is_active
from huiyin.supervision.talks.errors import TalkNotFound
from huiyin.supervision.talks.figures import CountedMatter, GroundFigure
from huiyin.supervision.talks.models import Talk, TalkMatter, TalkMeasure
from huiyin.supervision.talks.rules import MEASURE, STAGE_LABELS, TalkGroundCode, TalkStage
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import STATE_LABELS, TaskState
from huiyin.tasks.selectors.paths import task_path


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk in the list."""

    id: UUID
    unit: str
    by_unit: str
    grounds: tuple[GroundFigure, ...]
    meet_on: date
    held_on: date | None
    stage: TalkStage

    @property
    def stage_label(self) -> str:
        """How far it is, in the reader's language."""
        return gettext(STAGE_LABELS[self.stage])


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """What the unit promised, and how far its task is."""

    text: str
    due_on: date
    state_label: str
    report: str
    path: str


@dataclass(frozen=True, slots=True)
class TalkView:
    """One talk, for both units. A ground lists the matters that the reader may see, and counts no more than those."""

    row: TalkRow
    days: int
    place: str
    words: str
    called_at: datetime
    attended: str
    minutes: str
    cancel_reason: str
    measures: tuple[MeasureLine, ...]
    answers: tuple[tuple[datetime, str], ...]
    may_record: bool
    may_answer: bool


def calling_unit(*, actor: Actor, unit_id: int) -> int | None:
    """The nearest unit above this one that the officer leads; None: they may not call its head.

    Nobody calls themselves, and a unit that stands apart is called by nobody.
    """
    led = actor.units_as(Role.LEADER)
    if unit_id in led or not unit_is_active(unit_id=unit_id):
        return None
    return next((unit.id for unit in chain_of(unit_id=unit_id)[1:] if unit.id in led), None)


def may_call(actor: Actor) -> bool:
    """Whether the officer leads a unit that others stand below."""
    return bool(actor.command_unit_ids - actor.units_as(Role.LEADER))


def talks_visible(actor: Actor) -> "QuerySet[Talk]":
    """Those of the units that the officer answers for or commands, called or calling."""
    if actor.kind is not ActorKind.OFFICER:
        return Talk.objects.none()
    units = sorted(actor.units_as(*UNIT_MANAGERS) | actor.command_unit_ids)
    return Talk.objects.filter(Q(unit__in=units) | Q(by_unit__in=units))


def measures_visible(actor: Actor) -> "QuerySet[TalkMeasure]":
    """What was promised, also for who works in the unit: one of them does it."""
    return TalkMeasure.objects.filter(
        Q(talk__in=talks_visible(actor).values("pk")) | Q(talk__unit__in=sorted(actor.units_as(*UNIT_STAFF)))
    )


def talks_list(*, actor: Actor, unit_id: int | None = None) -> list[TalkRow]:
    """The newest first; of one unit, or of all. Four statements."""
    found = talks_visible(actor)
    if unit_id is not None:
        found = found.filter(unit=unit_id)
    rows = list(
        found.select_related("unit", "by_unit").prefetch_related("grounds").order_by("-called_at", "-pk")[:LIST_MOST]
    )
    matters = _matters_by_ground(rows, actor)
    return [_row(row, matters) for row in rows]


def talks_called(actor: Actor, *, most: int) -> list[Talk]:
    """Talks to come to which the officer's own unit is called, the first one first. One statement."""
    own = sorted(actor.units_as(*SIGNERS))
    found = Talk.objects.filter(unit__in=own, held_on__isnull=True, cancelled_at__isnull=True)
    return list(found.select_related("by_unit").order_by("meet_on", "pk")[:most])


def unit_has_talks(*, unit_id: int) -> bool:
    """Whether a talk is to come to which the unit is called, or called. It is about units: nobody is barred."""
    units = Q(unit=unit_id) | Q(by_unit=unit_id)
    return Talk.objects.filter(units, held_on__isnull=True, cancelled_at__isnull=True).exists()


def talk_view(*, actor: Actor, talk_id: UUID) -> TalkView:
    """One talk. Raises TalkNotFound."""
    row = talks_visible(actor).select_related("unit", "by_unit").filter(pk=talk_id).first()
    if row is None:
        raise TalkNotFound
    measures = list(row.measures.order_by("position"))
    tasks = {
        task.origin_id: task
        for task in Task.objects.filter(origin_kind=MEASURE, origin_id__in=[measure.pk for measure in measures])
    }
    return TalkView(
        row=_row(row, _matters_by_ground([row], actor)),
        days=row.days,
        place=row.place,
        words=row.words,
        called_at=row.called_at,
        attended=row.attended,
        minutes=row.minutes,
        cancel_reason=row.cancel_reason,
        measures=tuple(_measure(measure, tasks.get(measure.pk)) for measure in measures),
        answers=tuple((answer.answered_at, answer.text) for answer in row.answers.order_by("position")),
        may_record=may_record(actor, row),
        may_answer=may_answer(actor, row),
    )


def may_record(actor: Actor, row: Talk) -> bool:
    """Whether the officer writes down what was said, or that it isn't held: managers of the calling unit."""
    is_open = row.held_on is None and row.cancelled_at is None
    return is_open and row.by_unit_id in actor.units_as(*UNIT_MANAGERS)


def may_answer(actor: Actor, row: Talk) -> bool:
    """Whether the officer answers for the unit that is called; never whoever called it."""
    return row.cancelled_at is None and row.unit_id in actor.units_as(*SIGNERS) and row.called_by != actor.officer_id


def _matters_by_ground(rows: list[Talk], actor: Actor) -> dict[UUID, list[CountedMatter]]:
    """By the ground's id the matters that the reader may see."""
    counted = TalkMatter.objects.filter(ground__talk__in=rows, matter__in=visible_to(actor)).select_related("matter")
    found: dict[UUID, list[CountedMatter]] = {}
    for line in counted.order_by("matter__received_at", "matter_id"):
        matter = line.matter
        found.setdefault(line.ground_id, []).append(CountedMatter(matter.pk, matter.number, matter.title))
    return found


def _row(row: Talk, matters: dict[UUID, list[CountedMatter]]) -> TalkRow:
    grounds = tuple(
        GroundFigure(
            TalkGroundCode(ground.code), len(known) if _counts_matters(ground.code) else ground.count, tuple(known)
        )
        for ground in sorted(
            row.grounds.all(), key=lambda ground: list(TalkGroundCode).index(TalkGroundCode(ground.code))
        )
        if (known := matters.get(ground.pk, [])) or not _counts_matters(ground.code)
    )
    return TalkRow(
        id=row.pk,
        unit=row.unit.name,
        by_unit=row.by_unit.name,
        grounds=grounds,
        meet_on=row.meet_on,
        held_on=row.held_on,
        stage=stage_of(row),
    )


def stage_of(row: Talk) -> TalkStage:
    """How far it is."""
    if row.cancelled_at is not None:
        return TalkStage.CANCELLED
    return TalkStage.HELD if row.held_on is not None else TalkStage.CALLED


def _counts_matters(code: str) -> bool:
    return code != TalkGroundCode.RECOMMENDATIONS


def _measure(row: TalkMeasure, task: Task | None) -> MeasureLine:
    return MeasureLine(
        text=row.text,
        due_on=row.due_on,
        state_label=gettext(STATE_LABELS[TaskState(task.state)]) if task else "",
        report=task.done_note if task else "",
        path=task_path(task.pk) if task else "",
    )
