"""Moves around publishing: the petitioner agrees and takes it back, a registrar looks at the title in between."""

from huiyin.matters.core.rules.states import OPEN_STATES, Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

PUBLICATION: Moves = {
    **moves_at(OPEN_STATES, Action.AGREE_PUBLISHING, Move(May.AGREE_PUBLISHING, "matters.publication.agreed")),
    **moves_at(frozenset(State), Action.STOP_PUBLISHING, Move(May.STOP_PUBLISHING, "matters.publication.stopped")),
    **moves_at(OPEN_STATES, Action.PUBLISH, Move(May.PUBLISH, "matters.publication.published")),
}
