"""Around a seal. That the officer is one of its readers, only the vault knows."""

from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at

SEAL: Moves = {
    **moves_at(frozenset(State), Action.OPEN_SEAL, Move(May.SEALED, "vault.seal.opened", public=False)),
    **moves_at(frozenset(State), Action.ADD_READER, Move(May.SEALED, "matters.seal.reader_added")),
    **moves_at(frozenset(State), Action.ASK_UNSEALING, Move(May.SEALED, "matters.seal.unsealing_asked")),
    **moves_at(frozenset(State), Action.AGREE_UNSEALING, Move(May.SEALED, "matters.seal.unsealing_agreed")),
    **moves_at(frozenset(State), Action.UNSEAL, Move(May.SEALED, "vault.identity.opened", public=False)),
}
