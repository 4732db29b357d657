"""What matters say of the tasks that come from them: who may know of one, and where it is dealt with."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import SIGNERS, Actor
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import barred_matters, visible_to
from huiyin.matters.explanation.rules import AGREED_POINT
from huiyin.matters.handed_down.rules import MATTER, MILESTONE, PROMISED_STEP, RECOMMENDATION
from huiyin.matters.models import AgreedPoint, Matter, Milestone, PromisedStep, Recommendation, Remark, TeamMember
from huiyin.matters.reading.rules import REMARK
from huiyin.matters.team.rules import TEAM_PART
from huiyin.notices.rules import RECOMMENDATION_PATH
from huiyin.tasks.origins import OriginView, TaskOrigin

_Rows = QuerySet[Any, Any]


def _recommendations(actor: Actor) -> _Rows:
    """To and from the units that they sign for, but none that came of a matter that bars them."""
    units = sorted(actor.units_as(*SIGNERS) | actor.command_unit_ids)
    of_units = Recommendation.objects.filter(Q(to_unit__in=units) | Q(from_unit__in=units))
    return of_units.filter(~Exists(barred_matters(actor).filter(pk=OuterRef("matter"))))


def _recommendation(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, OriginView]:
    rows = _recommendations(actor).filter(pk__in=list(ids))
    return {row.pk: OriginView(row.proposal, "", f"{RECOMMENDATION_PATH}{row.pk}/") for row in rows}


def _matter(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, OriginView]:
    return {row.pk: _at_matter(row, "", "") for row in visible_to(actor).filter(pk__in=list(ids))}


def origin_of_matter(
    kind: str, label: str, rows: _Rows, text: Callable[[Any], str], action: Action | None = None
) -> TaskOrigin:
    """An origin that is a row of a matter: with its text, and the move by which it is dealt with, if one does."""

    def describe(actor: Actor, ids: Collection[UUID]) -> Mapping[UUID, OriginView]:
        found = rows.filter(pk__in=list(ids), matter__in=visible_to(actor)).select_related("matter")
        return {row.pk: _at_matter(row.matter, text(row), action or "") for row in found}

    return TaskOrigin(kind, label, MATTER, _matter_of(rows), describe)


def _matter_of(rows: _Rows) -> Callable[[UUID], UUID | None]:
    return lambda key: rows.filter(pk=key).values_list("matter_id", flat=True).first()


def _at_matter(matter: Matter, text: str, move: str) -> OriginView:
    path = f"/desk/matters/{matter.number}/"
    title = f"{format_matter_number(matter.number)} {matter.title}"
    return OriginView(text, title, f"{path}?move={move}#move-{move}" if move else path)


ORIGINS = (
    origin_of_matter(
        PROMISED_STEP, N_("答复承诺"), PromisedStep.objects.all(), lambda row: str(row.text), Action.STEP_DONE
    ),
    origin_of_matter(
        MILESTONE, N_("包案计划"), Milestone.objects.all(), lambda row: str(row.text), Action.REACH_MILESTONE
    ),
    # Its task has moves of its own; the matter's page shows what was agreed.
    origin_of_matter(
        AGREED_POINT, N_("说明会上商定的事"), AgreedPoint.objects.all(), lambda row: str(row.text), None
    ),
    origin_of_matter(TEAM_PART, N_("专班分工"), TeamMember.objects.all(), lambda row: str(row.part)),
    TaskOrigin(
        RECOMMENDATION, N_("建议书"), MATTER, _matter_of(Recommendation.objects.all()), _recommendation,
        # A recommendation may have come of no matter at all: the matter's gate alone would hide it.
        visible=_recommendations,
    ),
    origin_of_matter(REMARK, N_("领导批示"), Remark.objects.all(), lambda row: str(row.words)),
    TaskOrigin(MATTER, N_("事项"), MATTER, lambda key: key, _matter),
)  # fmt: skip
