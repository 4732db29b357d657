"""The road that most matters go: received, given to somebody, answered, rated, closed."""

from huiyin.kernel.text import N_
from huiyin.matters.rules.late import URGED_KIND
from huiyin.matters.rules.moves.table import May, Move, Moves, moves_at
from huiyin.matters.rules.states import OPEN_STATES, REVIEW_STATES, UNANSWERED_STATES, Action, State

_ARTICLE_GIVE = N_("《信访工作条例》第二十二条")
_ARTICLE_TELL = N_("《信访工作条例》第二十三条")
CLASSIFIED = "matters.matter.classified"

REISSUED_KIND = "matters.matter.code_reissued"

MAIN_ROAD: Moves = {
    **moves_at(
        {State.REGISTERED},
        Action.ACCEPT,
        Move(May.RECEIVE, "matters.matter.accepted", State.ACCEPTED, "accepted", _ARTICLE_TELL),
    ),
    **moves_at(
        {State.REGISTERED}, Action.DECLINE, Move(May.RECEIVE, "matters.matter.declined", State.DECLINED, "declined")
    ),
    **moves_at(
        {State.REGISTERED},
        Action.REDIRECT,
        Move(May.RECEIVE, "matters.matter.redirected", State.REDIRECTED, "redirected"),
    ),
    **moves_at(
        {State.REGISTERED},
        Action.ASSIGN_UNIT,
        Move(May.DIRECT, "matters.matter.unit_assigned", None, "unit_assigned", _ARTICLE_GIVE),
    ),
    **moves_at(
        {State.ACCEPTED, State.INVESTIGATING},
        Action.ASSIGN_UNIT,
        Move(May.DIRECT, "matters.matter.unit_assigned", State.ACCEPTED, "unit_assigned", _ARTICLE_GIVE),
    ),
    **moves_at(
        {State.ACCEPTED, State.INVESTIGATING},
        Action.ASSIGN_HANDLER,
        Move(May.DIRECT, "matters.matter.handler_assigned", State.INVESTIGATING, "handler_assigned"),
    ),
    # While a unit above decides, what it decides on stays as it is.
    **moves_at(OPEN_STATES - REVIEW_STATES, Action.CLASSIFY, Move(May.WORK, CLASSIFIED)),
    **moves_at(OPEN_STATES, Action.NOTE, Move(May.WORK, "matters.message.noted", public=False)),
    **moves_at(OPEN_STATES, Action.ATTACH, Move(May.WRITE_FILE, "matters.attachment.added")),
    **moves_at(UNANSWERED_STATES, Action.ASK, Move(May.WORK, "matters.message.asked")),
    **moves_at(OPEN_STATES, Action.WRITE, Move(May.PETITION, "matters.message.written")),
    **moves_at(
        {State.INVESTIGATING},
        Action.DRAFT,
        Move(
            May.HANDLE,
            "matters.reply.drafted",
            State.DRAFTED,
            "reply_drafted",
            N_("《信访工作条例》第三十二条"),
            public=False,
        ),
    ),
    **moves_at(
        {State.DRAFTED},
        Action.APPROVE,
        Move(May.APPROVE, "matters.reply.approved", State.APPROVED, "reply_approved", public=False),
    ),
    **moves_at(
        {State.DRAFTED},
        Action.RETURN,
        Move(May.APPROVE, "matters.reply.returned", State.INVESTIGATING, "", public=False),
    ),
    **moves_at(
        {State.APPROVED},
        Action.SERVE,
        Move(May.WORK, "matters.reply.served", State.SERVED, "served", N_("《信访工作条例》第三十二条、第三十四条")),
    ),
    **moves_at(
        {State.SERVED},
        Action.RATE,
        Move(May.PETITION, "matters.matter.rated", State.RATED, "rated", N_("《信访工作条例》第二十一条")),
    ),
    # While the petitioner may still rate or ask for review, only the end of that window closes the matter.
    **moves_at({State.SERVED}, Action.CLOSE, Move(May.SYSTEM, "matters.matter.closed", State.CLOSED, "closed")),
    **moves_at({State.RATED}, Action.CLOSE, Move(May.CLOSE, "matters.matter.closed", State.CLOSED, "closed")),
    # With the matter the review ends that is being decided.
    **moves_at(
        UNANSWERED_STATES | REVIEW_STATES,
        Action.WITHDRAW,
        Move(May.PETITION, "matters.matter.withdrawn", State.WITHDRAWN, "withdrawn"),
    ),
    **moves_at(OPEN_STATES, Action.ESCALATE, Move(May.SYSTEM, "matters.matter.escalated")),
    **moves_at(OPEN_STATES, Action.URGE, Move(May.PETITION, URGED_KIND)),
    # Also of what is over: its letters are read with the code.
    **moves_at(frozenset(State), Action.REISSUE_CODE, Move(May.REISSUE, REISSUED_KIND)),
    **moves_at(frozenset(State), Action.CODE_ALONG, Move(May.SYSTEM, "matters.matter.code_followed")),
    **moves_at(frozenset(State), Action.OPEN_IDENTITY, Move(May.NAMED, "vault.identity.opened", public=False)),
}
