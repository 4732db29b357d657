"""Refusals: each is an exception with a name and a sentence that a person can act on.

    HuiyinError
    ├── NotAllowed            this actor may not do this
    ├── NotThere              it doesn't exist, or not for this actor (the two are never told apart)
    ├── BadInput              something typed can't be used; carries the field's name
    ├── Conflict              somebody else was faster, or the state has moved on
    └── NotReady              the installation lacks something (a key, a table, room on the disk)
        └── Busy              it has too much to do just now; the same works in a while

`sentence` is the Chinese source text of a translatable message with %(name)s places; the web layer translates it.
"""


class HuiyinError(Exception):
    """The root of all refusals."""

    sentence = "现在办不了这一步，请稍后再试。"

    def __init__(self, **params: object) -> None:
        """Keep what the sentence needs; every value must be fit to be shown."""
        super().__init__(type(self).__name__)
        self.params = params

    def __str__(self) -> str:
        """The sentence in its source language."""
        return self.sentence % self.params if self.params else self.sentence


class NotAllowed(HuiyinError):
    """This actor may not do this."""

    sentence = "您的职位不能办这一步。"


class NotThere(HuiyinError):
    """It doesn't exist, or not for this actor."""

    sentence = "没有找到，请核对后再试。"


class BadInput(HuiyinError):
    """Something typed can't be used; `field` names the form field it belongs to."""

    sentence = "这一项填写有误，请修改。"
    field: str = ""

    def __init__(self, *, field: str = "", **params: object) -> None:
        """`field`: the form field; other values fill the sentence."""
        super().__init__(**params)
        if field:
            self.field = field


class Conflict(HuiyinError):
    """Somebody else was faster, or the state has moved on."""

    sentence = "情况刚刚有了变化，请看过最新内容再办。"


class NotReady(HuiyinError):
    """The installation lacks something; the administrator can mend it."""

    sentence = "系统尚未就绪，请联系管理员。"


class Busy(NotReady):
    """The installation has too much to do just now; the same works in a while."""

    sentence = "现在有些忙，请过一会儿再试。"
