"""What notices say: a template each, by its code. Plain Python; what they may carry stands in `rules.py`."""

from collections.abc import Mapping

from huiyin.kernel.text import N_
from huiyin.notices.booking_texts import BOOKING_TEXTS
from huiyin.notices.draft_texts import DRAFT_TEXTS
from huiyin.notices.explanation_texts import EXPLANATION_TEXTS
from huiyin.notices.joint_texts import JOINT_TEMPLATES
from huiyin.notices.leading_texts import LEADING_TEXTS
from huiyin.notices.report_texts import REPORT_TEXTS, TALK_TEXTS
from huiyin.notices.template import Audience, Template

_LOOK = N_("请用查询码查看：")
_LINK = N_("链接只能用一次，过期作废。不是您要办的，请不要打开，并马上告诉单位负责人或监督员：")
_BOOKING = N_("请用预约码查看时间、地点，或者取消：")
_DESK = N_("请登录后查看：")


def _to_petitioner(subject: str, *lines: str) -> Template:
    return Template(Audience.PETITIONER, subject, (*lines, _LOOK), "/")


def _to_booker(subject: str, *lines: str) -> Template:
    return Template(Audience.PETITIONER, subject, (*lines, _BOOKING), "/reception/booking/")


def _to_officer(subject: str, *lines: str, urgent: bool = False, fallback_path: str = "/desk/") -> Template:
    return Template(Audience.OFFICER, subject, (*lines, _DESK), fallback_path, urgent)


def _of_rights(subject: str, *lines: str) -> Template:
    """About an officer's posts, rights or account: at once, and by itself."""
    return Template(Audience.OFFICER, subject, (*lines, _DESK), "/desk/grants/", urgent=True, alone=True)


DIGEST = "officer_digest"
# Whoever filed or booked holds a receipt or code that says so: nobody calls to say it again.
# A declined wish is answered by telephone from its own page.
# Those who signed together can be thousands, and nobody calls them.
NOT_CALLED = frozenset({"matter_registered", "appointment_booked", "home_visit_declined", *JOINT_TEMPLATES})

TEMPLATES: Mapping[str, Template] = {
    DIGEST: _to_officer(N_("有 %(count)s 件事等您看"), N_("今天的汇总：有 %(count)s 件事等您看。"), urgent=True),
    "matter_registered": _to_petitioner(
        N_("您的诉求已登记：%(number)s"),
        N_("您的诉求已经登记，编号 %(number)s。"),
    ),
    "matter_news": _to_petitioner(
        N_("您的诉求有新进展：%(number)s"),
        N_("您的诉求有新进展，编号 %(number)s。"),
    ),
    **JOINT_TEMPLATES,
    "code_reissued": _to_petitioner(
        N_("您的查询码换了：%(number)s"),
        N_("编号 %(number)s 的查询码已在窗口补发，原来的不能再用。"),
        N_("如果不是您本人来办的，请马上联系受理您诉求的单位。"),
    ),
    **{code: _to_booker(*texts) for code, texts in BOOKING_TEXTS.items()},
    **{code: _to_officer(*texts) for code, texts in LEADING_TEXTS.items()},
    "home_visit_declined": _to_booker(
        N_("您%(due_on)s申请的上门探访有了答复"),
        N_(
            "%(due_on)s申请的上门探访来不了，原因写在预约页上。您可以打电话、在网上或者到窗口反映，一样登记、一样答复。"
        ),
    ),
    "matter_assigned": _to_officer(
        N_("有事项等您办理：%(number)s"),
        N_("编号 %(number)s 的事项等您办理。"),
    ),
    "matter_received": _to_officer(
        N_("有事项转到您的单位：%(number)s"),
        N_("编号 %(number)s 的事项转到了您的单位，请安排办理。"),
    ),
    "matter_reopened": _to_officer(
        N_("事项要重新办理：%(number)s"),
        N_("编号 %(number)s 的事项要重新办理、重新答复。"),
    ),
    "kind_changed": _to_officer(
        N_("事项的类型改了：%(number)s"),
        N_("编号 %(number)s 的事项改了类型，期限也跟着改了。"),
    ),
    **{code: _to_officer(*texts) for code, texts in DRAFT_TEXTS.items()},
    "answer_signed": _to_officer(
        N_("答复已签发：%(number)s"),
        N_("编号 %(number)s 的答复已经签发，请送达。"),
    ),
    "extension_decided": _to_officer(
        N_("延期申请有了决定：%(number)s"),
        N_("编号 %(number)s 的延期申请有了决定。"),
    ),
    "matter_merged": _to_officer(
        N_("事项并案办理：%(number)s"),
        N_("编号 %(number)s 的事项和另一件并案办理。"),
    ),
    "matter_unmerged": _to_officer(
        N_("事项不再并案：%(number)s"),
        N_("编号 %(number)s 的事项不再并案，单独办理。"),
    ),
    "objection_raised": _to_officer(
        N_("收到的单位提出异议：%(number)s"),
        N_("编号 %(number)s 的事项，收到的单位提出异议，请您的单位决定。"),
    ),
    "objection_refused": _to_officer(
        N_("异议没有被接受：%(number)s"),
        N_("编号 %(number)s 的事项，您单位的异议没有被接受。"),
    ),
    "dispute_waiting": _to_officer(
        N_("有归属争议等您决定：%(number)s"),
        N_("编号 %(number)s 的事项归谁办有争议，等您决定。"),
    ),
    "dispute_settled": _to_officer(
        N_("归属争议已有决定：%(number)s"),
        N_("编号 %(number)s 的事项归谁办已经决定。"),
    ),
    "handover_escalated": _to_officer(
        N_("事项转送次数过多：%(number)s"),
        N_("编号 %(number)s 的事项已多次转送，请您过问。"),
    ),
    "report_received": _to_officer(
        N_("收到办结报告：%(number)s"),
        N_("编号 %(number)s 的事项报来了办结报告。"),
    ),
    "assist_asked": _to_officer(
        N_("请您的单位协助：%(number)s"),
        N_("编号 %(number)s 的事项请您的单位协助办理。"),
    ),
    "contribution_received": _to_officer(
        N_("协助单位有了回复：%(number)s"),
        N_("编号 %(number)s 的事项，协助单位有了回复。"),
    ),
    "review_waiting": _to_officer(
        N_("有复查复核等您办理：%(number)s"),
        N_("编号 %(number)s 的事项申请了复查或者复核，等您办理。"),
    ),
    "opinion_returned": _to_officer(
        N_("复查复核意见被退回：%(number)s"),
        N_("编号 %(number)s 的复查复核意见被退回，请看过理由再改。"),
    ),
    **{code: _to_officer(*texts) for code, texts in EXPLANATION_TEXTS.items()},
    "hearing_announced": _to_officer(
        N_("请您主持听证：%(number)s"),
        N_("编号 %(number)s 的事项要听证，请您主持。"),
    ),
    "sponsor_named": _to_officer(
        N_("事项由领导包案：%(number)s"),
        N_("编号 %(number)s 的事项由领导包案。"),
    ),
    "sponsor_handed_on": _to_officer(
        N_("有事项移交您包案：%(number)s"),
        N_("编号 %(number)s 的事项移交您包案。"),
    ),
    "demand_answered": _to_officer(
        N_("督办有了书面答复：%(number)s"),
        N_("编号 %(number)s 的督办有了书面答复。"),
    ),
    "promise_not_kept": _to_officer(
        N_("回访说没有落实：%(number)s"),
        N_("编号 %(number)s 的事项，回访时说答应的事没有落实。"),
    ),
    "matter_due_soon": _to_officer(
        N_("事项快到期了：%(number)s"),
        N_("编号 %(number)s 的事项将在%(due_on)s到期。"),
    ),
    "matter_due_moved": _to_officer(
        N_("事项的期限改了：%(number)s"),
        N_("放假安排公布了，编号 %(number)s 的事项有期限往后改，最近的一个是%(due_on)s。"),
    ),
    "matter_late": _to_officer(
        N_("事项已超期：%(number)s"),
        N_("编号 %(number)s 的事项已在%(due_on)s到期，仍未办完。"),
        urgent=True,
    ),
    "matter_unowned": _to_officer(
        N_("事项还没有人承办：%(number)s"),
        N_("编号 %(number)s 的事项到期仍没有承办人，请您安排。"),
        urgent=True,
    ),
    "matter_urged": _to_officer(
        N_("信访人催办：%(number)s"),
        N_("编号 %(number)s 的事项已超期，信访人催办，请您督促。"),
    ),
    "approval_waiting": _to_officer(
        N_("有事项等您审批：%(number)s"),
        N_("编号 %(number)s 的事项等您审批。"),
    ),
    "petitioner_wrote": _to_officer(
        N_("信访人那边有新情况：%(number)s"),
        N_("编号 %(number)s 的事项，信访人写了新的内容、交了材料，或者撤回了。"),
        urgent=True,
    ),
    "note_mentioned": _to_officer(
        N_("有同事请您看一条内部记录：%(number)s"),
        N_("编号 %(number)s 的事项，有同事写了内部记录，请您看。"),
    ),
    "instruction_recorded": _to_officer(
        N_("上级交办，要上报结果：%(number)s"),
        N_("编号 %(number)s 的事项是上级交办的，要在%(due_on)s前上报结果。"),
        urgent=True,
    ),
    **{code: _to_officer(*texts) for code, texts in {**REPORT_TEXTS, **TALK_TEXTS}.items()},
    "supervision_raised": _to_officer(
        N_("有督办等您的单位答复：%(number)s"),
        N_("编号 %(number)s 的事项有督办，请您的单位在%(due_on)s前书面答复。"),
        urgent=True,
    ),
    "received_closed": _to_officer(
        N_("您接访的事项办结了：%(number)s"),
        N_("编号 %(number)s 的事项是您接访的，已经办结。"),
    ),
    "received_late": _to_officer(
        N_("您接访的事项超期了：%(number)s"),
        N_("编号 %(number)s 的事项是您接访的，期限是%(due_on)s，还没有办完。"),
        urgent=True,
    ),
    "milestone_due_soon": _to_officer(
        N_("包案计划的一步快到期了：%(number)s"),
        N_("编号 %(number)s 的事项，包案计划的一步将在%(due_on)s到期。"),
    ),
    "milestone_late": _to_officer(
        N_("包案计划的一步已超期：%(number)s"),
        N_("编号 %(number)s 的事项，包案计划的一步已在%(due_on)s到期，仍未完成。"),
        urgent=True,
    ),
    "sponsor_to_end": _to_officer(
        N_("您包案的事项办结了：%(number)s"),
        N_("编号 %(number)s 的事项是您包案的，已经办结，请您回答四个不放过，结束包案。"),
    ),
    "recommendation_received": _to_officer(
        N_("您的单位收到一份建议书"),
        N_("信访部门给您的单位写了一份建议书，请在期限内书面答复。"),
        urgent=True,
    ),
    "recommendation_due_soon": _to_officer(
        N_("建议书快到答复期限了：%(due_on)s"),
        N_("有一份建议书要在%(due_on)s前书面答复。"),
    ),
    "recommendation_late": _to_officer(
        N_("建议书已过答复期限：%(due_on)s"),
        N_("有一份建议书的答复期限是%(due_on)s，仍没有书面答复。"),
        urgent=True,
    ),
    "recommendation_answered": _to_officer(
        N_("建议书有了答复"),
        N_("收到建议书的单位已书面答复。"),
    ),
    "task_given": _to_officer(
        N_("有任务等您办理"),
        N_("有一项任务交给了您或者您的单位。"),
    ),
    "task_due_soon": _to_officer(
        N_("任务快到期了：%(due_on)s"),
        N_("有一项任务将在%(due_on)s到期。"),
    ),
    "task_late": _to_officer(
        N_("任务已超期：%(due_on)s"),
        N_("有一项任务已在%(due_on)s到期，仍未完成。"),
        urgent=True,
    ),
    "task_done": _to_officer(
        N_("交办的任务等您验收"),
        N_("您交办的一项任务已报告完成，等您验收。"),
    ),
    "task_checked": _to_officer(
        N_("任务已验收销号"),
        N_("您办的一项任务已经验收销号。"),
    ),
    "task_sent_back": _to_officer(
        N_("任务要再办"),
        N_("您报告完成的一项任务没有通过验收，请看过理由再办。"),
        urgent=True,
    ),
    "task_returned": _to_officer(
        N_("交办的任务被退回"),
        N_("您交办的一项任务被退回，请在期限内答复。"),
        urgent=True,
    ),
    "task_return_waits": _to_officer(
        N_("退回的任务还没有答复：%(due_on)s"),
        N_("有一项被退回的任务应在%(due_on)s前答复，仍没有答复。"),
        urgent=True,
    ),
    "task_dropped": _to_officer(
        N_("任务已撤销"),
        N_("您办的一项任务撤销了，理由写在任务页上。"),
    ),
    "task_time_asked": _to_officer(
        N_("有任务申请延期"),
        N_("您交办的一项任务申请延期，等您决定。"),
    ),
    "task_time_decided": _to_officer(
        N_("任务延期有了决定"),
        N_("您申请的任务延期有了决定。"),
    ),
    "return_due_soon": _to_officer(
        N_("有一期报告快到时间了：%(due_on)s"),
        N_("您的单位有一期报告要在%(due_on)s报出，没有情况的也请报一下。"),
        urgent=True,
    ),
    "return_missing": _to_officer(
        N_("有一期报告没有按时报：%(due_on)s"),
        N_("有一期报告应在%(due_on)s报出，到时间还没有报。"),
        urgent=True,
    ),
    "return_marked": _to_officer(
        N_("有一期报告要核对"),
        N_("您的单位报过的一期，事后发现有没报的情况，请核对，该更正的写明理由更正。"),
    ),
    "return_asked": _to_officer(
        N_("有一项定期报告要报"),
        N_("您的单位从现在起要报一项定期报告，几时报、报什么写在报告制度里。"),
    ),
    "return_not_asked": _to_officer(
        N_("有一项定期报告不用报了"),
        N_("有一项定期报告修订过，您的单位以后不用再报。已经报的都留着。"),
    ),
    "return_rules_changed": _to_officer(
        N_("有一项定期报告修订了"),
        N_("您的单位要报的一项定期报告修订过，从下一期起按新规定报。"),
    ),
    "officer_sign_in_failed": _to_officer(
        N_("您的账号有 %(count)s 次输错了密码"),
        N_("您上次登录以来，有 %(count)s 次输错了您账号的密码。"),
        N_("如果不是您自己，请换一个密码，并开启两步登录。"),
        urgent=True,
    ),
    "grant_waiting": _of_rights(
        N_("有一项任用等您同意"),
        N_("有一项任用或授权要您同意才生效，请核对是不是本人、该不该给。"),
    ),
    "grant_proposed": _of_rights(
        N_("有人提出一项任用"),
        N_("有一项任用或授权与您或您的单位有关，还没有生效，正在等另一个人同意。"),
    ),
    "grant_decided": _of_rights(
        N_("一项任用有了结果"),
        N_("与您或您的单位有关的一项任用或授权有了结果。"),
    ),
    "account_link": Template(
        Audience.OFFICER,
        N_("请设定您账号的密码"),
        (N_("管理员为您的账号申请了设定密码。密码只有您自己知道，现在的密码在您设好新的以前照样能用。"), _LINK),
        "/accounts/reset/",
        alone=True,
        secret=True,
    ),
    "account_code": _of_rights(
        N_("有账号的开通码要您当面转交"),
        N_("您单位的一位同事要重设密码，请您取开通码，当面交给本人。"),
    ),
    "account_reset": _of_rights(
        N_("您的账号正在重设密码"),
        N_("管理员为您的账号申请了重设密码。不是您要求的，请马上告诉单位负责人或监督员。"),
    ),
    "account_password": _of_rights(
        N_("您账号的密码换了"),
        N_("您账号的密码刚刚换了。不是您换的，请马上告诉单位负责人或监督员。"),
    ),
    "account_mail": _of_rights(
        N_("账号的邮箱要换"),
        N_("管理员要换您的或您单位里一个账号的邮箱，过些日子才生效；本人不认的，不会换。请登录查看。"),
    ),
    "account_sign_on": _of_rights(
        N_("您的账号要和统一认证连起来"),
        N_("管理员要把统一认证里的一个身份和您的账号连起来，您或单位负责人确认以前不生效。不是您的，请登录后拒绝。"),
    ),
    "account_sign_on_waiting": _of_rights(
        N_("有账号和统一认证的连接要确认"),
        N_("您单位的一位同事要用统一认证登录，请您核对那个身份是不是本人的。"),
    ),
    "account_sign_on_changed": _of_rights(
        N_("账号和统一认证的连接有变动"),
        N_("您的或您单位里一个账号，和统一认证的连接刚刚有了变动。不是您知道的，请马上问管理员或监督员。"),
    ),
    "account_left_directory": _of_rights(
        N_("有账号在单位的目录里找不到了"),
        N_("单位的目录里已经没有这个账号的人。人走了的，请停用账号；没有走的，请核对统一认证的连接。"),
    ),
    "unit_changed": _of_rights(
        N_("单位的上下级有变动"),
        N_(
            "您单位的上级，或者是不是独立单位，刚刚有了变动，谁能指挥、谁要回避也跟着变。不该变的，请马上问管理员或监督员。"
        ),
    ),
    "post_changed": _of_rights(
        N_("职位有变动"),
        N_("您的职位，或者您单位里的职位、账号，刚刚有了变动。不是您知道的，请马上问管理员或监督员。"),
    ),
}

URGENT = sorted(
    code
    for code, template in TEMPLATES.items()
    if template.urgent and not template.alone and template.audience is Audience.OFFICER and code != DIGEST
)
