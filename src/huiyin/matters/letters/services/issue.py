"""The letters that a step owes: found from the rows it wrote, numbered and kept in its own transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from huiyin.documents.letters import LetterContent
from huiyin.documents.models import Letter
from huiyin.documents.services.letters import letter_issue
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.letters.services import texts as texts
from huiyin.matters.letters.services.referral import referral
from huiyin.matters.letters.services.report_up import report_up
from huiyin.matters.models import ExtensionAsk, Handover, Hearing, InstructionReport, Matter, Referral, Review


@dataclass(frozen=True, slots=True)
class Made:
    """A step as it was made, for whoever writes its letters; `facts` as on the timeline, `fresh` are its new rows."""

    matter: Matter
    ledger: str
    actor: Actor
    at: datetime
    facts: dict[str, Any]
    rows: Sequence[models.Model]
    fresh: Sequence[models.Model]


def letters_issue(made: Made) -> list[Letter]:
    """Issue what this step owes and give the rows; most steps owe none and ask no database."""
    letters = [
        letter_issue(
            content=content, subject=Ref("matter", made.matter.pk), unit_id=unit_id, actor=made.actor.ref, at=made.at
        )
        for content, unit_id in _owed(made)
    ]
    if letters:
        made.matter.parts |= Part.LETTERS
    return letters


def _owed(made: Made) -> Iterator[tuple[LetterContent, int]]:
    """Each letter with the unit in whose name it is written."""
    case = texts.LetterCase(matter=made.matter, at=made.at, facts=made.facts, rows=made.rows)
    if made.ledger in _BY_STEP:
        yield _BY_STEP[made.ledger](case), made.matter.lead_unit_id
    owing = [(row, *_BY_NEW_ROW[type(row)]) for row in made.fresh if type(row) in _BY_NEW_ROW]
    if made.ledger in _BY_CHANGE:
        kind, unit, write = _BY_CHANGE[made.ledger]
        owing += [(row, unit, write) for row in made.rows if isinstance(row, kind)]
    for row, unit, write in owing:
        if (content := write(case, row)) is not None:
            yield content, unit(made.matter, row)


_BY_STEP = {
    "matters.matter.accepted": texts.acceptance,
    "matters.matter.declined": texts.refusal,
    "matters.matter.redirected": texts.redirect,
    "matters.reply.served": texts.reply,
    "matters.reply.posted": texts.reply,
}


def _lead(matter: Matter, _row: Any) -> int:
    return matter.lead_unit_id


def _hearing(matter: Matter, row: Any) -> int:
    # Whoever decides a review holds its hearing, and not the unit whose answer is asked about.
    return int(row.review.unit_id) if row.review_id else matter.lead_unit_id


def _by(field: str) -> Callable[[Matter, Any], int]:
    return lambda _matter, row: int(getattr(row, field))


# In whose name the letter is written, and its text: of what the step made anew, and of what it changed.
_Owed = tuple[Callable[[Matter, Any], int], Callable[..., LetterContent | None]]
_BY_NEW_ROW: dict[type[models.Model], _Owed] = {
    Handover: (_by("from_unit_id"), texts.handover),
    Hearing: (_hearing, texts.hearing_notice),
}


def letter_of_new_row_register(
    model: type[models.Model], unit: Callable[[Matter, Any], int], write: Callable[..., LetterContent | None]
) -> None:
    """From now on a step that makes such a row owes this letter, in the name of the unit that `unit` gives."""
    _BY_NEW_ROW[model] = (unit, write)


_REVIEWED = (Review, _by("unit_id"), texts.review)
_BY_CHANGE: dict[
    str, tuple[type[models.Model], Callable[[Matter, Any], int], Callable[..., LetterContent | None]]
] = {
    "matters.handover.objected": (Handover, _by("to_unit_id"), texts.objection),
    "matters.handover.reported": (Handover, _by("to_unit_id"), texts.closing_report),
    "matters.extension.granted": (ExtensionAsk, _lead, texts.extension),
    "matters.hearing.recorded": (Hearing, _hearing, texts.hearing_minutes),
    "matters.review.decided": _REVIEWED,
    "matters.recheck.decided": _REVIEWED,
    "matters.review.sent_back": _REVIEWED,
    "matters.referral.agreed": (Referral, _lead, referral),
    "matters.instruction.report_approved": (InstructionReport, _by("unit_id"), report_up),
}
