"""The words of a matter's life. Every one of them stands in docs/glossary.md."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of matter it is (条例 Arts 29-31)."""

    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    CLAIM = "claim"
    INQUIRY = "inquiry"


class Channel(StrEnum):
    """How it came."""

    WEB = "web"
    LETTER = "letter"
    VISIT = "visit"
    CALL = "call"
    EMAIL = "email"
    API = "api"


class Procedure(StrEnum):
    """How it is handled: simply, where nothing is in dispute, or with everything (简易办理办法)."""

    ORDINARY = "ordinary"
    SIMPLE = "simple"


class State(StrEnum):
    """Where a matter is in its life."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    INVESTIGATING = "investigating"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SERVED = "served"
    RATED = "rated"
    UNDER_REVIEW = "under_review"
    REVIEWED = "reviewed"
    UNDER_RECHECK = "under_recheck"
    CARRYING_OUT = "carrying_out"
    CLOSED = "closed"
    FINALISED = "finalised"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done with a matter that is registered."""

    ACCEPT = "accept"
    DECLINE = "decline"
    REDIRECT = "redirect"
    ASSIGN_UNIT = "assign_unit"
    ASSIGN_HANDLER = "assign_handler"
    NAME_RESPONDENT = "name_respondent"
    ADD_BAR = "add_bar"
    LIFT_BAR = "lift_bar"
    LIFT_BAR_AT_COUNTER = "lift_bar_at_counter"
    PROPOSE_LIFT = "propose_lift"
    OBJECT_TO_LIFT = "object_to_lift"
    LIFT_SLIP = "lift_slip"
    CLASSIFY = "classify"
    REISSUE_CODE = "reissue_code"
    CODE_ALONG = "code_along"
    NOTE = "note"
    ASK = "ask"
    WRITE = "write"
    QUESTION = "question"
    ANSWER = "answer"
    ATTACH = "attach"
    DRAFT = "draft"
    APPROVE = "approve"
    RETURN = "return"
    RECALL = "recall"
    SERVE = "serve"
    SETTLE = "settle"
    SIGN = "sign"
    POST = "post"
    ACKNOWLEDGE = "acknowledge"
    EXTEND_ASK = "extend_ask"
    EXTEND_GRANT = "extend_grant"
    EXTEND_REFUSE = "extend_refuse"
    MAKE_ORDINARY = "make_ordinary"
    RATE = "rate"
    CLOSE = "close"
    FIND_CAUSE = "find_cause"
    AGREE_PUBLISHING = "agree_publishing"
    STOP_PUBLISHING = "stop_publishing"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    URGE = "urge"
    OPEN_IDENTITY = "open_identity"
    RECUSE = "recuse"
    SPONSOR = "sponsor"
    REACH_MILESTONE = "reach_milestone"
    HAND_ON_SPONSOR = "hand_on_sponsor"
    MERGE = "merge"
    TAKE_IN = "take_in"
    UNMERGE = "unmerge"
    SERVE_ALONG = "serve_along"
    SPLIT = "split"
    PART_OFF = "part_off"
    BAR_ALONG = "bar_along"
    RECUSE_ALONG = "recuse_along"
    REFER_ASSISTANCE = "refer_assistance"
    AGREE_REFERRAL = "agree_referral"
    DECLINE_REFERRAL = "decline_referral"
    ANSWER_REFERRAL = "answer_referral"
    FOLLOW_UP_REFERRAL = "follow_up_referral"
    ADD_COSIGNERS = "add_cosigners"
    NAME_REPRESENTATIVE = "name_representative"
    REMOVE_REPRESENTATIVE = "remove_representative"
    OPEN_COSIGNERS = "open_cosigners"
    FILE_TOGETHER = "file_together"
    PROPOSE_REPRESENTATIVES = "propose_representatives"
    RENEW_PICK_UP = "renew_pick_up"
    DROP_REPRESENTATIVE = "drop_representative"
    OPEN_LIST = "open_list"
    CLOSE_LIST = "close_list"
    RELEASE_HANDLER = "release_handler"
    LEAVE_BARRED = "leave_barred"
    REVIEW_LEAVE_BARRED = "review_leave_barred"
    OPEN_SEAL = "open_seal"
    ADD_READER = "add_reader"
    ASK_UNSEALING = "ask_unsealing"
    AGREE_UNSEALING = "agree_unsealing"
    UNSEAL = "unseal"
    ASK_REVIEW = "ask_review"
    ASK_RECHECK = "ask_recheck"
    POINT_OUTSIDE = "point_outside"
    TAKE_REVIEW = "take_review"
    TAKE_RECHECK = "take_recheck"
    DRAFT_OPINION = "draft_opinion"
    RETURN_OPINION = "return_opinion"
    DECIDE_REVIEW = "decide_review"
    DECIDE_RECHECK = "decide_recheck"
    SEND_BACK = "send_back"
    ANNOUNCE_HEARING = "announce_hearing"
    CANCEL_HEARING = "cancel_hearing"
    RECORD_HEARING = "record_hearing"
    SUPERVISE = "supervise"
    ANSWER_SUPERVISION = "answer_supervision"
    END_SUPERVISION = "end_supervision"
    STEP_DONE = "step_done"
    FOLLOW_UP = "follow_up"
    REOPEN = "reopen"
    RECORD_FIELD_VISIT = "record_field_visit"
    CORRECT_FIELD_VISIT = "correct_field_visit"
    OFFER_EXPLANATION = "offer_explanation"
    ASK_EXPLANATION = "ask_explanation"
    FIX_EXPLANATION = "fix_explanation"
    ANSWER_INVITATION = "answer_invitation"
    ASK_OTHER_DAY = "ask_other_day"
    WITHDRAW_EXPLANATION = "withdraw_explanation"
    HOLD_EXPLANATION = "hold_explanation"
    END_EXPLANATION = "end_explanation"
    REMARK_EXPLANATION = "remark_explanation"
    OBJECT = "object"
    TAKE_BACK = "take_back"
    REFUSE_OBJECTION = "refuse_objection"
    DISPUTE = "dispute"
    SETTLE_DISPUTE = "settle_dispute"
    ESCALATE_HANDOVER = "escalate_handover"
    REPORT_BACK = "report_back"
    ASK_ASSIST = "ask_assist"
    CONTRIBUTE = "contribute"
    END_ASSIST = "end_assist"
    ASK_CALL = "ask_call"
    RECORD_CALL = "record_call"
    MOVE_DUE = "move_due"
    INSTRUCT = "instruct"
    EXTEND_INSTRUCTION = "extend_instruction"
    DRAFT_REPORT = "draft_report"
    APPROVE_REPORT = "approve_report"
    RETURN_REPORT = "return_report"
    SEND_REPORT = "send_report"
    LEADER_READ = "leader_read"
    REMARK = "remark"
    TAKE_INTO_PERIOD = "take_into_period"
    WRITE_WEEK = "write_week"
    WRITE_RESULT = "write_result"
    NAME_MEMBER = "name_member"
    AGREE_MEMBER = "agree_member"
    END_MEMBER = "end_member"
    ADD_MILESTONES = "add_milestones"
    END_SPONSOR = "end_sponsor"
    LOOK_BACK = "look_back"
    EXPLAIN_LOOK_BACK = "explain_look_back"


class Outcome(StrEnum):
    """The opinion on one request (条例 Art 32), or that both sides have agreed on it (Art 33)."""

    UPHELD = "upheld"
    EXPLAINED = "explained"
    NOT_UPHELD = "not_upheld"
    SETTLED = "settled"


class Grade(StrEnum):
    """The three grades of a rating."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    DISSATISFIED = "dissatisfied"


class MessageKind(StrEnum):
    """Who wrote a message, and for whom."""

    NOTE = "note"
    ASK = "ask"
    ANSWER = "answer"
    WRITTEN = "written"


# The ends are listed, not the rest: a state that is added later is swept and timed unless it is named here.
OPEN_STATES = frozenset(State) - {
    State.CLOSED, State.FINALISED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN,
}  # fmt: skip
# A unit above decides: only its reviewer moves the matter on.
REVIEW_STATES = frozenset({State.UNDER_REVIEW, State.UNDER_RECHECK})
# Before a reply has left the house: here a matter can still be given to somebody else.
CLOSED_STATES = frozenset(State) - OPEN_STATES
UNANSWERED_STATES = OPEN_STATES - REVIEW_STATES - {
    State.SERVED, State.RATED, State.REVIEWED, State.CARRYING_OUT,
}  # fmt: skip

# Not before it is clear whom a matter is about: whoever gets it could be the one (条例 Arts 28, 30).
SETTLED_FIRST = frozenset({
    Action.ACCEPT, Action.ASSIGN_UNIT, Action.ASSIGN_HANDLER, Action.ASK_ASSIST, Action.MERGE,
})  # fmt: skip


def reading_unit(*, lead_unit_id: int, kind: str, state: str, is_settled: bool) -> int | None:
    """The only unit where a matter is read while it isn't clear whom it is about; None: it is read as any other."""
    is_kept = state == State.REGISTERED or (kind == Kind.ACCUSATION and state in UNANSWERED_STATES)
    return lead_unit_id if is_kept and not is_settled else None


# Before anybody has drafted an answer to what a matter is taken for.
KIND_STATES = frozenset({State.REGISTERED, State.ACCEPTED, State.INVESTIGATING})

# What an opinion of the unit alone can say.
OPINION_OUTCOMES = frozenset(Outcome) - {Outcome.SETTLED}
