"""Referring to an aid scheme: nothing leaves the house before the petitioner agrees (条例 Art 37)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from huiyin.kernel.actor import Actor, ActorKind
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.assistance.errors import (
    ConsentGone,
    ConsentNoteMissing,
    ConsentWayUnknown,
    FollowUpGone,
    FollowUpWordsMissing,
    ReferralAnswerMissing,
    ReferralBodyMissing,
    ReferralDayWrong,
    ReferralResultMissing,
    ReferralStuck,
    ReferralThere,
    ReferralUnanswered,
    ReferralWhyMissing,
    SchemeMissing,
)
from huiyin.matters.assistance.rules import (
    BODY_MAX,
    CONSENT_LABELS,
    GRANTED_LABELS,
    RECORDED_WAYS,
    SCHEME_MAX,
    ConsentWay,
)
from huiyin.matters.core.errors import UnitBarred, UnitUnknown
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.core.services.petitioner import petitioner_move
from huiyin.matters.handover.services.shared import check_unbarred
from huiyin.matters.models import Matter, Referral
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.selectors import respondents_recognised, unit_is_active


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """A referral as typed: to a unit of the house, or to a body outside by its name."""

    scheme: str
    why: str
    to_unit_id: int | None = None
    to_body: str = ""


def referral_ask(
    *, actor: Actor, matter_id: UUID, referral: ReferralDraft, at: datetime, seen: int | None = None
) -> None:
    """Ask the petitioner whether they want to be referred; they read what would be sent, and nothing is sent.

    Raises SchemeMissing, ReferralBodyMissing, ReferralWhyMissing, ReferralThere, UnitUnknown, UnitBarred,
    TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.REFER_ASSISTANCE, at=at, seen=seen) as change:
        row = _drafted(change, referral)
        known = Referral.objects.filter(matter=change.matter)
        # After a no, or an answer, somebody may be asked about the same scheme again.
        if known.filter(scheme=row.scheme, declined_at__isnull=True, answered_at__isnull=True).exists():
            raise ReferralThere
        row.position = (known.aggregate(last=Max("position"))["last"] or 0) + 1
        change.save(row)
        change.matter.parts |= Part.REFERRALS
        _name(change, row)
        change.notify_petitioner()


def referral_agree(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    way: str = ConsentWay.WEB,
    note: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """The petitioner agrees, or staff write down that they did (`way`, `note`); only now is the letter written.

    Raises ConsentGone, ReferralStuck, ConsentWayUnknown, ConsentNoteMissing, TextTooLong.
    """
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.AGREE_REFERRAL, at=at, seen=seen) as change:
        row = _consented(change, position, way, note)
        # Since the question was put the matter may have turned out to be about that unit: then nothing may leave.
        try:
            _check_unit(change.matter, row.to_unit_id)
            _check_body(change.matter, row.to_body)
        except (UnitUnknown, UnitBarred):
            raise ReferralStuck from None
        row.agreed_at = at
        change.changed(row)


def referral_decline(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    way: str = ConsentWay.WEB,
    note: str = "",
    at: datetime,
    seen: int | None = None,
) -> None:
    """The petitioner doesn't want it; nothing has left and nothing will, and nothing else changes for the matter.

    Raises ConsentGone, ConsentWayUnknown, ConsentNoteMissing, TextTooLong.
    """
    with petitioner_move(
        actor=actor, matter_id=matter_id, action=Action.DECLINE_REFERRAL, at=at, seen=seen
    ) as change:
        row = _consented(change, position, way, note)
        row.declined_at = at
        change.changed(row)


def referral_answer(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    granted: bool | None,
    answer: str,
    answered_on: date,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down what the scheme said and on which day; the petitioner reads it.

    Raises ReferralUnanswered, ReferralResultMissing, ReferralAnswerMissing, ReferralDayWrong, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.ANSWER_REFERRAL, at=at, seen=seen) as change:
        row = _found(change, position, ReferralUnanswered, agreed_at__isnull=False, answered_at__isnull=True)
        if granted is None:
            raise ReferralResultMissing
        row.answer = checked_text(answer, field="answer", most=MESSAGE_MAX)
        if not row.answer:
            raise ReferralAnswerMissing
        if row.agreed_at is None or not office_day(row.agreed_at) <= answered_on <= office_day(at):
            raise ReferralDayWrong
        row.granted, row.answered_on, row.answered_at, row.answered_by = granted, answered_on, at, actor.officer_id
        change.changed(row)
        change.facts |= {"result": GRANTED_LABELS[granted], "words": row.answer}
        change.notify_petitioner()


def referral_follow_up(
    *, actor: Actor, matter_id: UUID, position: int, words: str, at: datetime, seen: int | None = None
) -> None:
    """Write down how it went, as the petitioner says. Raises FollowUpGone, FollowUpWordsMissing, TextTooLong."""
    with move(actor=actor, matter_id=matter_id, action=Action.FOLLOW_UP_REFERRAL, at=at, seen=seen) as change:
        row = _found(change, position, FollowUpGone, answered_at__isnull=False, followed_up_at__isnull=True)
        row.follow_up = checked_text(words, field="words", most=MESSAGE_MAX)
        if not row.follow_up:
            raise FollowUpWordsMissing
        row.followed_up_at, row.followed_up_by = at, actor.officer_id
        change.facts["words"] = row.follow_up
        change.changed(row)


def _drafted(change: MatterChange, given: ReferralDraft) -> Referral:
    scheme = checked_text(clean_line(given.scheme), field="scheme", most=SCHEME_MAX)
    body = checked_text(clean_line(given.to_body), field="body", most=BODY_MAX)
    why = checked_text(given.why, field="why", most=MESSAGE_MAX)
    if not scheme:
        raise SchemeMissing
    if bool(body) is (given.to_unit_id is not None):
        raise ReferralBodyMissing
    if not why:
        raise ReferralWhyMissing
    _check_unit(change.matter, given.to_unit_id)
    _check_body(change.matter, body)
    return Referral(
        matter=change.matter,
        scheme=scheme,
        to_unit_id=given.to_unit_id,
        to_body=body,
        why=why,
        asked_at=change.at,
        asked_by=change.actor.officer_id or 0,
    )


def _check_unit(matter: Matter, unit_id: int | None) -> None:
    """That a unit may hear of it: it is there, and the matter isn't about it. Raises UnitUnknown, UnitBarred."""
    if unit_id is None:
        return
    if not unit_is_active(unit_id=unit_id):
        raise UnitUnknown
    check_unbarred(matter, unit_id)


def _check_body(matter: Matter, body: str) -> None:
    """That the name of a body outside doesn't mean a unit here that the matter is about. Raises UnitBarred."""
    respondents = respondents_of(matter)
    if not body or not respondents:
        return
    named = respondents_recognised(text=body, read_by=matter.lead_unit_id)
    if any(unit_is_barred(unit_id=unit_id, respondents=respondents) for unit_id in named.unit_ids):
        raise UnitBarred


def _consented(change: MatterChange, position: int, way: str, note: str) -> Referral:
    """The referral with how the petitioner has answered; whoever didn't say it is told."""
    row = _found(change, position, ConsentGone, agreed_at__isnull=True, declined_at__isnull=True)
    if change.actor.kind is ActorKind.PETITIONER:
        consent_way = ConsentWay.WEB
        change.hear_petitioner()
    else:
        consent_way = _recorded(way)
        row.consent_note = checked_text(note, field="note", most=MESSAGE_MAX)
        if not row.consent_note:
            raise ConsentNoteMissing
        change.facts["words"] = row.consent_note
        change.notify_petitioner()
    row.consent_way = consent_way
    change.facts["how"] = CONSENT_LABELS[consent_way]
    return row


def _recorded(way: str) -> ConsentWay:
    if way not in RECORDED_WAYS:
        raise ConsentWayUnknown
    return ConsentWay(way)


def _found(change: MatterChange, position: int, missing: Callable[[], Exception], **waiting: bool) -> Referral:
    """The referral, if it waits for this step; its clocks have its position as their round."""
    row = (
        Referral.objects.filter(matter=change.matter, position=position, **waiting).select_related("to_unit").first()
    )
    if row is None:
        raise missing()
    change.round = row.position
    _name(change, row)
    return row


def _name(change: MatterChange, row: Referral) -> None:
    change.facts |= {"scheme": row.scheme, "to": row.to_unit.name if row.to_unit else row.to_body}
