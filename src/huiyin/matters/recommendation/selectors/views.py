"""What pages and lists are given of recommendations of the petition office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import LIST_MOST
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.models import Matter, Recommendation
from huiyin.matters.recommendation.rules import RECOMMENDATION_LABELS, RecommendationKind


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """A recommendation, for the two units. `number` is "" without a matter, or when the reader may not see it."""

    id: UUID
    kind_label: str
    from_unit: str
    to_unit: str
    problem: str
    evidence: str
    proposal: str
    number: str
    sent_at: datetime
    due_on: date
    replied_at: datetime | None
    adopted: bool | None
    reply: str
    is_late: bool
    may_reply: bool


def recommendations_for(*, actor: Actor, at: datetime) -> list[RecommendationView]:
    """Those to and from the units that an officer signs for or leads: what waits first, then the newest."""
    rows = list(
        Recommendation.objects.filter(_of_units(actor))
        .select_related("from_unit", "to_unit", "matter")
        # What waits is never cut off, however many newer ones are answered.
        .alias(is_answered=ExpressionWrapper(Q(replied_at__isnull=False), output_field=BooleanField()))
        .order_by("is_answered", "-sent_at")[:LIST_MOST]
    )
    rows.sort(key=lambda row: (row.replied_at is not None, row.due_on if row.replied_at is None else date.max))
    return _recommendations(rows, actor, at)


def recommendations_about(*, matters: QuerySet[Matter]) -> QuerySet[Recommendation]:
    """The recommendations that came of one of these matters."""
    return Recommendation.objects.filter(Exists(matters.filter(pk=OuterRef("matter"))))


def recommendations_owed(*, actor: Actor, since: datetime | None = None) -> QuerySet[Recommendation]:
    """Those that an officer's units have to answer, or came since; to be counted with others in one statement."""
    units = actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    owed = Recommendation.objects.filter(to_unit__in=units, replied_at__isnull=True).exclude(
        sent_by=actor.officer_id or 0
    )
    return owed if since is None else owed.filter(sent_at__gt=since)


def recommendation_view(*, actor: Actor, recommendation_id: UUID, at: datetime) -> RecommendationView | None:
    """One of them; None for whoever it isn't for."""
    rows = Recommendation.objects.filter(_of_units(actor), pk=recommendation_id)
    found = _recommendations(list(rows.select_related("from_unit", "to_unit", "matter")), actor, at)
    return found[0] if found else None


def _of_units(actor: Actor) -> Q:
    units = actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    return Q(to_unit__in=units) | Q(from_unit__in=units)


def _recommendations(rows: Iterable[Recommendation], actor: Actor, at: datetime) -> list[RecommendationView]:
    known = list(rows)
    about = [row.matter.pk for row in known if row.matter is not None]
    seen = set(visible_to(actor).filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    answering = actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids
    today = office_day(at)
    return [
        RecommendationView(
            id=row.pk,
            kind_label=gettext(RECOMMENDATION_LABELS[RecommendationKind(row.kind)]),
            from_unit=row.from_unit.name,
            to_unit=row.to_unit.name,
            problem=row.problem,
            evidence=row.evidence,
            proposal=row.proposal,
            number=row.matter.number if row.matter is not None and row.matter.pk in seen else "",
            sent_at=row.sent_at,
            due_on=row.due_on,
            replied_at=row.replied_at,
            adopted=row.adopted,
            reply=row.reply,
            is_late=row.replied_at is None and row.due_on < today,
            # Somebody may sign for both units: nobody answers what they sent.
            may_reply=row.replied_at is None and row.to_unit.pk in answering and row.sent_by != actor.officer_id,
        )
        for row in known
    ]
