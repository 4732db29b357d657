"""What a unit still holds, for whoever wants to close it: all but what is withheld from them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.matters.core.rules.states import REVIEW_STATES
from huiyin.matters.core.selectors.gate import matters_withheld
from huiyin.matters.models import Assist, ExplanationMeeting, Handover, Hearing, Instruction, Matter

_Rows = Callable[[int], "QuerySet[Any, Any]"]
_WAITING: list[_Rows] = []


def waiting_register(rows_of: _Rows) -> None:
    """From now on a unit still has something to do where this finds rows of a `matter` that is open."""
    _WAITING.append(rows_of)


def unit_has_hearings(*, unit_id: int, actor: Actor) -> bool:
    """Whether a hearing is announced that this unit decides on or answers at."""
    pending = Hearing.objects.filter(ended_at__isnull=True, cancelled_at__isnull=True)
    return _known(actor, pending.filter(Q(matter__lead_unit=unit_id) | Q(review__unit=unit_id)), "matter").exists()


def unit_has_matters(*, unit_id: int, actor: Actor) -> bool:
    """Whether a matter waits for this unit: to be answered, reviewed, helped with, decided on or supervised."""
    # A matter keeps the unit that has decided a review of it: only while it decides, it waits for that unit.
    deciding = Q(review_unit=unit_id, state__in=REVIEW_STATES)
    if _known(actor, Matter.objects.filter(Q(lead_unit=unit_id) | deciding, is_open=True), "pk").exists():
        return True
    waiting = (
        Assist.objects.filter(unit=unit_id, ended_at__isnull=True, contributed_at__isnull=True),
        Handover.objects.filter(dispute_unit=unit_id, settled_at__isnull=True),
        *(rows_of(unit_id) for rows_of in _WAITING),
    )
    return any(_known(actor, rows.filter(matter__is_open=True), "matter").exists() for rows in waiting)


def unit_has_instructions(*, unit_id: int, actor: Actor) -> bool:
    """Whether somebody above waits for a report: on a matter that it has, ended or not, or that it took in."""
    owed = Instruction.objects.filter(Q(office=unit_id) | Q(matter__lead_unit=unit_id), reported_on__isnull=True)
    return _known(actor, owed, "matter").exists()


def unit_has_explanations(*, unit_id: int, actor: Actor) -> bool:
    """Whether a meeting is to come in which the unit explains its answer, or to which it is asked or has agreed."""
    meetings = ExplanationMeeting.objects.filter(recorded_at__isnull=True, ended_at__isnull=True)
    comes = Q(above_unit=unit_id) & (Q(above_comes__isnull=True) | Q(above_comes=True))
    return _known(actor, meetings.filter(Q(matter__lead_unit=unit_id) | comes), "matter").exists()


def _known(actor: Actor, rows: "QuerySet[Any, Any]", matter: str) -> "QuerySet[Any, Any]":
    """Those whose matter isn't withheld from the actor; nothing is from the system."""
    if actor.kind is ActorKind.SYSTEM:
        return rows
    # A refusal to close the unit would tell an accused administrator that there is a matter in it.
    return rows.exclude(Exists(matters_withheld(actor).filter(pk=OuterRef(matter))))
