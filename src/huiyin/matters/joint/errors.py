"""Refusals around joint matters."""

from huiyin.kernel.errors import BadInput, Conflict, NotThere


class CoSignerNameMissing(BadInput):
    """A person on the list without a name."""

    sentence = "缺少姓名。"
    field = "name"


class CoSignerPhoneUnreadable(BadInput):
    """What stands for a phone number can't be one."""

    sentence = "电话不像电话号码，请核对。"
    field = "phone"


class CoSignerContactMissing(BadInput):
    """A name alone doesn't tell two people of that name apart."""

    sentence = "电话和住址至少要有一项，不然分不清同名的人。"
    field = "phone"


class RepresentativesEnough(Conflict):
    """There are as many representatives as there may be."""

    sentence = "代表已有 %(most)s 位，不能再多（《信访工作条例》第二十条）。要换人，请先取消一位。"


class RepresentativeThere(Conflict):
    """This person is a representative already."""

    sentence = "这位已经是代表。"


class RepresentativeGone(NotThere):
    """No such representative, or not any more."""

    sentence = "没有这位代表，或者已经取消。"


class SignersNotFound(NotThere):
    """There is no list."""

    sentence = "这件事项没有联名人。"


class RepresentativesTwice(BadInput):
    """The same person was named twice at one time."""

    sentence = "有两位代表写的是同一个人，请去掉一位。"
    field = "name"


class SignListNotFound(NotThere):
    """No list has that link."""

    sentence = "这个链接打不开联名单。请对照发给您的链接或者纸上的网址再看一遍。"


class SignListClosed(Conflict):
    """It takes no names, or not any more."""

    sentence = "这份联名单现在不收签名。想了解情况，请问把链接发给您的人。"


class SignFormUsed(Conflict):
    """The page was sent before, and that signature was withdrawn since."""

    sentence = "这一页已经用过了。要再签，请重新打开链接。"


class SignaturesEnough(Conflict):
    """Very many have come at once from one network, or to one list."""

    sentence = "同时签名的人很多，请过 %(minutes)s 分钟再按一次。您填的都还在。"


class PickUpUsed(NotThere):
    """No such link, or it was used, renewed or declined."""

    sentence = "这个链接用过了，或者已经换了新的。不是您自己领的，请马上告诉把链接发给您的人，让他换一个。"
