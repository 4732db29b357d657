"""What notices of joint matters say to those who didn't file them."""

from collections.abc import Mapping

from huiyin.kernel.text import N_
from huiyin.notices.template import Audience, Template

JOINT_TEMPLATES: Mapping[str, Template] = {
    "joint_news": Template(
        Audience.PETITIONER,
        N_("您签过名的诉求有新进展：%(number)s"),
        (
            N_("您签过名的诉求有新进展，编号 %(number)s。不想再收到，打开以后可以取消。"),
            N_("请用您自己的查询码查看："),
        ),
        "/",
    ),
    # Without the link: it would go to whoever reads that telephone or mailbox.
    "representative_proposed": Template(
        Audience.PETITIONER,
        N_("有人推选您做代表：%(number)s"),
        (
            N_("一件联名诉求推选您做代表，编号 %(number)s。愿意的，请向提出的人要您的领取链接，自己领查询码。"),
            N_("不愿意或者不知道是什么事，不用理会：您不领，就不算。联名是怎么回事，可以看："),
        ),
        "/how/",
        text_message=N_(
            "【%(site)s】一件联名诉求推选您做代表，编号 %(number)s。愿意的请向提出的人要领取链接，不愿意不用理会。"
        ),
    ),
}
