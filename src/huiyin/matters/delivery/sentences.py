"""How the steps are said around how an answer reaches the petitioner."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

DELIVERY: EventWordings = {
    "matters.reply.served": (NP_("经过", "送达答复"), N_("%(office)s已书面答复您，答复就在这一页。")),
    "matters.reply.posted": (
        NP_("经过", "寄出答复"),
        N_("%(office)s在 %(day)s 把书面答复寄给您，这一页上也能看到。"),
    ),
    "matters.reply.acknowledged": (
        NP_("经过", "收到回执"),
        N_("邮寄的答复在 %(day)s 送到。评价和申请复查的时间从这天算起。"),
    ),
}
