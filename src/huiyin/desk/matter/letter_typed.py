"""What a form whose step leaves a letter has in it so far, for a preview. Nothing is judged."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from huiyin.desk.matter.acceptance.forms import AcceptForm, DeclineForm, RedirectForm
from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.reply.forms import DraftForm
from huiyin.desk.matter.settlement.forms import SettleForm
from huiyin.documents.letters import Item
from huiyin.kernel.text import clean
from huiyin.matters.core.rules.labels import OUTCOME_LABELS
from huiyin.matters.core.rules.states import Outcome, Procedure
from huiyin.matters.letters.services.preview import LetterTyped


def has_preview(form: MoveForm) -> bool:
    """Whether the step of this form leaves a letter that is typed in it."""
    return type(form) in _TYPED


def letter_typed(form: MoveForm) -> LetterTyped:
    """What is in the form."""
    return _TYPED[type(form)](form)


def _text(form: MoveForm, name: str) -> str:
    return clean(str(form.data.get(name) or ""))


def _draft(form: Any) -> LetterTyped:
    return LetterTyped(
        facts=_text(form, "facts"),
        basis=_text(form, "basis"),
        opinions=tuple(
            Item(request.text, _outcome(_text(form, request.outcome_field)), _text(form, request.reasons_field))
            for request in form.asked
        ),
        promises=_promises(form),
    )


def _outcome(code: str) -> str:
    return OUTCOME_LABELS[Outcome(code)] if code in set(Outcome) else ""


def _promises(form: MoveForm) -> tuple[tuple[str, date], ...]:
    found: list[tuple[str, date]] = []
    for line in _text(form, "steps").splitlines():
        # Half a line: the form itself says what is wrong with it when it is sent.
        with suppress(ValidationError):
            found += [(step.text, step.due_on) for step in form.fields["steps"].clean(line)]
    return tuple(found)


def _settle(form: MoveForm) -> LetterTyped:
    return LetterTyped(facts=_text(form, "facts"), agreement=_text(form, "agreement"))


def _accept(form: MoveForm) -> LetterTyped:
    code = _text(form, "procedure")
    return LetterTyped(procedure=code if code in set(Procedure) else "")


def _decline(form: MoveForm) -> LetterTyped:
    return LetterTyped(ground_code=_text(form, "ground"), explanation=_text(form, "explanation"))


def _redirect(form: MoveForm) -> LetterTyped:
    return LetterTyped(
        ground_code=_text(form, "ground"),
        route=_text(form, "route"),
        body=_text(form, "body"),
        deadline=_text(form, "deadline"),
        remedy=_text(form, "remedy"),
    )


_TYPED: dict[type[MoveForm], Callable[[Any], LetterTyped]] = {
    DraftForm: _draft,
    SettleForm: _settle,
    AcceptForm: _accept,
    DeclineForm: _decline,
    RedirectForm: _redirect,
}
