"""Refusals around the petitioner's rating."""

from huiyin.kernel.errors import BadInput, Conflict


class GradeMissing(BadInput):
    """A rating without its grades."""

    sentence = "请为两项各选一个评价。"
    field = "grades"


class RatedTwice(Conflict):
    """A rating can be changed once."""

    sentence = "评价已经改过一次，不能再改。"


class RatingTooLate(Conflict):
    """The window for rating is over."""

    sentence = "评价的时间已经过了。"
