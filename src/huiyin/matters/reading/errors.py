"""Refusals around what leaders read and write."""

from huiyin.kernel.errors import BadInput, Conflict


class ReadAlready(Conflict):
    """The leader has read it."""

    sentence = "您已经阅过这一件。"


class RemarkRequired(BadInput):
    """A remark says something."""

    sentence = "请写下批示的话。"
    field = "words"


class RemarkDayRequired(BadInput):
    """By when the leader wants to be told."""

    sentence = "请写明哪天前报告。"
    field = "due_on"


class RemarkUnitInvalid(BadInput):
    """The unit can't be told of this matter: an accusation stays where it is, and whom the words name isn't asked."""

    sentence = "这件事只能批给现在办理的单位：检举控告不能再让别的单位知道；信里写到的单位也不能由批示交给它。"
    field = "unit_id"
