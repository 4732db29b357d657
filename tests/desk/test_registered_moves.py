"""Each form of a move is found by the page without standing in any list, and has a place of its own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import FORMS, BarRow, forms_of, move_form, move_reason, reasons
from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView


def _below(form: type[Any]) -> Iterator[type[Any]]:
    for derived in form.__subclasses__():
        yield derived
        yield from _below(derived)


def test_every_form_of_a_move_is_on_the_page() -> None:
    base: type[Any] = MoveForm
    written = {form for form in _below(base) if form.__module__.startswith("huiyin.") and "action" in vars(form)}
    assert set(FORMS.values()) == written == {form for row in BarRow for form in forms_of(row)}


def test_what_brings_a_matter_on_stands_in_the_order_of_its_life() -> None:
    life = [Action.ACCEPT, Action.ASSIGN_HANDLER, Action.APPROVE, Action.SERVE, Action.CLOSE, Action.TAKE_REVIEW]
    assert [form.action for form in forms_of(BarRow.PRIMARY) if form.action in life] == life


class _Again(MoveForm):
    action = Action.ACCEPT

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Never."""


def test_no_two_forms_have_one_move_and_no_two_reasons_one_order() -> None:
    def never(_page: MatterView, _actor: Actor, _action: Action) -> str:
        return ""

    known = list(reasons())
    with pytest.raises(ValueError, match="_Again"):
        move_form(BarRow.PRIMARY, 1)(_Again)
    with pytest.raises(ValueError, match="order 10"):
        move_reason(10)(never)
    assert FORMS[Action.ACCEPT] is not _Again
    assert list(reasons()) == known
