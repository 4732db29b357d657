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
