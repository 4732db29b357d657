"""The refusals of linking accounts with the organisation's own sign-on."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.kernel.text import N_


class SubjectRequired(BadInput):
    """An identity has a subject, and of no endless length."""

    sentence = N_("请填写统一认证里的标识，最多 255 个字，照登录页上显示的原样填。")
    field = "subject"


class SignOnLinkConflict(Conflict):
    """The identity belongs to an account, or the account has an identity of this provider, or such a link waits."""

    sentence = N_("这个标识已经连着一个账号，或者这个账号在这里已经连着一个标识（也可能在等确认）。请先解除原来的。")


class SignOnLinkNotFound(NotThere):
    """No such link, or it is ended or lapsed, or isn't this officer's to decide."""

    sentence = N_("没有找到这项连接，可能已经有了结果。")


class SignOnAgreeNotAllowed(NotAllowed):
    """A link is agreed to by its officer or by a second person, and never by who asked for it."""

    sentence = N_("这项连接要由本人，或者单位负责人、监督员确认；不能由提出的人确认。")
