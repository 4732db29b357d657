"""The tabs above what somebody works on: what is theirs to do, what waits for others, what is somebody else's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from huiyin.db import Count
from huiyin.desk.navigation import COUNTED_MOST, count_text
from huiyin.desk.work.filters import TURN_LABELS, ListQuery
from huiyin.kernel.actor import Actor
from huiyin.matters.lists.selectors.lists import MatterTurn, WorkList, matters_listed


@dataclass(frozen=True, slots=True)
class TurnTab:
    """A tab: its words, how many there are ("" for none), the query behind it, whether it is the one shown."""

    label: str
    count: str
    query: str
    is_shown: bool


def turn_tabs(*, actor: Actor, work_list: WorkList, list_query: ListQuery) -> tuple[TurnTab, ...]:
    """The tabs of the list, each narrowed as the list is. One statement; none where the list has no tabs."""
    if work_list is not WorkList.MINE or list_query.only.is_closed:
        return ()
    # Without anybody away there is nothing to stand in for, unless that is what the address asks for.
    has_stand_in = bool(actor.stands_for) or list_query.only.turn is MatterTurn.STAND_IN
    turns = [turn for turn in MatterTurn if has_stand_in or turn is not MatterTurn.STAND_IN]
    counts = _counts(actor, work_list, list_query, turns)
    kept = list_query.without_turn
    tabs = [TurnTab(_("全部"), "", kept, is_shown=list_query.only.turn is None)]
    for turn in turns:
        query = f"{kept}&turn={turn}" if kept else f"turn={turn}"
        label, is_shown = _(TURN_LABELS[turn]), list_query.only.turn is turn
        tabs.append(TurnTab(label, count_text(counts[turn.value]), query, is_shown))
    return tuple(tabs)


def _counts(actor: Actor, work_list: WorkList, list_query: ListQuery, turns: list[MatterTurn]) -> Mapping[str, int]:
    queries = {
        turn.value: [matters_listed(actor=actor, work_list=work_list, only=replace(list_query.only, turn=turn))]
        for turn in turns
    }
    return Count.of(queries, most=COUNTED_MOST).ask()
