"""A letter as it would be printed if its step were made now, from what somebody is typing. Nothing of it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.documents.letters import Item, LetterContent, Line
from huiyin.documents.selectors import series_view
from huiyin.kernel.actor import Actor
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.limits import TEXT_MAX
from huiyin.matters.core.rules.states import Action, Procedure
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.core.services.engine import MATTERS
from huiyin.matters.drafts.selectors import draft_file_names
from huiyin.matters.letters.services import texts
from huiyin.matters.models import Matter, Reply
from huiyin.matters.settlement.services import SETTLEMENT_BASIS
from huiyin.workflow.engine import check_move

_NUMBER = "（编号在发出时给出）"
_DUE = "（受理时给出）"
_SETTLEMENT = "（双方同意的内容）"


@dataclass(frozen=True, slots=True)
class LetterTyped:
    """What is typed so far; "" and () for what isn't. `opinions` say the request, the outcome and the reasons.

    `files` are the names of those that lie with the draft.
    """

    facts: str = ""
    basis: str = ""
    agreement: str = ""
    opinions: tuple[Item, ...] = ()
    promises: tuple[tuple[str, date], ...] = ()
    ground_code: str = ""
    explanation: str = ""
    route: str = ""
    body: str = ""
    deadline: str = ""
    remedy: str = ""
    procedure: str = ""
    files: tuple[str, ...] = ()

    def check_lengths(self) -> None:
        """Raises TextTooLong: nothing longer could be sent, and setting it would take long."""
        for name in fields(self):
            if isinstance(value := getattr(self, name.name), str):
                checked_text(value, field=name.name, most=TEXT_MAX)
        for opinion in self.opinions:
            checked_text(opinion.words, field="reasons", most=TEXT_MAX)


def letter_preview(
    *, actor: Actor, matter_id: UUID, action: Action, typed: LetterTyped, at: datetime
) -> LetterContent:
    """The letter that the step would leave. It has no number, bears no stamp, and is in no ledger.

    Raises MatterNotFound, what the step itself is refused with before anything is typed, TextTooLong; KeyError for a
    step that leaves no letter which is typed.
    """
    write = _LETTERS[action]
    matter = visible_to(actor).select_related("lead_unit").filter(pk=matter_id).first()
    if matter is None:
        raise MatterNotFound
    check_move(MATTERS, actor, matter, action, at=at)
    typed.check_lengths()
    typed = replace(typed, files=draft_file_names(actor=actor, matter_id=matter.pk, action=action))
    content = write(matter, typed, at)
    choice = series_view(unit_id=matter.lead_unit_id).choice
    return replace(
        content,
        number=_NUMBER,
        layout=choice.layout_of(content.code),
        stamp_mm=choice.stamp_mm,
        two_sided=choice.two_sided,
    )


def _case(matter: Matter, at: datetime, **facts: Any) -> texts.LetterCase:
    return texts.LetterCase(matter=matter, at=at, facts=facts, rows=())


def _reply(matter: Matter, typed: LetterTyped, at: datetime) -> LetterContent:
    row = Reply(matter=matter, facts=typed.facts, basis=typed.basis, drafted_at=at)
    return texts.reply_of(_case(matter, at), row, typed.opinions, typed.promises, typed.files)


def _settlement(matter: Matter, typed: LetterTyped, at: datetime) -> LetterContent:
    # Never "": by that the letter would read as an opinion.
    agreement = typed.agreement or _SETTLEMENT
    row = Reply(matter=matter, facts=typed.facts, basis=SETTLEMENT_BASIS, settlement=agreement, drafted_at=at)
    return texts.reply_of(_case(matter, at), row, (), (), typed.files)


def _acceptance(matter: Matter, typed: LetterTyped, at: datetime) -> LetterContent:
    # In memory only.
    matter.procedure = typed.procedure or Procedure.ORDINARY.value
    found = texts.acceptance(_case(matter, at))
    return replace(found, fields=(*found.fields, Line("办理期限", _DUE)))


def _refusal(matter: Matter, typed: LetterTyped, at: datetime) -> LetterContent:
    case = _case(matter, at, ground_code=typed.ground_code, explanation=typed.explanation)
    return texts.refusal(case)


def _redirect(matter: Matter, typed: LetterTyped, at: datetime) -> LetterContent:
    case = _case(
        matter, at, ground_code=typed.ground_code, route=typed.route, body=typed.body, deadline=typed.deadline,
        remedy=typed.remedy,
    )  # fmt: skip
    return texts.redirect(case)


_LETTERS: Mapping[Action, Callable[[Matter, LetterTyped, datetime], LetterContent]] = {
    Action.DRAFT: _reply,
    Action.SETTLE: _settlement,
    Action.ACCEPT: _acceptance,
    Action.DECLINE: _refusal,
    Action.REDIRECT: _redirect,
}
