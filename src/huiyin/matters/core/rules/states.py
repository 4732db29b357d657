"""The words of a matter's life. Every one of them stands in docs/glossary.md."""

from enum import StrEnum

from huiyin.kernel.text import N_


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

KIND_LABELS = {
    Kind.SUGGESTION: N_("建议意见"),
    Kind.ACCUSATION: N_("检举控告"),
    Kind.CLAIM: N_("申诉求决"),
    Kind.INQUIRY: N_("咨询"),
}
CHANNEL_LABELS = {
    Channel.WEB: N_("网上"),
    Channel.LETTER: N_("来信"),
    Channel.VISIT: N_("来访"),
    Channel.CALL: N_("来电"),
    Channel.EMAIL: N_("邮件"),
    Channel.API: N_("接口"),
}
PROCEDURE_LABELS = {Procedure.ORDINARY: N_("普通程序"), Procedure.SIMPLE: N_("简易程序")}
STATE_LABELS = {
    State.REGISTERED: N_("已登记"),
    State.ACCEPTED: N_("已受理"),
    State.INVESTIGATING: N_("办理中"),
    State.DRAFTED: N_("答复待审批"),
    State.APPROVED: N_("答复待送达"),
    State.SERVED: N_("已答复"),
    State.RATED: N_("已评价"),
    State.UNDER_REVIEW: N_("复查中"),
    State.REVIEWED: N_("已复查"),
    State.UNDER_RECHECK: N_("复核中"),
    State.CARRYING_OUT: N_("复核后落实中"),
    State.CLOSED: N_("已办结"),
    State.FINALISED: N_("已终结"),
    State.DECLINED: N_("不予受理"),
    State.REDIRECTED: N_("已告知另途"),
    State.WITHDRAWN: N_("已撤回"),
}
ACTION_LABELS = {
    Action.ACCEPT: N_("受理"),
    Action.DECLINE: N_("决定不予受理"),
    Action.REDIRECT: N_("告知另途"),
    Action.ASSIGN_UNIT: N_("交给其他单位"),
    Action.ASSIGN_HANDLER: N_("指定承办人"),
    Action.NAME_RESPONDENT: N_("写明被反映方"),
    Action.ADD_BAR: N_("再让谁看不到"),
    Action.LIFT_BAR: N_("让它能看到"),
    Action.LIFT_BAR_AT_COUNTER: N_("凭查询码解除回避"),
    Action.PROPOSE_LIFT: N_("更正写错的被反映方"),
    Action.OBJECT_TO_LIFT: N_("不同意解除"),
    Action.LIFT_SLIP: N_("解除写错的回避"),
    Action.CLASSIFY: N_("归类"),
    Action.REISSUE_CODE: N_("补发查询码"),
    Action.CODE_ALONG: N_("随同一件事项补发查询码"),
    Action.NOTE: N_("记一笔"),
    Action.ASK: N_("请信访人补充"),
    Action.WRITE: N_("补充说明"),
    Action.QUESTION: N_("提出问题"),
    Action.ANSWER: N_("回复信访人"),
    Action.ATTACH: N_("添加附件"),
    Action.DRAFT: N_("起草答复"),
    Action.APPROVE: N_("批准答复"),
    Action.RETURN: N_("退回修改"),
    Action.RECALL: N_("撤回修改"),
    Action.SERVE: N_("送达答复"),
    Action.SETTLE: N_("和解（调解）结案"),
    Action.SIGN: N_("签发答复"),
    Action.POST: N_("邮寄答复"),
    Action.ACKNOWLEDGE: N_("登记送达回执"),
    Action.EXTEND_ASK: N_("申请延期"),
    Action.EXTEND_GRANT: N_("批准延期"),
    Action.EXTEND_REFUSE: N_("不批准延期"),
    Action.MAKE_ORDINARY: N_("转为普通程序"),
    Action.RATE: N_("评价"),
    Action.CLOSE: N_("办结"),
    Action.FIND_CAUSE: N_("记下原因"),
    Action.AGREE_PUBLISHING: N_("同意公开标题和进度"),
    Action.STOP_PUBLISHING: N_("收回公开"),
    Action.PUBLISH: N_("公开标题和进度"),
    Action.WITHDRAW: N_("撤回"),
    Action.ESCALATE: N_("报告负责人"),
    Action.URGE: N_("催办"),
    Action.OPEN_IDENTITY: N_("查看身份信息"),
    Action.RECUSE: N_("回避"),
    Action.SPONSOR: N_("包案"),
    Action.REACH_MILESTONE: N_("包案进展"),
    Action.HAND_ON_SPONSOR: N_("移交包案"),
    Action.MERGE: N_("并入相同的事项"),
    Action.TAKE_IN: N_("带办相同的事项"),
    Action.UNMERGE: N_("解除合并"),
    Action.SERVE_ALONG: N_("一起送达答复"),
    Action.SPLIT: N_("分出一部分诉求"),
    Action.PART_OFF: N_("从另一件里分出"),
    Action.BAR_ALONG: N_("随原事项写明被反映方"),
    Action.RECUSE_ALONG: N_("随原事项回避"),
    Action.REFER_ASSISTANCE: N_("建议转介救助"),
    Action.AGREE_REFERRAL: N_("登记同意转介"),
    Action.DECLINE_REFERRAL: N_("登记不同意转介"),
    Action.ANSWER_REFERRAL: N_("登记救助答复"),
    Action.FOLLOW_UP_REFERRAL: N_("登记救助回访"),
    Action.ADD_COSIGNERS: N_("登记联名人"),
    Action.NAME_REPRESENTATIVE: N_("登记代表"),
    Action.REMOVE_REPRESENTATIVE: N_("取消代表"),
    Action.OPEN_COSIGNERS: N_("查看联名人名单"),
    Action.FILE_TOGETHER: N_("一起提出"),
    Action.PROPOSE_REPRESENTATIVES: N_("推选代表"),
    Action.RENEW_PICK_UP: N_("换一个领取链接"),
    Action.DROP_REPRESENTATIVE: N_("不再由这位代表"),
    Action.OPEN_LIST: N_("打开联名单"),
    Action.CLOSE_LIST: N_("关闭联名单"),
    Action.RELEASE_HANDLER: N_("承办人离岗"),
    Action.LEAVE_BARRED: N_("因回避更换单位"),
    Action.REVIEW_LEAVE_BARRED: N_("因回避更换复查复核单位"),
    Action.OPEN_SEAL: N_("查看密封内容"),
    Action.ADD_READER: N_("让一位同事也能看"),
    Action.ASK_UNSEALING: N_("请求解封身份"),
    Action.AGREE_UNSEALING: N_("同意解封身份"),
    Action.UNSEAL: N_("解封身份"),
    Action.ASK_REVIEW: N_("申请复查"),
    Action.ASK_RECHECK: N_("申请复核"),
    Action.POINT_OUTSIDE: N_("告知向上一级申请"),
    Action.TAKE_REVIEW: N_("承办复查"),
    Action.TAKE_RECHECK: N_("承办复核"),
    Action.DRAFT_OPINION: N_("起草意见"),
    Action.RETURN_OPINION: N_("退回修改意见"),
    Action.DECIDE_REVIEW: N_("批准复查意见"),
    Action.DECIDE_RECHECK: N_("批准复核意见"),
    Action.SEND_BACK: N_("批准退回重办"),
    Action.ANNOUNCE_HEARING: N_("决定举行听证"),
    Action.CANCEL_HEARING: N_("取消听证"),
    Action.RECORD_HEARING: N_("记录听证"),
    Action.SUPERVISE: N_("督办"),
    Action.ANSWER_SUPERVISION: N_("答复督办"),
    Action.END_SUPERVISION: N_("结束督办"),
    Action.STEP_DONE: N_("登记已落实"),
    Action.FOLLOW_UP: N_("登记回访"),
    Action.REOPEN: N_("重新办理"),
    Action.RECORD_FIELD_VISIT: N_("记现场走访"),
    Action.CORRECT_FIELD_VISIT: N_("更正走访记录"),
    Action.OFFER_EXPLANATION: N_("提出开说明会"),
    Action.ASK_EXPLANATION: N_("请开说明会"),
    Action.FIX_EXPLANATION: N_("定说明会的时间"),
    Action.ANSWER_INVITATION: N_("答复说明会邀请"),
    Action.ASK_OTHER_DAY: N_("请改说明会的时间"),
    Action.WITHDRAW_EXPLANATION: N_("不用开说明会"),
    Action.HOLD_EXPLANATION: N_("记说明会"),
    Action.END_EXPLANATION: N_("登记说明会没有开"),
    Action.REMARK_EXPLANATION: N_("对说明会记录写意见"),
    Action.OBJECT: N_("提出异议"),
    Action.TAKE_BACK: N_("同意退回"),
    Action.REFUSE_OBJECTION: N_("不同意退回"),
    Action.DISPUTE: N_("提请上级裁定"),
    Action.SETTLE_DISPUTE: N_("裁定由谁负责"),
    Action.ESCALATE_HANDOVER: N_("报告多次转交"),
    Action.REPORT_BACK: N_("报告办理结果"),
    Action.ASK_ASSIST: N_("请其他单位协办"),
    Action.CONTRIBUTE: N_("答复协办"),
    Action.END_ASSIST: N_("结束协办"),
    Action.ASK_CALL: N_("转为电话告知"),
    Action.MOVE_DUE: N_("因放假安排改期限"),
    Action.RECORD_CALL: N_("登记电话告知"),
    Action.INSTRUCT: N_("登记上级交办"),
    Action.EXTEND_INSTRUCTION: N_("登记上级同意延期"),
    Action.DRAFT_REPORT: N_("起草上报报告"),
    Action.APPROVE_REPORT: N_("批准上报报告"),
    Action.RETURN_REPORT: N_("退回上报报告"),
    Action.SEND_REPORT: N_("登记已上报"),
    Action.LEADER_READ: N_("阅"),
    Action.REMARK: N_("批示"),
    Action.TAKE_INTO_PERIOD: N_("列入集中攻坚"),
    Action.WRITE_WEEK: N_("填每周进展"),
    Action.WRITE_RESULT: N_("填攻坚结果"),
    Action.NAME_MEMBER: N_("请人进工作专班"),
    Action.AGREE_MEMBER: N_("同意派人进专班"),
    Action.END_MEMBER: N_("退出工作专班"),
    Action.ADD_MILESTONES: N_("追加计划步骤"),
    Action.END_SPONSOR: N_("结束包案"),
    Action.LOOK_BACK: N_("回头看"),
    Action.EXPLAIN_LOOK_BACK: N_("对回头看作说明"),
}
OUTCOME_LABELS = {
    Outcome.UPHELD: N_("支持"),
    Outcome.EXPLAINED: N_("解释说明"),
    Outcome.NOT_UPHELD: N_("不予支持"),
    Outcome.SETTLED: N_("和解（调解）"),
}
GRADE_LABELS = {
    Grade.SATISFIED: N_("满意"),
    Grade.PARTLY: N_("基本满意"),
    Grade.DISSATISFIED: N_("不满意"),
}
