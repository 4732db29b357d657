"""Looks back at a matter, on its own page."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext, pgettext

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.matters.cause.rules import CAUSE_LABELS, CauseCode
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.look_back.rules import GROUND_LABELS, LookBackGround
from huiyin.matters.models import LookBack, LookBackStatement, Matter
from huiyin.matters.sentences import STEP, event_name


@dataclass(frozen=True, slots=True)
class LookBackView:
    """One look back, for staff alone: the step with its unit and post, and no name.

    `is_own`: the reader was at the post, and may say something to it.
    """

    position: int
    ground_key: str
    ground_label: str
    by_unit: str
    step: str
    step_at: datetime
    unit: str
    post: str
    causes: tuple[str, ...]
    why: str
    change: str
    due_on: date
    task_id: UUID | None
    conclusion: str
    at: datetime
    statements: tuple[tuple[datetime, str], ...]
    is_own: bool


def look_backs_of(matter: Matter, actor: Actor) -> tuple[LookBackView, ...]:
    """Those of a matter, in their order; without a statement where there are none."""
    if not matter.parts & Part.LOOK_BACKS or actor.kind is ActorKind.PETITIONER:
        return ()
    statements = Prefetch("statements", queryset=LookBackStatement.objects.order_by("position"))
    rows = (
        LookBack.objects.filter(matter=matter).select_related("by_unit", "unit", "step").prefetch_related(statements)
    )
    return tuple(_view(row, actor) for row in rows.order_by("position"))


def _view(row: LookBack, actor: Actor) -> LookBackView:
    return LookBackView(
        position=row.position,
        ground_key=row.ground_key,
        ground_label=gettext(GROUND_LABELS[LookBackGround(row.ground)]),
        by_unit=row.by_unit.name,
        step=pgettext(STEP, event_name(row.step.kind)),
        step_at=row.step.at,
        unit=row.unit.name,
        post=row.post,
        causes=tuple(gettext(CAUSE_LABELS[CauseCode(code)]) for code in row.codes.split()),
        why=row.why,
        change=row.change,
        due_on=row.due_on,
        task_id=row.task_id,
        conclusion=row.conclusion,
        at=row.at,
        statements=tuple((statement.at, statement.text) for statement in row.statements.all()),
        is_own=row.step.actor == actor.ref,
    )
