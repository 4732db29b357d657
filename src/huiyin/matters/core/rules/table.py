"""Who may make a move, and what it requires."""

from enum import StrEnum

from huiyin.matters.core.rules.states import Action, State
from huiyin.workflow import moves


class May(StrEnum):
    """Who may make a move; `permissions.py` says what each name means."""

    RECEIVE = "receive"
    DIRECT = "direct"
    STAFF = "staff"
    HANDLE = "handle"
    APPROVE = "approve"
    PETITION = "petition"
    CLOSE = "close"
    FIND_CAUSE = "find_cause"
    SYSTEM = "system"
    WRITE_FILE = "write_file"
    OPEN_IDENTITY = "open_identity"
    SEALED = "sealed"
    REISSUE = "reissue"
    ASK_ABOVE = "ask_above"
    REVIEW = "review"
    DECIDE_ABOVE = "decide_above"
    APPROVE_ABOVE = "approve_above"
    HANDLE_CLAIM = "handle_claim"
    DECIDE_EXTENSION = "decide_extension"
    WORK_SIMPLY = "work_simply"
    SIGN = "sign"
    AWAIT_RECEIPT = "await_receipt"
    SUPERVISE = "supervise"
    ANSWER_FOR = "answer_for"
    END_SUPERVISION = "end_supervision"
    CARRY_OUT = "carry_out"
    CALL_BACK = "call_back"
    OBJECT = "object"
    ANSWER_OBJECTION = "answer_objection"
    REPORT = "report"
    ASK_ASSIST = "ask_assist"
    ASSIST = "assist"
    END_ASSIST = "end_assist"
    LEAD = "lead"
    UNMERGE = "unmerge"
    SIGN_UP = "sign_up"
    JOIN = "join"
    MANAGE_COSIGNERS = "manage_cosigners"
    NAMED_JOINTLY = "named_jointly"
    PETITION_JOINTLY = "petition_jointly"
    GATHER_SIGNATURES = "gather_signatures"
    MANAGE_OWN_JOINT = "manage_own_joint"
    REFER = "refer"
    CONSENT = "consent"
    FOLLOW_REFERRAL = "follow_referral"
    LIFT_BAR = "lift_bar"
    LIFT_BAR_AT_COUNTER = "lift_bar_at_counter"
    PROPOSE_LIFT = "propose_lift"
    TELEPHONE = "telephone"
    FIELD_VISIT = "field_visit"
    CORRECT_FIELD_VISIT = "correct_field_visit"
    EXPLAIN = "explain"
    ASK_EXPLANATION = "ask_explanation"
    ARRANGE_EXPLANATION = "arrange_explanation"
    ANSWER_INVITATION = "answer_invitation"
    ON_OWN_EXPLANATION = "on_own_explanation"
    INSTRUCT = "instruct"
    KEEP_INSTRUCTION = "keep_instruction"
    REPORT_UP = "report_up"
    APPROVE_REPORT = "approve_report"
    READ_LETTERS = "read_letters"
    PLAN_PERIOD = "plan_period"
    WRITE_PLANNED = "write_planned"
    LEAD_SPONSORED = "lead_sponsored"
    AGREE_TEAM = "agree_team"
    LEAVE_TEAM = "leave_team"
    LOOK_BACK = "look_back"
    EXPLAIN_LOOK_BACK = "explain_look_back"


class Need(StrEnum):
    """What a move requires besides state and permission; `services/_requirements.py` says what each name means."""

    RESPONDENT_SETTLED = "respondent_settled"
    OWN_DRAFT = "own_draft"
    LINKS = "links"


Move = moves.Move[State, May]
Moves = dict[tuple[State, Action], Move]
moves_at = moves.moves_at
