"""Refusals around the end of a matter, and matters that nobody has taken."""

from huiyin.kernel.errors import Conflict


class WindowOpen(Conflict):
    """The petitioner isn't satisfied and may still ask for a review."""

    sentence = "信访人没有选“满意”，还可以申请复查。期限过后会自动办结。"


class NotServedYet(Conflict):
    """The letter is on its way: the petitioner's time hasn't begun."""

    sentence = "答复还在邮寄途中，收到回执以后期限才开始计算，现在不能办结。"
