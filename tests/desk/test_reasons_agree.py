"""What the page says about why a move isn't possible is what the service refuses with: over the whole matrix.

`blocked_on_page` decides from what the page has read, the service from the rows that it has locked.
"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import translation

from huiyin.desk.matter.reasons import blocked_on_page
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, HuiyinError, NotThere
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.matters.test_moves import DOINGS, _bring_to

_OFFICERS = (
    "registrar", "housing_registrar", "handler", "approver", "drafting_approver", "housing_leader", "mayor",
    "reviewer",
)  # fmt: skip
# Its place on the page is a choice in the form of another move; and who asks for a review where no unit on the
# platform stands above is offered the form all the same: that they asked is on record, and they read where to go.
# Matters are chosen on a plan period's own page.
_ELSEWHERE = frozenset({Action.REOPEN, Action.ASK_REVIEW, Action.ASK_RECHECK, Action.TAKE_INTO_PERIOD})
# What is tried here names a person, a scheme or a unit's part: that one may be there already, or not be there at all,
# while the form has others to choose from. Of what can't be chosen at all the service refuses the choice first.
_CHOOSING = frozenset({
    Action.NAME_REPRESENTATIVE, Action.REFER_ASSISTANCE, Action.END_ASSIST, Action.MERGE, Action.SPLIT,
})  # fmt: skip


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize("state", list(State))
def test_page_reasons_equal_service_refusals(cast: Cast, state: State) -> None:
    assert _differing(cast, _bring_to(cast, state)) == []


def _after_every_move(cast: Cast, state: State) -> list[tuple[str, ...]]:
    """What differs after each move that somebody can make in that state."""
    filed = _bring_to(cast, state)
    found: list[tuple[str, ...]] = []
    for action in DOINGS:
        for name in _OFFICERS:
            mark = transaction.savepoint()
            try:
                _attempt(cast, cast.actor(name), filed.matter_id, action)
            except HuiyinError:
                continue
            else:
                found += [(str(action), *difference) for difference in _differing(cast, filed)]
                break
            finally:
                transaction.savepoint_rollback(mark)
    return found


@pytest.mark.long
@pytest.mark.parametrize("state", [State.INVESTIGATING, State.DRAFTED, State.SERVED, State.UNDER_REVIEW])
def test_page_reasons_equal_service_refusals_after_every_move(cast: Cast, state: State) -> None:
    assert _after_every_move(cast, state) == []


def _differing(cast: Cast, filed: Registered) -> list[tuple[str, ...]]:
    """Officer, action, what the page says and what the service refuses with, where these aren't the same."""
    found: list[tuple[str, ...]] = []
    for name in _OFFICERS:
        actor = cast.actor(name)
        try:
            page = matter_page_for(actor=actor, number=filed.number, at=cast.at)
        except NotThere:
            continue
        for action in {move.action for move in page.moves} & DOINGS.keys() - _ELSEWHERE:
            says, refuses = blocked_on_page(page, actor, action), _refusal(cast, actor, filed.matter_id, action)
            if says != refuses and not (action in _CHOOSING and not (says and refuses)):
                found.append((name, str(action), says, refuses))
    return found


def _refusal(cast: Cast, actor: Actor, matter_id: UUID, action: Action) -> str:
    """What the service refuses with, "" where it doesn't; what was typed is another thing."""
    mark = transaction.savepoint()
    try:
        _attempt(cast, actor, matter_id, action)
    except BadInput:
        return ""
    except HuiyinError as refusal:
        return str(refusal)
    else:
        return ""
    finally:
        transaction.savepoint_rollback(mark)


def _attempt(cast: Cast, actor: Actor, matter_id: UUID, action: Action) -> None:
    if action is Action.RECUSE:
        matter_recuse(
            actor=actor, matter_id=matter_id, officer_id=actor.officer_id or 0, reason="有利害关系", at=cast.at
        )
    else:
        DOINGS[action](cast, actor, matter_id)
