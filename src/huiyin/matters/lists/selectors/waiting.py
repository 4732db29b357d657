"""What waits for somebody in charge to say yes or no: replies, opinions, more time, objections, disputes.

What of it is one's own, and so for another to decide, isn't among it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import State
from huiyin.matters.handover.selectors.handover import disputed_before, objected_to
from huiyin.matters.models import Event, ExtensionAsk, Handover, Matter, Reply, Review
from huiyin.matters.permissions import extension_unit_ids
from huiyin.matters.reply.rules import mark_of
from huiyin.matters.review.rules import APPROVED_KINDS

_EXTENSION, _OBJECTION, _DISPUTE = N_("延期申请待审批"), N_("异议待答复"), N_("争议待裁定")
_OPINION = N_("复查复核意见待批准")

Ids = QuerySet[Any, Any]


def waits_for_decision(actor: Actor) -> Ids:
    """The ids of what waits for this officer, each found by an index of its own kind; before the gate."""
    in_charge = sorted(actor.units_as(Role.APPROVER, Role.LEADER))
    parts = [
        _drafted(actor, sorted(actor.units_as(Role.APPROVER))),
        _time_asked(actor),
        objected_to(in_charge).exclude(objected_by=actor.officer_id),
        disputed_before(in_charge),
        opinions_to_approve(actor),
    ]
    if settings.HUIYIN_SIGNED_BY_LEADER:
        parts.append(_unsigned(actor, sorted(actor.units_as(Role.LEADER))))
    # One after the other and not "or": each is small, and "or" in the order of days would read all matters for them.
    return parts[0].union(*parts[1:], all=True)


def opinions_to_approve(actor: Actor) -> Ids:
    """The matters whose review's opinion somebody else has drafted, in a unit that the officer approves for or leads.

    Not where the officer had a part before the review was asked for. Reviewers find them among what their unit
    decides.
    """
    units = sorted(actor.units_as(Role.APPROVER, Role.LEADER) | actor.command_unit_ids)
    drafted = Review.objects.filter(decided_at=None, returned_at=None, drafted_at__isnull=False, unit__in=units)
    had_a_part = Event.objects.filter(
        matter=OuterRef("matter"), actor=actor.ref, at__lte=OuterRef("asked_at")
    ).exclude(kind__in=APPROVED_KINDS)
    # Not None for nobody: that means "is null" to Django, and would leave out other rows.
    return drafted.exclude(drafted_by=actor.officer_id or 0).exclude(Exists(had_a_part)).values("matter_id")


def waiting_words(*, matter_ids: Collection[UUID]) -> dict[UUID, str]:
    """What of these waits besides a reply, in the reader's language. Three statements."""
    found: dict[UUID, str] = {}
    drafted = Review.objects.filter(
        matter__in=matter_ids, decided_at=None, returned_at=None, drafted_at__isnull=False
    )
    for matter_id in drafted.values_list("matter_id", flat=True):
        found[matter_id] = gettext(_OPINION)
    asked = ExtensionAsk.objects.filter(matter__in=matter_ids, decided_at__isnull=True)
    for matter_id in asked.values_list("matter_id", flat=True):
        found[matter_id] = gettext(_EXTENSION)
    contested = Handover.objects.filter(matter__in=matter_ids, objected_at__isnull=False, settled_at__isnull=True)
    for matter_id, decided_at, disputed_at in contested.values_list("matter_id", "decided_at", "disputed_at"):
        if disputed_at is not None:
            found[matter_id] = gettext(_DISPUTE)
        elif decided_at is None:
            found[matter_id] = gettext(_OBJECTION)
    return found


def _drafted(actor: Actor, units: list[int]) -> Ids:
    return _with_reply(actor, units, State.DRAFTED).values("pk")


def _unsigned(actor: Actor, units: list[int]) -> Ids:
    unsigned = Reply.objects.filter(matter=OuterRef("pk"), signed_at=None, returned_at=None, served_at=None)
    return _with_reply(actor, units, State.APPROVED).filter(Exists(unsigned)).values("pk")


def _with_reply(actor: Actor, units: list[int], state: State) -> QuerySet[Matter]:
    """Matters of these units in that state on whose reply this officer hasn't written."""
    written = Q(drafter=actor.officer_id) | Q(co_drafters__contains=mark_of(actor.officer_id))
    own = Reply.objects.filter(written, matter=OuterRef("pk"), returned_at=None, served_at=None)
    return Matter.objects.filter(lead_unit__in=units, state=state, is_open=True).exclude(Exists(own))


def _time_asked(actor: Actor) -> Ids:
    """By the rule of the decision itself, so also where a unit below has nobody else to decide."""
    units = sorted(extension_unit_ids(actor))
    asked = ExtensionAsk.objects.filter(decided_at__isnull=True, matter__lead_unit__in=units, matter__is_open=True)
    return asked.exclude(asked_by=actor.officer_id or 0).values("matter_id")
