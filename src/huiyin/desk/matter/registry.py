"""What the topics of a matter's page add to it: forms of moves, and why a move isn't possible now.

    @move_form(BarRow.PRIMARY, 130)
    class DeclineForm(MoveForm): ...

    @move_reason(70)
    def closed_by_hearing(page: MatterView, actor: Actor, action: Action) -> str: ...

`desk/apps.py` reads the modules of all topics, so that a new form or reason stands in no list.
"""

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from typing import TypeVar

from huiyin.desk.matter.forms import MoveForm
from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView

# Why a move isn't this actor's now, in the source language or, where it has values in it, in the reader's; or "".
Reason = Callable[[MatterView, Actor, Action], str]


class BarRow(StrEnum):
    """Where a move stands: it brings the matter on, it asks or notes down, or it is seldom needed and folded away."""

    PRIMARY = "primary"
    ASKING = "asking"
    SECONDARY = "secondary"


Form = TypeVar("Form", bound=type[MoveForm])
FORMS: dict[str, type[MoveForm]] = {}
_ROWS: dict[BarRow, dict[int, type[MoveForm]]] = {row: {} for row in BarRow}
# Asked in the order in which the services refuse: tests/desk/test_reasons_agree.py compares what both say.
_REASONS: dict[int, Reason] = {}
_QUIET: set[Action] = set()


def move_form(row: BarRow, order: int) -> Callable[[Form], Form]:
    """Give a form its place in the bar. Raises ValueError for a move, or a place, that another form has."""

    def register(form: Form) -> Form:
        # At the start of every process: else one form would hide the other without a word.
        if form.action.value in FORMS or order in _ROWS[row]:
            raise ValueError(f"{form.__name__}: another form has its move, or its place")
        FORMS[form.action.value] = _ROWS[row][order] = form
        return form

    return register


def move_reason(order: int, *, quiet: Collection[Action] = ()) -> Callable[[Reason], Reason]:
    """Ask this function, after those of a lower order. Raises ValueError for an order that another one has.

    `quiet`: moves of which the page needn't say why, since it shows what is to be dealt with.
    """

    def register(reason: Reason) -> Reason:
        if order in _REASONS:
            raise ValueError(f"two reasons of order {order}")
        _REASONS[order] = reason
        _QUIET.update(quiet)
        return reason

    return register


def forms_of(row: BarRow) -> list[type[MoveForm]]:
    """The forms of a row, in the order of the bar."""
    return [form for _order, form in sorted(_ROWS[row].items())]


def reasons() -> Iterator[Reason]:
    """All reasons, in the order in which they are asked."""
    return (reason for _order, reason in sorted(_REASONS.items()))


def is_quiet(action: Action) -> bool:
    """Whether nothing needs to be said where this move isn't possible."""
    return action in _QUIET
