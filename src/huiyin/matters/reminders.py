"""Who hears of the time limits of a matter."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import models

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import ClockSignal
from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.matters.closing.services import matter_escalate
from huiyin.matters.core.rules.states import REVIEW_STATES
from huiyin.matters.core.selectors.rounds import RoundView, matters_for_round
from huiyin.matters.handover.selectors.handover import unit_owing
from huiyin.matters.instruction.rules import CLOCKS as INSTRUCTION_CLOCKS
from huiyin.matters.instruction.selectors.rounds import office_of_round
from huiyin.matters.late.rules import OWN_CLOCK, NoticeRole
from huiyin.matters.late.services import late_notices_add
from huiyin.matters.messages.selectors.recipients import question_recipients
from huiyin.matters.recommendation.selectors.audience import signing_in
from huiyin.matters.recusal.selectors import officers_to_notify
from huiyin.matters.review.selectors.review import reviewers_waited_for
from huiyin.matters.sponsor.selectors.sponsor import sponsors_to_notify
from huiyin.notices.services import NoticeDraft
from huiyin.orgs.selectors import leaders_of, officers_of_unit
from huiyin.workflow.reminders import TICK, Reminder, ReminderOwner

# What is still owed when the matter is closed.
_AFTERWARDS = INSTRUCTION_CLOCKS | {
    "question", "explanation", "referral", "referral_follow_up", "supervision", "demand",
}  # fmt: skip
# What a unit owes to the one that supervises it.
_DEMANDS = frozenset({"supervision", "demand"})
_SPONSORED = "milestone"
# The clock of what the petitioner asked.
_QUESTION = "question"
# When one of these has passed, the petitioner is told that it has, and what can be done now.
_OWED_TO_PETITIONER = frozenset({"accept", "answer", "review", "recheck", "answer_limit", "simple_answer"})


def _find(matter_ids: Collection[UUID]) -> Mapping[UUID, RoundView]:
    return matters_for_round(matter_ids=matter_ids)


def _remind(signal: ClockSignal, found: RoundView, at: datetime) -> Reminder | None:
    # It was read with a whole page of others: whom it is about may be known only since.
    matter = matters_for_round(matter_ids=[found.id])[found.id]
    if not (matter.is_open or signal.code in _AFTERWARDS):
        return None
    if signal.code == OWN_CLOCK and signal.offset >= 0:
        matter_escalate(actor=TICK, matter_id=matter.id, at=at)
        return Reminder(has_moved=True)
    notices = _notices(signal, matter, at)
    return Reminder(notices, _late_rows(signal, matter, notices, at))


OWNER = ReminderOwner(find=_find, remind=_remind)


def _late_rows(
    signal: ClockSignal, matter: RoundView, notices: list[NoticeDraft], at: datetime
) -> list[models.Model]:
    """What the petitioner reads of who was told that something owed to them is late."""
    if signal.bound is not Bound.AUTHORITY or signal.offset <= 0:
        return []
    unit_id = _due_at(matter)
    notified = {notice.officer_id for notice in notices if notice.officer_id is not None}
    leaders = set(leaders_of(unit_id=unit_id))
    roles = [NoticeRole.STAFF] * bool(notified - leaders) + [NoticeRole.LEADER] * bool(notified & leaders)
    return [
        *late_notices_add(
            matter_id=matter.id, clock=signal.code, round=signal.round, unit_id=unit_id, roles=roles, at=at
        )
    ]


def _notices(signal: ClockSignal, matter: RoundView, at: datetime) -> list[NoticeDraft]:
    # What a unit may still do, such as object, isn't owed by it: that time ends in silence.
    if signal.bound is Bound.UNIT:
        return []
    if signal.bound is Bound.PETITIONER:
        # Their own time: they are reminded while it lasts, and nobody has to do anything when it is over.
        return _to_petitioner(signal, matter, at) if signal.offset < 0 else []
    late = signal.offset > 0
    officers = officers_owing(code=signal.code, round=signal.round, escalate=signal.escalate, matter=matter, at=at)
    notices = [
        NoticeDraft(
            template=_template(signal),
            dedupe=signal.dedupe(officer_id),
            at=at,
            officer_id=officer_id,
            params={"number": matter.number, "due_on": office_day(signal.due_at).isoformat()},
        )
        for officer_id in _recipients(officers, matter, at)
    ]
    if late and signal.code in _OWED_TO_PETITIONER:
        notices += _to_petitioner(signal, matter, at)
    return notices


def _template(signal: ClockSignal) -> str:
    about = "milestone" if signal.code == _SPONSORED else "matter"
    return f"{about}_late" if signal.offset > 0 else f"{about}_due_soon"


def _recipients(officer_ids: list[int], matter: RoundView, at: datetime) -> list[int]:
    """Those of them who may hear of it; where nobody may, whoever leads the unit: a time limit is never nobody's."""
    return _may_notify(officer_ids, matter, at) or _may_notify(leaders_of(unit_id=_due_at(matter)), matter, at)


def _may_notify(officer_ids: list[int], matter: RoundView, at: datetime) -> list[int]:
    return officers_to_notify(
        matter_id=matter.id,
        officer_ids=officer_ids,
        respondents=matter.respondents,
        read_in=matter.read_in,
        on=office_day(at),
    )


def officers_owing(*, code: str, round: int, escalate: bool, matter: RoundView, at: datetime) -> list[int]:
    """Whose time it is, and where it is to be escalated those who lead them."""
    if code == _SPONSORED:
        return sponsors_to_notify(matter_id=matter.id, escalate=escalate)
    unit_id = unit_owing(matter_id=matter.id, code=code, position=round)
    if unit_id is not None:
        officers = _workers_in(unit_id)
    elif code in INSTRUCTION_CLOCKS:
        # The unit writes the report, and the office that took the instruction in answers for it to the body.
        office = office_of_round(matter_id=matter.id, round=round)
        officers, unit_id = (
            [*_workers_below(matter), *_workers_in(office or matter.lead_unit_id)],
            matter.lead_unit_id,
        )
    elif code in _DEMANDS:
        # Who works on it knows what is asked, and who signs for the unit answers.
        officers, unit_id = [*_workers_below(matter), *signing_in(matter.lead_unit_id)], matter.lead_unit_id
    elif code == _QUESTION:
        officers, unit_id = question_recipients(matter_id=matter.id, on=office_day(at)), _due_at(matter)
    elif code in _AFTERWARDS:
        # Help is the unit's own affair, also while a unit above decides about its answer.
        officers, unit_id = _workers_below(matter), matter.lead_unit_id
    else:
        officers, unit_id = _workers_on(matter), _due_at(matter)
    # Of two reasons to hear of it, one notice comes of both.
    officers = list(dict.fromkeys(officers))
    return officers + (leaders_of(unit_id=unit_id) if escalate else [])


def _to_petitioner(signal: ClockSignal, matter: RoundView, at: datetime) -> list[NoticeDraft]:
    if matter.identity_id is None:
        return []
    return [
        NoticeDraft(
            template="matter_news",
            dedupe=signal.dedupe("petitioner"),
            at=at,
            identity_id=matter.identity_id,
            params={"number": matter.number},
        )
    ]


def _due_at(matter: RoundView) -> int:
    """The unit whose time it is."""
    above = matter.review_unit_id if matter.state in REVIEW_STATES else None
    return above or matter.lead_unit_id


def _workers_on(matter: RoundView) -> list[int]:
    """The handler, or while there is none whoever in the unit gives matters out; of a review those who decide it."""
    if matter.state in REVIEW_STATES:
        return reviewers_waited_for(matter_id=matter.id)
    return _workers_below(matter)


def _workers_below(matter: RoundView) -> list[int]:
    """The handler, or while there is none whoever in the unit gives matters out.

    Nobody takes a closed matter from a handler who leaves: that they are still there is looked up.
    """
    handler = matter.handler_id
    if handler is not None and (matter.is_open or _handles_in(matter.lead_unit_id, handler)):
        return [handler]
    return _workers_in(matter.lead_unit_id)


def _handles_in(unit_id: int, officer_id: int) -> bool:
    return officer_id in {officer.id for officer in officers_of_unit(unit_id=unit_id, roles=(Role.HANDLER,))}


def _workers_in(unit_id: int) -> list[int]:
    """Whoever in a unit gives matters out, or who leads it: nothing waits for an empty post."""
    posts = officers_of_unit(unit_id=unit_id, roles=(Role.REGISTRAR, Role.APPROVER))
    return [officer.id for officer in posts] or leaders_of(unit_id=unit_id)
