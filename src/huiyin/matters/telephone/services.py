"""Telling by telephone that there is news: the to-do, the number opened for it, and what came of the call."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiyin.clocks.selectors import calendar
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import check_move, move, office_of
from huiyin.matters.models import TelephoneCall
from huiyin.matters.telephone.errors import CallDone, CallResultUnknown
from huiyin.matters.telephone.rules import CALL_RESULT_LABELS, PURPOSE, CallResult, is_over, tries_after
from huiyin.matters.telephone.selectors import call_row_for
from huiyin.vault.services import identity_open


@transaction.atomic
def telephone_ask(*, actor: Actor, matter_id: UUID, identity_id: UUID, at: datetime) -> bool:
    """The office is to call whoever left nothing but a telephone number; by the system.

    By the end of the next working day. False where there is such a to-do already: one call tells all that is new.
    """
    waiting = TelephoneCall.objects.filter(matter=matter_id, done_at__isnull=True)
    if identity_id in set(waiting.values_list("identity_id", flat=True)):
        return False
    with move(actor=actor, matter_id=matter_id, action=Action.ASK_CALL, at=at) as change:
        change.matter.parts |= Part.CALLS
        due_on = calendar().next_working_day(office_day(at) + timedelta(days=1))
        change.save(TelephoneCall(matter=change.matter, identity_id=identity_id, asked_at=at, due_on=due_on))
        change.facts["unit"] = change.matter.lead_unit.name
    return True


def telephone_number_open(*, actor: Actor, call_id: UUID, at: datetime) -> str:
    """The number to call; an opening of the identity for this purpose, on record before anything is shown.

    Must not stand in another transaction. Raises CallGone, CallDone, MoveNotAllowed, NotThere, IdentityErased.
    """
    call = call_row_for(actor=actor, call_id=call_id)
    if call.done_at is not None:
        raise CallDone
    check_move(actor, call.matter, Action.RECORD_CALL, at=at)
    # The vault opens an identity as a whole; no more than the number leaves from here.
    return identity_open(
        actor=actor,
        identity_id=call.identity_id,
        subject=Ref("matter", call.matter.pk),
        purpose=PURPOSE,
        office=office_of(actor, call.matter),
        at=at,
    ).phone


def telephone_record(*, actor: Actor, call_id: UUID, result: str, at: datetime) -> bool:
    """What came of a call; True when nothing is left to do.

    Whom nobody reached is called again on the next working day, and after the third such day no more.
    Raises CallGone, CallDone, CallResultUnknown, MoveNotAllowed.
    """
    if result not in set(CallResult):
        raise CallResultUnknown
    given = CallResult(result)
    matter_id = call_row_for(actor=actor, call_id=call_id).matter.pk
    with move(actor=actor, matter_id=matter_id, action=Action.RECORD_CALL, at=at) as change:
        # Again, under the matter's lock: a colleague may have recorded the same call meanwhile.
        call = TelephoneCall.objects.filter(pk=call_id, done_at__isnull=True).first()
        if call is None:
            raise CallDone
        _tried(call, given, at)
        if over := is_over(given, tried=call.tried):
            call.result, call.done_at, call.done_by = given, at, actor.officer_id
        change.changed(call)
        change.facts["result"] = CALL_RESULT_LABELS[given]
    return over


def _tried(call: TelephoneCall, result: CallResult, at: datetime) -> None:
    if result is not CallResult.NOT_REACHED:
        return
    today = office_day(at)
    last = office_day(call.tried_at) if call.tried_at else None
    call.tried, call.tried_at = tries_after(tried=call.tried, last=last, today=today), at
    call.due_on = calendar().next_working_day(today + timedelta(days=1))
