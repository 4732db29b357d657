"""The figures on which a unit's head can be called to a talk: what the unit left undone, worked out from rows.

Nothing here counts people, nor how many complained or went higher.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext

from huiyin.clocks.selectors.late import subjects_kept_late, subjects_overdue
from huiyin.kernel.actor import Actor
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import UNANSWERED_STATES
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import Matter, PromisedStep, Recommendation
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.supervision.models import Supervision
from huiyin.supervision.talks.rules import ANSWERING, GROUND_LABELS, OWED, TalkGroundCode


@dataclass(frozen=True, slots=True)
class CountedMatter:
    """A matter that a ground counts."""

    id: UUID
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class GroundFigure:
    """How much there is of one ground; `matters` are those behind it, none for recommendations."""

    code: TalkGroundCode
    count: int
    matters: tuple[CountedMatter, ...] = ()

    @property
    def label(self) -> str:
        """What it is called, in the reader's language."""
        return gettext(GROUND_LABELS[self.code])


def ground_figures(*, actor: Actor, unit_id: int, days: int, at: datetime) -> tuple[GroundFigure, ...]:
    """Every ground with its figure over the last `days`, of what the caller may see.

    Without matters that bar the unit, or of which nobody knows yet whom they are about: the unit reads the grounds.
    """
    since, today = at - timedelta(days=days), office_day(at)
    first = office_day(since)
    own = visible_to(actor).filter(lead_unit=unit_id)
    steps = PromisedStep.objects.filter(
        done_at__isnull=True, reply__approved_at__isnull=False, due_on__lt=today, due_on__gte=first
    )
    demands = Supervision.objects.filter(
        unit=unit_id, answered_at__isnull=True, ended_at__isnull=True, due_on__lt=today, due_on__gte=first
    )
    found = {
        TalkGroundCode.UNANSWERED: own.filter(
            state__in=sorted(UNANSWERED_STATES), pk__in=subjects_overdue(codes=ANSWERING, since=since, at=at)
        ),
        TalkGroundCode.LATE: own.filter(pk__in=subjects_kept_late(codes=OWED, since=since, at=at)),
        TalkGroundCode.NOT_CARRIED_OUT: own.filter(pk__in=steps.values("matter_id")),
        TalkGroundCode.DEMANDS: visible_to(actor).filter(pk__in=demands.values("matter_id")),
    }
    figures = [_figure(code, rows.order_by("received_at", "pk"), unit_id) for code, rows in found.items()]
    return (*figures, _recommendations(unit_id, first=first, today=today))


def _figure(code: TalkGroundCode, rows: Iterable[Matter], unit_id: int) -> GroundFigure:
    matters = tuple(
        CountedMatter(row.pk, row.number, row.title)
        for row in rows
        if row.respondents_settled and not unit_is_barred(unit_id=unit_id, respondents=respondents_of(row))
    )
    return GroundFigure(code, len(matters), matters)


def _recommendations(unit_id: int, *, first: date, today: date) -> GroundFigure:
    rows = Recommendation.objects.filter(
        to_unit=unit_id, replied_at__isnull=True, due_on__lt=today, due_on__gte=first
    ).select_related("matter")
    # Whom a matter bars hears of no recommendation that names it.
    count = sum(
        row.matter is None or not unit_is_barred(unit_id=unit_id, respondents=respondents_of(row.matter))
        for row in rows
    )
    return GroundFigure(TalkGroundCode.RECOMMENDATIONS, count)
