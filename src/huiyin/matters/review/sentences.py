"""How the steps of review, recheck and hearing are said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

REVIEW: EventWordings = {
    "matters.review.asked": (
        NP_("经过", "申请复查"),
        N_("您申请了复查，由%(unit)s来复查。参与过这件事的人不再参加。"),
    ),
    "matters.recheck.asked": (
        NP_("经过", "申请复核"),
        N_("您申请了复核，由%(unit)s来复核。参与过这件事的人不再参加。"),
    ),
    "matters.review.pointed_outside": (
        NP_("经过", "告知向上一级申请"),
        N_("这件事要由上一级机关复查或者复核，它不在这个平台上。请在期限内直接向它提出，带上给您的答复。"),
    ),
    "matters.review.taken": (NP_("经过", "承办复查"), N_("%(office)s已安排专人复查。")),
    "matters.recheck.taken": (NP_("经过", "承办复核"), N_("%(office)s已安排专人复核。")),
    "matters.review.drafted": (NP_("经过", "起草复查复核意见"), ""),
    "matters.review.returned": (NP_("经过", "退回修改复查复核意见"), ""),
    "matters.review.decided": (NP_("经过", "作出复查意见"), N_("%(office)s作出了复查意见，就在这一页。")),
    "matters.recheck.decided": (NP_("经过", "作出复核意见"), N_("%(office)s作出了复核意见，就在这一页。")),
    "matters.review.sent_back": (
        NP_("经过", "退回重新处理"),
        N_("%(office)s把事项退回%(unit)s重新处理，它会重新书面答复您，期限从今天另算。"),
    ),
    "matters.review.barred_left": (
        NP_("经过", "因回避更换复查复核单位"),
        N_("原来的复查（复核）单位按规定应当回避，现在由%(unit)s来决定。时限不变。"),
    ),
    "matters.hearing.announced": (
        NP_("经过", "决定举行听证"),
        N_("%(office)s决定举行听证，时间、地点写在“听证”里。"),
    ),
    "matters.hearing.cancelled": (NP_("经过", "取消听证"), N_("%(office)s取消了听证：%(words)s")),
    "matters.hearing.recorded": (NP_("经过", "记录听证"), N_("听证已经举行，记录已经保存。")),
}
