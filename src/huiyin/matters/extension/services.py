"""More time for the answer: the handler asks, the head of the unit decides, once (条例 Art 34)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.clocks.selectors import clock_views, rulebook
from huiyin.clocks.services import (
    ClockNotRunning,
    ExtensionAlreadyGiven,
    ExtensionTooLate,
    ExtensionTooLong,
    clock_extend,
)
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move, office_of
from huiyin.matters.due.services import matter_due_at
from huiyin.matters.extension.errors import (
    ExtensionAskedAlready,
    ExtensionNotAsked,
    OwnExtension,
    RefusalUnexplained,
    TimeReasonMissing,
)
from huiyin.matters.models import ExtensionAsk, Matter
from huiyin.orgs.selectors import leaders_of, officers_of_unit

# The law's time for the answer: the only one that can be made longer.
ANSWER = "answer"


def extension_ask(
    *, actor: Actor, matter_id: UUID, days: int, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Ask for `days` more, with a reason that the petitioner will read if it is granted.

    Raises ExtensionAskedAlready, TimeReasonMissing, TextTooLong and, from the clocks, ClockNotRunning,
    ExtensionTooLate, ExtensionAlreadyGiven, ExtensionTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.EXTEND_ASK, at=at, seen=seen) as change:
        if _open_ask(change.matter) is not None:
            raise ExtensionAskedAlready
        _check_can_grow(change.matter, days, at)
        ask = ExtensionAsk(
            matter=change.matter,
            clock=ANSWER,
            days=days,
            reason=checked_text(reason, field="reason", most=MESSAGE_MAX),
            asked_at=at,
            asked_by=actor.officer_id or 0,  # only an officer handles it
        )
        if not ask.reason:
            raise TimeReasonMissing
        change.matter.parts |= Part.EXTENSIONS
        change.facts["days"] = days
        change.facts["reason"] = ask.reason
        change.save(ask)
        change.notify_officers("approval_waiting", _heads(change.matter.lead_unit_id, actor.officer_id))


def extension_grant(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Grant what is asked for: the clock runs on, and the petitioner is told why in the same transaction.

    Raises ExtensionNotAsked, OwnExtension and, from the clocks, ClockNotRunning, ExtensionTooLate.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.EXTEND_GRANT, at=at, seen=seen) as change:
        ask = _decided(change)
        ask.granted = True
        extended = clock_extend(
            subject_id=matter_id,
            code=ask.clock,
            days=ask.days,
            reason=ask.reason,
            approver=office_of(actor, change.matter) or gettext("上级单位"),
            at=at,
        )
        change.changed(ask)
        change.rows += [extended.clock, extended.extension]
        change.matter.next_due_at = matter_due_at(matter_id=matter_id, at=at)
        change.facts["days"] = ask.days
        change.facts["day"] = office_day(extended.clock.due_at).isoformat()
        change.facts["reason"] = ask.reason
        change.notify_petitioner()
        _notify_requester(change, ask)


def extension_refuse(*, actor: Actor, matter_id: UUID, reason: str, at: datetime, seen: int | None = None) -> None:
    """Refuse it: the time stays as it was. Raises ExtensionNotAsked, OwnExtension, RefusalUnexplained."""
    with move(actor=actor, matter_id=matter_id, action=Action.EXTEND_REFUSE, at=at, seen=seen) as change:
        ask = _decided(change)
        ask.granted = False
        ask.decision_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not ask.decision_reason:
            raise RefusalUnexplained
        change.facts["reason"] = ask.decision_reason
        change.changed(ask)
        _notify_requester(change, ask)


def extension_lapse(change: MatterChange) -> None:
    """The answer is out: what was asked for and never decided is over, and nobody has to decide it any more."""
    if not change.matter.parts & Part.EXTENSIONS:
        return
    ask = _open_ask(change.matter)
    if ask is not None:
        ask.granted = False
        # Without `decided_by`: nobody has refused it.
        ask.decided_at = change.at
        change.changed(ask)


def _decided(change: MatterChange) -> ExtensionAsk:
    """The request that waits, decided by this officer now. Raises ExtensionNotAsked, OwnExtension."""
    ask = _open_ask(change.matter)
    if ask is None:
        raise ExtensionNotAsked
    if ask.asked_by == change.actor.officer_id:
        raise OwnExtension
    ask.decided_at = change.at
    ask.decided_by = change.actor.officer_id
    return ask


def _open_ask(matter: Matter) -> ExtensionAsk | None:
    return ExtensionAsk.objects.filter(matter=matter, decided_at=None).first()


def _check_can_grow(matter: Matter, days: int, at: datetime) -> None:
    """What the clock would refuse on the day of the decision is refused now: nobody waits for nothing."""
    clock = next((view for view in clock_views(subject_id=matter.pk, at=at) if view.code == ANSWER), None)
    # By the rulebook of the day on which the clock began.
    rule = rulebook(office_day(clock.started_at)).clock_rule(code=ANSWER, kind=matter.kind) if clock else None
    if clock is None or clock.stopped_at is not None or rule is None:
        raise ClockNotRunning
    # More time never undoes being late.
    if at > clock.due_at:
        raise ExtensionTooLate
    # Article 34 lets it be made longer once.
    if clock.extensions:
        raise ExtensionAlreadyGiven
    if not 1 <= days <= rule.extend_days:
        raise ExtensionTooLong(most=rule.extend_days, article=gettext(rule.extend_article))


def _heads(unit_id: int, asked_by: int | None) -> list[int]:
    """Who may decide: the unit's approvers and leader, or the nearest leader above where it has none of them."""
    own = officers_of_unit(unit_id=unit_id, roles=(Role.APPROVER, Role.LEADER))
    heads = [officer.id for officer in own if officer.id != asked_by]
    return heads or [officer_id for officer_id in leaders_of(unit_id=unit_id) if officer_id != asked_by]


def _notify_requester(change: MatterChange, ask: ExtensionAsk) -> None:
    # Whoever works on it now, too: it may have changed hands since.
    officer_ids = {ask.asked_by, change.matter.handler_id or ask.asked_by}
    change.notify_officers("extension_decided", sorted(officer_ids))
