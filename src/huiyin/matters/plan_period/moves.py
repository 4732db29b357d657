"""Moves around plan periods: taken into one, a line a week, the result."""

from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

PLAN_PERIOD: Moves = {
    **moves_at(OPEN_STATES, Action.TAKE_INTO_PERIOD, Move(May.PLAN_PERIOD, "matters.plan.added", public=False)),
    **moves_at(OPEN_STATES, Action.WRITE_WEEK, Move(May.WRITE_PLANNED, "matters.plan.week_written", public=False)),
    # Also of what has ended meanwhile, however it did.
    **moves_at(
        frozenset(State), Action.WRITE_RESULT, Move(May.WRITE_PLANNED, "matters.plan.result_written", public=False)
    ),
}
