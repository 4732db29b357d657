"""How the steps of the main road are said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.rules.late import URGED_KIND
from huiyin.matters.rules.moves import CLOSED_BEFORE_KIND, RECORDED_KIND, REGISTERED_KIND
from huiyin.matters.rules.moves.main_road import CLASSIFIED
from huiyin.matters.rules.sentences.said import Said

MAIN_ROAD: Said = {
    REGISTERED_KIND: (NP_("经过", "登记"), N_("我们收到了您的事项，已经登记。")),
    RECORDED_KIND: (NP_("经过", "录入已有答复"), N_("这件事项此前已经答复，答复已录入。")),
    CLOSED_BEFORE_KIND: (NP_("经过", "录入已有办结"), N_("这件事项在来到本系统以前已经办结，按已办结录入。")),
    "matters.matter.accepted": (NP_("经过", "受理"), N_("%(office)s决定受理，会查清事实后书面答复您。")),
    "matters.matter.declined": (NP_("经过", "不予受理"), N_("%(office)s决定不予受理：%(ground)s%(explanation)s")),
    "matters.matter.redirected": (NP_("经过", "告知另途"), N_("这件事项要走另外的途径：%(ground)s%(route)s")),
    "matters.matter.unit_assigned": (NP_("经过", "转交单位"), N_("事项已交给%(unit)s，由它负责答复您。时限不变。")),
    "matters.matter.handler_assigned": (NP_("经过", "指定承办人"), N_("%(office)s已安排专人承办。")),
    CLASSIFIED: (NP_("经过", "归类"), N_("%(office)s更正了登记的内容：%(changes)s。原因：%(reason)s")),
    "matters.message.noted": (NP_("经过", "记录"), ""),
    "matters.message.asked": (
        NP_("经过", "请信访人补充"),
        N_("%(office)s请您补充情况。等您补充期间，时限照常计算。"),
    ),
    "matters.message.written": (NP_("经过", "信访人补充"), N_("您补充了情况，已经送到办理的单位。")),
    "matters.attachment.added": (NP_("经过", "添加附件"), N_("添加了附件“%(name)s”。")),
    "matters.reply.drafted": (NP_("经过", "起草答复"), ""),
    "matters.reply.approved": (NP_("经过", "批准答复"), ""),
    "matters.reply.returned": (NP_("经过", "退回修改"), ""),
    "matters.reply.served": (NP_("经过", "送达答复"), N_("%(office)s已书面答复您，答复就在这一页。")),
    "matters.matter.rated": (NP_("经过", "信访人评价"), N_("您作了评价，谢谢。")),
    "matters.matter.closed": (NP_("经过", "办结"), N_("事项已办结。记录会一直保留，您随时可以查看。")),
    "matters.matter.withdrawn": (NP_("经过", "信访人撤回"), N_("您撤回了这件事项。以后需要，可以重新提交。")),
    "matters.matter.escalated": (NP_("经过", "报告负责人"), N_("还没有人承办，已经报告单位负责人。")),
    URGED_KIND: (NP_("经过", "信访人催办"), N_("您催办了，已经告诉%(units)s。")),
    "matters.matter.code_reissued": (
        NP_("经过", "补发查询码"),
        N_(
            "%(office)s当面核对身份（%(proof)s）后补发了查询码，原来的从那时起不能再用。"
            "如果不是您本人来办的，请马上告诉我们。"
        ),
    ),
    "matters.matter.code_followed": (
        NP_("经过", "查询码随同一件事项补发"),
        N_("这件事项和分出它的、从它分出的共用一个查询码。查询码已在窗口补发，原来的不能再用。"),
    ),
    "vault.identity.opened": (NP_("经过", "查看身份信息"), ""),
}
