"""Refusals of drafts."""

from huiyin.kernel.errors import Conflict, NotThere


class DraftNotThere(NotThere):
    """There is no such draft, or it has expired."""

    sentence = "没有找到您的草稿，可能已经过期。请重新填写。"


class DraftSent(Conflict):
    """The draft has been sent already; its receipt can be shown."""

    sentence = "这份诉求已经提交，请看回执。"
