"""How a referral to an aid scheme is said."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

ASSISTANCE: EventWordings = {
    "matters.referral.asked": (
        NP_("经过", "建议转介救助"),
        N_("%(office)s建议把您转介给%(to)s，申请%(scheme)s。您同意才会转。"),
    ),
    "matters.referral.agreed": (
        NP_("经过", "同意转介救助"),
        N_("您%(how)s同意转介，转介函已经写给%(to)s，申请%(scheme)s。"),
    ),
    "matters.referral.declined": (
        NP_("经过", "不同意转介救助"),
        N_("您%(how)s没有同意转介%(scheme)s，什么都没有转出。"),
    ),
    "matters.referral.answered": (NP_("经过", "救助答复"), N_("%(to)s答复了%(scheme)s的申请：%(result)s。")),
    "matters.referral.followed_up": (NP_("经过", "救助回访"), N_("%(office)s向您了解了%(scheme)s的情况。")),
}
