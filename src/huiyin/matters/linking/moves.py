"""The same matter brought twice is answered together; requests for several units are answered apart."""

from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.rules.table import May, Move, Moves, moves_at
from huiyin.matters.linking.rules import MERGED_STATES

_ARTICLE_GIVE = N_("《信访工作条例》第二十二条")
_ARTICLE_RECUSAL = N_("《信访工作条例》第二十八条")

LINKING: Moves = {
    **moves_at(
        {State.INVESTIGATING}, Action.MERGE, Move(May.DIRECT, "matters.matter.merged", None, "", _ARTICLE_GIVE)
    ),
    **moves_at(
        {State.INVESTIGATING},
        Action.TAKE_IN,  # the leading one's side of it: who merged may direct both, since one unit has both
        Move(May.SYSTEM, "matters.matter.took_in", None, "", _ARTICLE_GIVE, public=False),
    ),
    **moves_at(MERGED_STATES, Action.UNMERGE, Move(May.UNMERGE, "matters.matter.unmerged")),
    **moves_at(
        {State.REGISTERED, State.ACCEPTED, State.INVESTIGATING},
        Action.SPLIT,
        Move(May.DIRECT, "matters.matter.split", None, "", _ARTICLE_GIVE),
    ),
    **moves_at({State.REGISTERED}, Action.PART_OFF, Move(May.SYSTEM, "matters.matter.parted")),
    # Whoever is barred from the whole is barred from what came of it, also when that is over.
    **moves_at(frozenset(State), Action.BAR_ALONG, Move(May.SYSTEM, "matters.matter.respondent_named")),
    **moves_at(
        frozenset(State), Action.RECUSE_ALONG, Move(May.SYSTEM, "matters.matter.recused", None, "", _ARTICLE_RECUSAL)
    ),
    # In the same instant as the leading one; under the same kind, so that it has its letter.
    **moves_at(
        MERGED_STATES,
        Action.SERVE_ALONG,
        Move(
            May.SYSTEM,
            "matters.reply.served",
            State.SERVED,
            "served",
            N_("《信访工作条例》第三十二条、第三十四条"),
        ),
    ),
}
