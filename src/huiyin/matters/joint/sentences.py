"""How it is said that people joined a matter."""

from huiyin.kernel.text import N_, NP_
from huiyin.matters.core.rules.wording import EventWordings

JOINT: EventWordings = {
    "matters.joint.cosigners_added": (NP_("经过", "登记联名人"), N_("%(office)s登记了 %(count)s 位联名人。")),
    "matters.joint.representative_named": (
        NP_("经过", "登记代表"),
        N_("%(office)s登记了一位代表，代表凭自己的查询码能看到进展和答复。"),
    ),
    "matters.joint.representative_removed": (
        NP_("经过", "取消代表"),
        N_("%(office)s取消了一位代表，那张回执上的查询码不能再用。"),
    ),
    "matters.joint.filed": (
        NP_("经过", "多人一起提出"),
        N_("一起提出的大约 %(people)s 人，推选代表 %(count)s 位。代表自己领了查询码，才看得到进展和答复。"),
    ),
    "matters.joint.representatives_proposed": (
        NP_("经过", "推选代表"),
        N_("推选代表 %(count)s 位。代表自己领了查询码，才看得到进展和答复。"),
    ),
    "matters.joint.pick_up_renewed": (
        NP_("经过", "换了代表的领取链接"),
        N_("第 %(position)s 位代表换了领取链接，原来的链接和查询码不能再用。"),
    ),
    "matters.joint.representative_dropped": (
        NP_("经过", "不再由一位代表"),
        N_("第 %(position)s 位不再是代表，他的查询码不能再用。"),
    ),
    "matters.joint.list_opened": (NP_("经过", "打开联名单"), N_("联名单打开了，有链接的人可以签名。")),
    "matters.joint.list_closed": (NP_("经过", "关闭联名单"), N_("联名单关闭了，不再收网上签名。")),
}
