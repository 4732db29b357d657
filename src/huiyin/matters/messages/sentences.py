"""How the steps are said around notes, files, questions and answers."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

MESSAGES: EventWordings = {
    "matters.message.noted": (NP_("经过", "记录"), ""),
    "matters.message.asked": (
        NP_("经过", "请信访人补充"),
        N_("%(office)s请您补充情况。等您补充期间，时限照常计算。"),
    ),
    "matters.message.written": (NP_("经过", "信访人补充"), N_("您补充了情况，已经送到办理的单位。")),
    "matters.attachment.added": (NP_("经过", "添加附件"), N_("添加了附件“%(name)s”。")),
    "matters.message.questioned": (NP_("经过", "信访人提问"), N_("您提了一个问题，我们会在“来往消息”里回答。")),
    "matters.message.answered": (NP_("经过", "回复信访人"), N_("%(office)s给您写了回复，在“来往消息”里。")),
}
