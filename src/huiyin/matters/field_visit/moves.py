"""Going there: written down while the matter is open; what was written wrong is corrected also afterwards."""

from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

FIELD_VISIT: Moves = {
    **moves_at(OPEN_STATES, Action.RECORD_FIELD_VISIT, Move(May.FIELD_VISIT, "matters.field_visit.recorded")),
    **moves_at(
        OPEN_STATES | {State.CLOSED, State.FINALISED},
        Action.CORRECT_FIELD_VISIT,
        Move(May.CORRECT_FIELD_VISIT, "matters.field_visit.corrected"),
    ),
}
