"""How more time, the simple procedure, a settlement and service are said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.rules.sentences.said import Said

PROCEDURE: Said = {
    "matters.extension.asked": (NP_("经过", "申请延期"), ""),
    "matters.extension.granted": (
        NP_("经过", "批准延期"),
        N_("%(office)s批准延长 %(days)s 天，最迟 %(day)s 答复您。原因：%(reason)s"),
    ),
    "matters.extension.refused": (NP_("经过", "不批准延期"), ""),
    "matters.matter.made_ordinary": (
        NP_("经过", "转为普通程序"),
        N_("这件事不适合简易办理，转为普通程序。答复期限仍从受理那天算起。原因：%(reason)s"),
    ),
    "matters.reply.settled": (NP_("经过", "起草和解（调解）协议"), ""),
    "matters.reply.signed": (NP_("经过", "签发答复"), ""),
    "matters.reply.posted": (
        NP_("经过", "寄出答复"),
        N_("%(office)s在 %(day)s 把书面答复寄给您，这一页上也能看到。"),
    ),
    "matters.reply.acknowledged": (
        NP_("经过", "收到回执"),
        N_("邮寄的答复在 %(day)s 送到。评价和申请复查的时间从这天算起。"),
    ),
}
