"""The letter that a demand is. It is Chinese whatever language the page was read in, and names no petitioner."""

from typing import Any

from huiyin.documents.letters import LetterContent, Line, Section
from huiyin.documents.letters.printing import chinese_date
from huiyin.documents.rules.letters import LetterCode
from huiyin.matters.letters.services.texts import LetterCase, about_matter, letter_of
from huiyin.matters.models import Matter
from huiyin.supervision.models import Supervision
from huiyin.supervision.rules import TRIGGER_LABELS, Trigger


def demand_letter(case: LetterCase, row: Supervision) -> LetterContent:
    """督办函 (条例 Art 40): why, what is asked for, by when."""
    return letter_of(
        case,
        LetterCode.SUPERVISION,
        unit=row.by_unit.name,
        addressee=row.unit.name,
        opening=f"下列信访事项现予督办，请在{chinese_date(row.due_on)}前书面答复。",
        fields=(*about_matter(case), Line("督办原因", TRIGGER_LABELS[Trigger(row.trigger)])),
        sections=(Section("要求", text=row.demand),),
    )


def demanding_unit(_matter: Matter, row: Any) -> int:
    """It is written in the name of the unit that demands."""
    return int(row.by_unit_id)
