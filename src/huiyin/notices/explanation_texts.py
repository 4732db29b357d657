"""What notices say to officers around an explanation meeting: subject first, then the line."""

from collections.abc import Mapping

from huiyin.kernel.text import N_

EXPLANATION_TEXTS: Mapping[str, tuple[str, str]] = {
    "explanation_fixed": (
        N_("请您参加说明会：%(number)s"),
        N_("编号 %(number)s 的事项定了说明会，请您参加，时间和地点写在事项里。"),
    ),
    "explanation_off": (
        N_("说明会不开了：%(number)s"),
        N_("编号 %(number)s 的事项，说明会不开了，原因写在事项里。"),
    ),
    "explanation_invited": (
        N_("请您的单位参加说明会：%(number)s"),
        N_("编号 %(number)s 的事项，信访人希望上一级单位参加说明会，请您的单位答复。"),
    ),
    "invitation_answered": (
        N_("上一级单位答复了说明会邀请：%(number)s"),
        N_("编号 %(number)s 的事项，上一级单位答复了说明会的邀请。"),
    ),
}
