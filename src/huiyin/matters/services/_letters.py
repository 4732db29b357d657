"""The letters that a step owes: found from the rows it wrote, numbered and kept in its own transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from huiyin.documents.letters import LetterContent
from huiyin.documents.models import Letter
from huiyin.documents.services.letters import letter_issue
from huiyin.kernel.actor import Actor
from huiyin.matters.models import Matter
from huiyin.matters.rules.parts import Part
from huiyin.matters.services import _letter_texts as texts


@dataclass(frozen=True, slots=True)
class Made:
    """A step as it was made, for whoever writes its letters; `facts` as on the timeline."""

    matter: Matter
    ledger: str
    actor: Actor
    at: datetime
    facts: dict[str, Any]
    rows: Sequence[models.Model]


def letters_issue(made: Made) -> list[Letter]:
    """Issue what this step owes and give the rows; most steps owe none and ask no database."""
    letters = [
        letter_issue(
            content=content, subject=f"matter:{made.matter.pk}", unit_id=unit_id, actor=made.actor.ref, at=made.at
        )
        for content, unit_id in _owed(made)
    ]
    if letters:
        made.matter.parts |= Part.LETTERS
    return letters


def _owed(made: Made) -> Iterator[tuple[LetterContent, int]]:
    """Each letter with the unit in whose name it is written."""
    case = texts.Case(matter=made.matter, at=made.at, facts=made.facts, rows=made.rows)
    if made.ledger in _BY_STEP:
        yield _BY_STEP[made.ledger](case), made.matter.lead_unit_id
    for row in made.rows:
        for moment, unit, write in _BY_ROW.get(type(row).__name__, ()):
            if getattr(row, moment) == made.at and (content := write(case, row)) is not None:
                yield content, getattr(row, unit) if unit else made.matter.lead_unit_id


_BY_STEP = {
    "matters.matter.accepted": texts.acceptance,
    "matters.matter.declined": texts.refusal,
    "matters.matter.redirected": texts.redirect,
    "matters.reply.served": texts.reply,
    "matters.reply.posted": texts.reply,
}
# The instant by which a row shows what has just happened to it, whose letter it is ("": the lead unit's), its text.
_BY_ROW: dict[str, tuple[tuple[str, str, Any], ...]] = {
    "Handover": (
        ("at", "from_unit_id", texts.handover),
        ("objected_at", "to_unit_id", texts.objection),
        ("reported_at", "to_unit_id", texts.closing_report),
    ),
    "ExtensionAsk": (("decided_at", "", texts.extension),),
    "Hearing": (("announced_at", "", texts.hearing_notice), ("ended_at", "", texts.hearing_minutes)),
    "Review": (("decided_at", "unit_id", texts.review),),
    "Supervision": (("raised_at", "by_unit_id", texts.supervision),),
    "Recommendation": (("sent_at", "from_unit_id", texts.recommendation),),
}
