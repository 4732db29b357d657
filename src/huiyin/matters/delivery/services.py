"""How the answer reaches the petitioner, and the day from which their own time runs (条例 Arts 32, 34, 35)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, ActorKind, system
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import end_of_day, office_day
from huiyin.matters.carrying_out.services import steps_begin, steps_promise_along
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import REVIEW_STATES, Action, State
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.delivery.errors import (
    DayOutOfRange,
    MethodNotHere,
    ReceiptUnsaid,
    WebDayUnneeded,
)
from huiyin.matters.delivery.rules import ServiceMethod, methods_of
from huiyin.matters.extension.services import extension_lapse
from huiyin.matters.linking.errors import LeaderUnanswered, NotMerged
from huiyin.matters.linking.selectors.merged import merge_of
from huiyin.matters.linking.services.shared import led_locked
from huiyin.matters.models import Matter, Reply, Service
from huiyin.matters.reply.services.files import annexes_publish
from huiyin.matters.reply.services.sign import signature_check
from huiyin.workflow.backdating import reason_of_late

NOTE_MAX = 200
# Who took a letter when the petitioner says so here.
BY_PETITIONER = "信访人在网上确认"


@transaction.atomic
def reply_serve(
    *,
    actor: Actor,
    matter_id: UUID,
    method: ServiceMethod = ServiceMethod.WEB,
    served_on: date | None = None,
    note: str = "",
    late_reason: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Serve the approved reply: the petitioner can read it here in any case, and the 30 days of Art 35 start.

    `served_on` is the day of handing it over where that was before today; on the web it is always today.
    A day further back than the rulebook allows needs `late_reason` and counts from now.
    Raises MethodNotHere, WebDayUnneeded, DayOutOfRange, LateReasonRequired, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SERVE, at=at, seen=seen) as change:
        if method not in methods_of(procedure=change.matter.procedure, round_=change.matter.round):
            raise MethodNotHere
        reply = _reply_going_out(change)
        on = served_on or office_day(at)
        if method is ServiceMethod.WEB and on != office_day(at):
            raise WebDayUnneeded
        # Before the approval there was no answer that could have been handed over.
        _check_day(on, first=office_day(reply.approved_at or at), at=at, field="served_on")
        late = reason_of_late(on, late_reason, at=at)
        # Counted from the day that was typed, the petitioner's 30 days could be nearly over when they hear of it.
        change.event_at = change.matter.served_at = at if late else _instant(on, at)
        _record(change, reply, method, on, note, late)
    # After the block: what is served along asks whether the leading one is written as served.
    _serve_those_along(change.matter, at)


@transaction.atomic
def reply_post(
    *,
    actor: Actor,
    matter_id: UUID,
    posted_on: date,
    note: str = "",
    late_reason: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Post the approved reply, registered. The authority's time ends; the petitioner's begins when it is taken.

    `note` is the number of the letter. Raises DayOutOfRange, LateReasonRequired, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.POST, at=at, seen=seen) as change:
        reply = _reply_going_out(change)
        _check_day(posted_on, first=office_day(reply.approved_at or at), at=at, field="posted_on")
        late = reason_of_late(posted_on, late_reason, at=at)
        change.event_at = at if late else _instant(posted_on, at)
        # Posted isn't served: the petitioner's time waits until it is known that the letter was taken (条例 Art 35).
        change.matter.served_at = None
        change.facts["day"] = posted_on.isoformat()
        _record(change, reply, ServiceMethod.POST, posted_on, note, late)
    _serve_those_along(change.matter, at)


def reply_serve_along(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Serve its own reply to a merged matter, as part of serving the leading one's: on its page, at once.

    Raises NotMerged, LeaderUnanswered.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.SERVE_ALONG, at=at) as change:
        link = merge_of(change.matter)
        if link is None:
            raise NotMerged
        if link.into.state != State.SERVED:
            raise LeaderUnanswered
        link.answered_at = at
        change.changed(link)
        steps_promise_along(change, leader=link.into)
        reply = _reply_going_out(change)
        change.event_at = change.matter.served_at = at
        _record(change, reply, ServiceMethod.WEB, office_day(at), "", "")


def _serve_those_along(matter: Matter, at: datetime) -> None:
    """All that the matter leads, in the same transaction: nobody waits for another one's letter."""
    for link in led_locked(matter):
        reply_serve_along(actor=system("link"), matter_id=link.matter_id, at=at)


def reply_acknowledge(
    *,
    actor: Actor,
    matter_id: UUID,
    acknowledged_on: date,
    words: str = "",
    late_reason: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """Record that a posted reply has come: on which day, who took it. The petitioner may say so as well.

    While a review is decided, and after it, that is written down as well and moves no clock.

    Raises DayOutOfRange, ReceiptUnsaid, LateReasonRequired, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ACKNOWLEDGE, at=at, seen=seen) as change:
        service = Service.objects.get(reply=change.matter.replies.order_by("-round")[0])
        _check_day(acknowledged_on, first=service.served_on, at=at, field="acknowledged_on")
        acknowledgement = BY_PETITIONER if actor.kind is ActorKind.PETITIONER else clean_line(words)
        service.acknowledgement = checked_text(acknowledgement, field="words", most=NOTE_MAX)
        if not service.acknowledgement:
            raise ReceiptUnsaid
        service.acknowledged_on = acknowledged_on
        late = "" if actor.kind is ActorKind.PETITIONER else reason_of_late(acknowledged_on, late_reason, at=at)
        if late:
            service.late_reason, service.late_at, change.late_on = late, at, acknowledged_on
        change.event_at = came_at = at if late else _instant(acknowledged_on, at)
        change.matter.served_at = _known_at(change.matter, came_at)
        change.facts["day"] = acknowledged_on.isoformat()
        change.changed(service)
        if actor.kind is not ActorKind.PETITIONER:
            change.notify_petitioner()


def _known_at(matter: Matter, came_at: datetime) -> datetime:
    """From when the answer counts as served: whoever asked for a review had read it, whenever the letter came."""
    if matter.state not in REVIEW_STATES | {State.REVIEWED}:
        return came_at
    asked = matter.reviews.filter(reply__served_at__isnull=False).order_by("-reply__round", "position")
    return min([came_at, *asked.values_list("asked_at", flat=True)[:1]])


def _reply_going_out(change: MatterChange) -> Reply:
    """The reply of the latest round, from now on the petitioner's to read."""
    reply: Reply = change.matter.replies.order_by("-round")[0]
    signature_check(reply, change.matter)
    # Other than the matter's `served_at`: since when it can be read here, also while the letter is on its way.
    reply.served_at = change.at
    change.changed(reply)
    annexes_publish(change, reply)
    extension_lapse(change)
    steps_begin(change, reply)
    change.notify_petitioner()
    return reply


def _record(change: MatterChange, reply: Reply, method: ServiceMethod, on: date, note: str, late: str) -> None:
    change.matter.parts |= Part.SERVICES
    change.facts["method"] = method.value
    change.late_on = on if late else None
    change.save(
        Service(
            matter=change.matter,
            reply=reply,
            method=method,
            served_on=on,
            note=checked_text(clean_line(note), field="note", most=NOTE_MAX),
            recorded_by=change.actor.officer_id,
            at=change.at,
            late_reason=late,
            late_at=change.at if late else None,
        )
    )


def _check_day(on: date, *, first: date, at: datetime, field: str) -> None:
    last = office_day(at)
    if not first <= on <= last:
        raise DayOutOfRange(field=field, first=first.isoformat(), last=last.isoformat())


def _instant(on: date, at: datetime) -> datetime:
    """When it happened, as far as is known: an earlier day counts as a whole."""
    return at if on == office_day(at) else end_of_day(on)
