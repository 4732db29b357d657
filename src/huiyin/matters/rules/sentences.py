"""How each step of a matter is said: a name for staff, a sentence for the petitioner. Translated where shown."""

from huiyin.kernel.text import N_
from huiyin.matters.rules.moves import RECORDED_KIND, REGISTERED_KIND

# ledger kind: (name, sentence to the petitioner)
_SAID: dict[str, tuple[str, str]] = {
    REGISTERED_KIND: (N_("登记"), N_("我们收到了您的事项，已经登记。")),
    RECORDED_KIND: (N_("录入已有答复"), N_("这件事项此前已经答复，答复已录入。")),
    "matters.matter.accepted": (N_("受理"), N_("%(office)s决定受理，会查清事实后书面答复您。")),
    "matters.matter.declined": (N_("决定不予受理"), N_("%(office)s决定不予受理：%(ground)s")),
    "matters.matter.redirected": (N_("告知另途"), N_("这件事项要走另外的途径：%(ground)s%(route)s")),
    "matters.matter.unit_assigned": (N_("转交单位"), N_("事项已交给%(unit)s，由它负责答复您。时限不变。")),
    "matters.matter.handler_assigned": (N_("指定承办人"), N_("%(office)s已安排专人承办。")),
    "matters.matter.respondent_named": (N_("写明被反映方"), ""),
    "matters.message.noted": (N_("内部记录"), ""),
    "matters.message.asked": (N_("请信访人补充"), N_("%(office)s请您补充情况。等您补充期间，时限照常计算。")),
    "matters.message.written": (N_("信访人补充"), N_("您补充了情况，承办人会看到。")),
    "matters.attachment.added": (N_("添加附件"), N_("添加了附件“%(name)s”。")),
    "matters.reply.drafted": (N_("起草答复"), ""),
    "matters.reply.approved": (N_("批准答复"), ""),
    "matters.reply.returned": (N_("退回修改"), ""),
    "matters.reply.served": (N_("送达答复"), N_("%(office)s已书面答复您，答复就在这一页。")),
    "matters.matter.rated": (N_("信访人评价"), N_("您作了评价，谢谢。")),
    "matters.matter.closed": (N_("办结"), N_("事项已办结。记录会一直保留，您随时可以查看。")),
    "matters.matter.withdrawn": (N_("信访人撤回"), N_("您撤回了这件事项。以后需要，可以重新提交。")),
    "matters.matter.escalated": (N_("报告负责人"), N_("还没有人承办，已经报告单位负责人。")),
    "vault.identity.opened": (N_("查看身份信息"), ""),
}


def event_name(kind: str) -> str:
    """The step's name, in the source language."""
    return _SAID.get(kind, (kind, ""))[0]


def event_sentence(kind: str) -> str:
    """The step's sentence to the petitioner, in the source language; "" for what only staff see."""
    return _SAID.get(kind, ("", ""))[1]


def event_kinds() -> frozenset[str]:
    """Every kind that can be said."""
    return frozenset(_SAID)
