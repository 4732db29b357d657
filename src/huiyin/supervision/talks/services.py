"""A unit's head is called to a talk, it is held with minutes and promises, the unit answers (条例 Art 39).

It is about units: what they left undone, and by when they will have done it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from huiyin.documents.services.letters import letter_issue
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entry_append
from huiyin.matters.core.rules.limits import MESSAGE_MAX, TEXT_MAX
from huiyin.matters.recommendation.selectors.audience import signing_in
from huiyin.notices.services import NoticeDraft, notices_insert
from huiyin.orgs.selectors import with_deputies
from huiyin.supervision.talks.errors import (
    MeasureRequired,
    MinutesRequired,
    TalkAnswerRequired,
    TalkDayInvalid,
    TalkDaysInvalid,
    TalkGone,
    TalkGroundRequired,
    TalkHeldDayInvalid,
    TalkNotAllowed,
    TalkNotFound,
    TalkReasonRequired,
)
from huiyin.supervision.talks.figures import ground_figures
from huiyin.supervision.talks.letters import talk_letter
from huiyin.supervision.talks.models import Talk, TalkAnswer, TalkGround, TalkMatter, TalkMeasure
from huiyin.supervision.talks.rules import (
    ANSWERED,
    CALLED,
    CANCELLED,
    DAYS_MOST,
    HELD,
    MEASURE,
    MEASURE_MAX,
    MEASURES_MOST,
    PLACE_MAX,
    TALK,
    TALK_PATH,
)
from huiyin.supervision.talks.selectors import calling_unit, may_answer, may_record, talks_visible
from huiyin.tasks.services import TaskDraft, task_give


@dataclass(frozen=True, slots=True)
class TalkDraft:
    """A talk as somebody calls it: `grounds` are codes of the fixed list, `days` the span that they look at."""

    unit_id: int
    grounds: Collection[str]
    days: int
    meet_on: date
    place: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """What the unit promised, by a day."""

    text: str
    due_on: date


@transaction.atomic
def talk_call(*, actor: Actor, draft: TalkDraft, at: datetime) -> UUID:
    """Call a unit's head on grounds that the figures bear; gives the talk's id. The unit gets a letter.

    Raises TalkNotAllowed, TalkDaysInvalid, TalkGroundRequired, TalkDayInvalid, TextTooLong, LineTooLong.
    """
    by_unit_id = calling_unit(actor=actor, unit_id=draft.unit_id)
    if by_unit_id is None:
        raise TalkNotAllowed
    if not 1 <= draft.days <= DAYS_MOST:
        raise TalkDaysInvalid(most=DAYS_MOST)
    figures = ground_figures(actor=actor, unit_id=draft.unit_id, days=draft.days, at=at)
    chosen = tuple(figure for figure in figures if figure.code in set(draft.grounds) and figure.count)
    if not chosen or len(chosen) != len(set(draft.grounds)):
        raise TalkGroundRequired
    if draft.meet_on < office_day(at):
        raise TalkDayInvalid
    row = Talk(
        unit_id=draft.unit_id,
        by_unit_id=by_unit_id,
        days=draft.days,
        called_at=at,
        called_by=actor.officer_id or 0,  # only an officer leads
        meet_on=draft.meet_on,
        place=checked_text(clean_line(draft.place), field="place", most=PLACE_MAX),
        words=checked_text(draft.words, field="words", most=MESSAGE_MAX),
    )
    row.save(force_insert=True)
    grounds = [TalkGround(talk=row, code=figure.code, count=figure.count) for figure in chosen]
    counted = [
        TalkMatter(ground=ground, matter_id=matter.id)
        for ground, figure in zip(grounds, chosen, strict=True)
        for matter in figure.matters
    ]
    for made in (*grounds, *counted):
        made.save(force_insert=True)
    letter = letter_issue(
        content=talk_letter(row, chosen, at), subject=_subject(row), unit_id=by_unit_id, actor=actor.ref, at=at
    )
    notices = _notices(row, "talk_called", signing_in(row.unit_id), at)
    _write(CALLED, row, actor, at, [row, *grounds, *counted, letter, *notices])
    return row.pk


@transaction.atomic
def talk_hold(
    *,
    actor: Actor,
    talk_id: UUID,
    held_on: date,
    attended: str,
    minutes: str,
    measures: Sequence[MeasureDraft],
    at: datetime,
) -> None:
    """Write down what was said and promised; each promise becomes a task of the unit, with a report and a check.

    Raises TalkNotFound, TalkNotAllowed, TalkGone, TalkHeldDayInvalid, MinutesRequired, MeasureRequired, TextTooLong,
    and what task_give raises.
    """
    row = _recorded(actor, talk_id)
    if not office_day(row.called_at) <= held_on <= office_day(at):
        raise TalkHeldDayInvalid
    row.minutes = checked_text(minutes, field="minutes", most=TEXT_MAX)
    if not row.minutes:
        raise MinutesRequired
    if not 1 <= len(measures) <= MEASURES_MOST or not all(measure.text.strip() for measure in measures):
        raise MeasureRequired(most=MEASURES_MOST)
    row.attended = checked_text(attended, field="attended", most=MESSAGE_MAX)
    row.held_on, row.recorded_at, row.recorded_by = held_on, at, actor.officer_id
    row.save(force_update=True)
    promised = [
        TalkMeasure(
            talk=row,
            position=position,
            text=checked_text(measure.text, field="measures", most=MEASURE_MAX),
            due_on=measure.due_on,
        )
        for position, measure in enumerate(measures, start=1)
    ]
    for measure in promised:
        measure.save(force_insert=True)
        draft = TaskDraft(
            text=measure.text, unit_id=row.unit_id, due_on=measure.due_on, from_unit_id=row.by_unit_id,
            origin=Ref(MEASURE, measure.pk),
        )  # fmt: skip
        task_give(actor=actor, draft=draft, at=at)
    notices = _notices(row, "talk_held", signing_in(row.unit_id), at)
    _write(HELD, row, actor, at, [row, *promised, *notices])


@transaction.atomic
def talk_answer(*, actor: Actor, talk_id: UUID, text: str, at: datetime) -> None:
    """The unit says in writing what it has to say, before the talk or after it, as often as it wants.

    Raises TalkNotFound, TalkNotAllowed, TalkAnswerRequired, TextTooLong.
    """
    row = _locked(actor, talk_id)
    if not may_answer(actor, row):
        raise TalkNotAllowed
    answer = TalkAnswer(
        talk=row,
        position=row.answers.count() + 1,
        text=checked_text(text, field="text", most=TEXT_MAX),
        answered_at=at,
        answered_by=actor.officer_id or 0,  # only an officer signs for a unit
    )
    if not answer.text:
        raise TalkAnswerRequired
    answer.save(force_insert=True)
    notices = _notices(row, "talk_answered", [row.called_by], at, once=str(answer.position))
    _write(ANSWERED, row, actor, at, [answer, *notices])


@transaction.atomic
def talk_cancel(*, actor: Actor, talk_id: UUID, reason: str, at: datetime) -> None:
    """It isn't held; the unit reads why. Raises TalkNotFound, TalkNotAllowed, TalkGone, TalkReasonRequired."""
    row = _recorded(actor, talk_id)
    row.cancel_reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
    if not row.cancel_reason:
        raise TalkReasonRequired
    row.cancelled_at, row.cancelled_by = at, actor.officer_id
    row.save(force_update=True)
    _write(CANCELLED, row, actor, at, [row, *_notices(row, "talk_cancelled", signing_in(row.unit_id), at)])


def _locked(actor: Actor, talk_id: UUID) -> Talk:
    row = talks_visible(actor).select_for_update(of=("self",)).filter(pk=talk_id).first()
    if row is None:
        raise TalkNotFound
    return row


def _recorded(actor: Actor, talk_id: UUID) -> Talk:
    """One that hasn't been held or cancelled, for who records it. Raises TalkNotFound, TalkGone, TalkNotAllowed."""
    row = _locked(actor, talk_id)
    if row.held_on is not None or row.cancelled_at is not None:
        raise TalkGone
    if not may_record(actor, row):
        raise TalkNotAllowed
    return row


def _notices(
    row: Talk, template: str, officer_ids: Sequence[int], at: datetime, *, once: str = ""
) -> list[models.Model]:
    return [
        *notices_insert(
            [
                NoticeDraft(
                    template=template,
                    dedupe=f"{template}:{row.pk}:{once}:{officer_id}",
                    at=at,
                    officer_id=officer_id,
                    params={"path": f"{TALK_PATH}{row.pk}/"},
                )
                for officer_id in with_deputies(officer_ids=officer_ids, on=office_day(at))
            ]
        )
    ]


def _subject(row: Talk) -> Ref:
    return Ref(TALK, row.pk)


def _write(kind: str, row: Talk, actor: Actor, at: datetime, rows: Sequence[models.Model]) -> None:
    entry_append(kind=kind, subject=_subject(row), at=at, actor=actor.ref, rows=rows)
