"""The refusals of this context."""

from huiyin.kernel.errors import BadInput, Conflict, NotAllowed, NotThere
from huiyin.kernel.text import N_


class TextModuleNotFound(NotThere):
    """No such text module, or not for this actor."""

    sentence = N_("没有找到这段常用文字，可能属于别的单位。")


class TextModuleNotAllowed(NotAllowed):
    """Only whoever leads the unit, or was named, edits its text modules."""

    sentence = N_("这个单位的常用文字由单位领导和指定的编辑人修改。要修改，请联系他们。")


class TextTitleMissing(BadInput):
    """It has no title."""

    sentence = N_("请写一个标题，同事靠它找到这段文字。")
    field = "title"


class TextBodyMissing(BadInput):
    """It says nothing."""

    sentence = N_("请写正文。")
    field = "body"


class TextPlaceMissing(BadInput):
    """It is offered nowhere."""

    sentence = N_("请至少选一个使用的地方。")
    field = "places"


class TextFieldUnknown(BadInput):
    """A field that there isn't."""

    sentence = N_("没有“{%(name)s}”这个栏目。可以用的有：%(known)s。")
    field = "body"


class TextTitleUsed(BadInput):
    """Another text module of the unit has this title."""

    sentence = N_("本单位已有标题是“%(title)s”的常用文字，请换一个标题。")
    field = "title"


class TextModuleChangedConflict(Conflict):
    """Somebody else has changed it since."""

    sentence = N_("您打开以后，别人改过这段文字。请对照现在的内容，再保存一次。")


class TextModuleWithdrawnConflict(Conflict):
    """It is withdrawn already, or isn't."""

    sentence = N_("这段文字刚刚停用或者恢复了，请看最新情况。")
