"""Refusals of drafts."""

from datetime import datetime

from huiyin.kernel.errors import Conflict, NotThere


class DraftNotThere(NotThere):
    """There is no such draft, or it has expired."""

    sentence = "没有找到您的草稿，可能已经过期。请重新填写。"


class DraftSent(Conflict):
    """The draft has been sent already; its receipt can be shown."""

    sentence = "这份诉求已经提交，请看回执。"


class DraftChanged(Conflict):
    """Another page has kept other words in the same step since this one was shown.

    `is_other`: the page belongs to another draft altogether, whose words are none of this one's business.
    """

    sentence = "这一步刚才在另一个窗口里改过，两份都还在，请选一份。"

    def __init__(self, *, is_other: bool = False) -> None:
        """Whether the draft that is there now is another one."""
        super().__init__()
        self.is_other = is_other


class DraftMoved(Conflict):
    """The draft has got another token, which the browser knows by now."""

    sentence = "这份草稿刚刚在另一个窗口里存过，请再按一次。"


class FilingQueued(Conflict):
    """So many matters come that this one has its turn later; the draft is kept, and so is its turn at `turn_at`."""

    sentence = "现在提交的人很多，您的诉求排在队里，内容已经存好。"

    def __init__(self, *, turn_at: datetime) -> None:
        """When its turn is."""
        super().__init__()
        self.turn_at = turn_at
