"""The one gate: who may see which matters. Whoever the matter is about is barred here, before anything else.

Nothing else in the project queries `Matter` for an actor. Strangers and barred actors get `MatterNotFound`, the
same as for a matter that doesn't exist.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from huiyin.db.conditions import KEPT_MOST, KeptCondition
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import UNANSWERED_STATES, Kind, State
from huiyin.matters.explanation.selectors.invited import invited_to
from huiyin.matters.handover.selectors.handover import helped_by, seen_by_units
from huiyin.matters.linking.selectors.merged import led_by_handler
from huiyin.matters.lists.selectors.waiting import opinions_to_approve, waits_for_decision
from huiyin.matters.models import Event, FurtherRespondent, Matter, Recusal, Reply
from huiyin.matters.reply.rules import mark_of
from huiyin.matters.review.rules import ASKED_KINDS
from huiyin.workflow.access import respondent_bars_not

_SEEN_TOO: list[Callable[[Actor], Q]] = []


def seen_too_register(matters_of: Callable[[Actor], Q]) -> None:
    """From now on officers see what this gives them as well, as far as nothing bars them from it.

    For contexts above, when the application is ready. Whom a matter bars, and who may not read it before it is clear
    whom it is about, is asked here all the same.
    """
    _SEEN_TOO.append(matters_of)


class Visibility(StrEnum):
    """How much of the visible matters a list asks for."""

    ALL = "all"
    OWN = "own"
    UNIT = "unit"
    BELOW = "below"
    REVIEW = "review"
    ASSIST = "assist"
    DECISION = "decision"


def _not_barred(actor: Actor) -> Q:
    """None of its respondents is a unit that commands the actor, an officer who does, or the actor."""
    clear, further = respondent_bars_not(actor), Q()
    if actor.chain_unit_ids:
        further |= Q(unit__in=sorted(actor.chain_unit_ids))
    if actor.superior_ids:
        further |= Q(officer__in=sorted(actor.superior_ids))
    if further:
        beside = FurtherRespondent.objects.filter(further, lifted_at__isnull=True)
        clear &= ~Q(pk__in=beside.values("matter_id"))
    return clear & _not_recused(actor)


@lru_cache(maxsize=KEPT_MOST)
def _clear_for(actor: Actor) -> KeptCondition:
    """That a matter doesn't bar the actor, for whoever asks for nothing else."""
    return KeptCondition(Matter, _not_barred(actor))


def _not_recused(actor: Actor) -> Q:
    """Not one that the actor, or whoever the actor stands for, stands aside from (条例 Art 28)."""
    recusals = Recusal.objects.filter(officer__in=[actor.officer_id, *sorted(actor.stands_for)])
    return ~Q(pk__in=recusals.values("matter_id"))


# While somebody may be meant whom nobody has recognised yet, a new matter is read only where it was received: whoever
# leads from above might be meant, and so might everybody else. Of an accusation that holds until it is answered.
_SETTLED = Q(respondents_settled=True) | ~(
    Q(state=State.REGISTERED) | Q(kind=Kind.ACCUSATION, state__in=sorted(UNANSWERED_STATES))
)


def _scope(actor: Actor, visibility: Visibility) -> Q:
    # Without handlers: who works on matters sees those that are theirs, not all of the unit.
    unit = actor.units_as(Role.REGISTRAR, Role.APPROVER, Role.LEADER)
    if visibility is Visibility.OWN:
        return _at_hand(actor)
    if visibility is Visibility.UNIT:
        return Q(lead_unit__in=sorted(unit))
    if visibility is Visibility.BELOW:
        return Q(lead_unit__in=sorted(actor.command_unit_ids)) & _SETTLED
    if visibility is Visibility.REVIEW:
        return _to_review(actor)
    if visibility is Visibility.ASSIST:
        return helped_by(actor)
    if visibility is Visibility.DECISION:
        return Q(pk__in=waits_for_decision(actor))
    others = (
        Q(lead_unit__in=sorted(actor.command_unit_ids))
        | Q(received_unit__in=sorted(unit))
        | _to_review(actor)
        | Q(pk__in=opinions_to_approve(actor))
        | seen_by_units(actor)
        | led_by_handler(actor)
        | invited_to(actor)
    )
    for matters_of in _SEEN_TOO:
        others |= matters_of(actor)
    return Q(lead_unit__in=sorted(unit)) | _at_hand(actor) | (others & _SETTLED)


def _at_hand(actor: Actor) -> Q:
    """What the officer works on, while holding a handler's post in the unit that has it."""
    units = sorted(actor.units_as(Role.HANDLER))
    if actor.stands_for:
        return Q(handler__in=[actor.officer_id, *sorted(actor.stands_for)], lead_unit__in=units)
    return Q(handler=actor.officer_id, lead_unit__in=units)


def _to_review(actor: Actor) -> Q:
    """What a reviewer's unit decides or has decided, unless the reviewer had a part in it before."""
    units = actor.units_as(Role.REVIEWER)
    if not units:
        return Q(pk__in=())
    asked = Event.objects.filter(matter=OuterRef(OuterRef("pk")), kind__in=ASKED_KINDS).order_by("-version")
    before = Event.objects.filter(
        matter=OuterRef("pk"), actor=actor.ref, version__lte=Subquery(asked.values("version")[:1])
    )
    # Of a reply that was made together with another matter's, the steps are on that one's timeline.
    by_them = Q(drafter=actor.officer_id) | Q(approver=actor.officer_id) | Q(signer=actor.officer_id)
    by_them |= Q(co_drafters__contains=mark_of(actor.officer_id))
    along = Reply.objects.filter(by_them, matter=OuterRef("pk"))
    unseen = ~Q(handler=actor.officer_id) & ~Exists(before) & ~Exists(along)
    theirs: Q = Q(reviewer=actor.officer_id) | Q(unseen)
    return Q(review_unit__in=sorted(units)) & theirs


def visible_to(actor: Actor, visibility: Visibility = Visibility.ALL) -> QuerySet[Matter]:
    """The matters that this actor may see; the system sees all, a petitioner the one."""
    if actor.kind is ActorKind.SYSTEM:
        return Matter.objects.all()
    if actor.kind is ActorKind.PETITIONER:
        return Matter.objects.filter(pk=UUID(actor.key))
    return Matter.objects.filter(_for_officer(actor, visibility))


def visible_through(actor: Actor, only: Q | None = None) -> Exists:
    """For rows that have a `matter`: whether this actor may see it, and whether it is as `only` says.

    Looked up row by row: there are few such rows, and all that is visible would be read from end to end for them.
    """
    return Exists(visible_to(actor).filter(only or Q(), pk=OuterRef("matter")))


@lru_cache(maxsize=KEPT_MOST)
def _for_officer(actor: Actor, visibility: Visibility) -> KeptCondition:
    """The condition, not what it finds: putting it together costs more than asking it.

    It says nothing but what is in the actor, so the same actor has the same one; any other post, leave or unit above
    makes another actor.
    """
    return KeptCondition(Matter, _scope(actor, visibility) & _not_barred(actor))


def matter_get_for(*, actor: Actor, matter_id: UUID | None = None, number: str | None = None) -> Matter:
    """One matter, by id or number, with its area, category, units and handler. Raises MatterNotFound."""
    wanted = Q(pk=matter_id) if matter_id else Q(number=number)
    try:
        return (
            visible_to(actor)
            .select_related(
                "area",
                "category",
                "lead_unit",
                "received_unit",
                "handler",
                "respondent_unit",
                "concerned_unit",
                "review_unit",
            )
            .get(wanted)
        )
    except Matter.DoesNotExist:
        raise MatterNotFound from None


def _bars(actor: Actor) -> Q:
    """That a matter bars the actor: it isn't among those that don't, whatever the rule is made of.

    The same row again and not its opposite: where a part of the rule knows no answer, the matter bars.
    """
    return ~Q(Exists(Matter.objects.filter(_clear_for(actor), pk=OuterRef("pk"))))


def barred_matters(actor: Actor) -> QuerySet[Matter]:
    """The matters that bar this actor, for lists of records about them: narrow it by key or number."""
    return Matter.objects.filter(_bars(actor))


def matters_withheld(actor: Actor) -> QuerySet[Matter]:
    """The matters that bar this actor, and new ones of which nobody knows yet whom they are about: maybe this one."""
    return Matter.objects.filter(~_SETTLED | _bars(actor))


def matters_off_the_record(actor: Actor) -> QuerySet[Matter]:
    """The matters whose entries the ledger's page doesn't show this actor: those that are withheld, and sealed ones.

    Sealed ones for everybody, so that a number of entries that aren't shown says nothing about matters that bar.
    """
    # One level: within the subqueries of the records' pages, two more would be too deep for SQLite's parser.
    return Matter.objects.filter(Q(is_sealed=True) | ~_SETTLED | _bars(actor))


def matter_on_record(*, actor: Actor, number: str = "", matter_id: UUID | None = None) -> QuerySet[Matter]:
    """The matter of this number or id, alone, where the records show it this actor.

    Raises MatterNotFound, the same for one that isn't shown and one that isn't there.
    """
    hidden = matters_off_the_record(actor).filter(pk=OuterRef("pk"))
    wanted = Q(number=number) if matter_id is None else Q(pk=matter_id)
    found = Matter.objects.filter(~Exists(hidden), wanted).values_list("pk", flat=True).first()
    if found is None:
        raise MatterNotFound
    # By its key alone: what leads to it is looked up without asking the gate for each row again.
    return Matter.objects.filter(pk=found)


def matter_numbers_for(*, actor: Actor, matter_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of these matters, for whoever keeps watch over records without reading any matter.

    Those whose respondent bars the actor are left out; a number alone opens nothing.
    """
    found = Matter.objects.filter(_clear_for(actor), pk__in=list(matter_ids))
    return dict(found.values_list("pk", "number"))


def matter_numbers_unbarred(*, actor: Actor, numbers: Iterable[str]) -> set[str]:
    """Those of these numbers whose matters aren't about the actor nor about who commands the actor."""
    return set(Matter.objects.filter(_clear_for(actor), number__in=set(numbers)).values_list("number", flat=True))


def matter_ids_visible(*, actor: Actor, matter_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these matters the actor may see."""
    return set(visible_to(actor).filter(pk__in=list(matter_ids)).values_list("pk", flat=True))


def matter_numbers_visible(*, actor: Actor, numbers: Iterable[str]) -> set[str]:
    """Those of these numbers whose matters the actor may see."""
    return set(visible_to(actor).filter(number__in=set(numbers)).values_list("number", flat=True))
