"""Refusals around publishing."""

from huiyin.kernel.errors import BadInput, NotReady


class PublishingAgreed(NotReady):
    """Agreed already."""

    sentence = "您已经同意过了，不用再按。"


class PublishingNotAgreed(NotReady):
    """There is nothing to publish or to take back: the petitioner hasn't agreed, or has changed their mind."""

    sentence = "信访人没有同意公开，或者已经收回，不能公开。"


class PublishedTitleMissing(BadInput):
    """Nothing would be shown."""

    sentence = "请写公开的标题：不写姓名、门牌和能认出是谁的话。"
    field = "title"
