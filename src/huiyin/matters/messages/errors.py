"""Refusals around notes, files, questions and answers."""

from huiyin.kernel.errors import BadInput, Conflict


class MessageMissing(BadInput):
    """An empty message."""

    sentence = "请写点内容再提交。"
    field = "body"


class MessageRepeated(BadInput):
    """The same words a moment ago."""

    sentence = "这段话刚才已经送到，不用再发。"
    field = "body"


class NothingAsked(Conflict):
    """The matter has ended, and nothing that the petitioner asked is unanswered."""

    sentence = "这件事项已经结束，也没有还没回答的提问。"


class MentionsTooMany(BadInput):
    """More colleagues than a note can ask to look."""

    sentence = "一次最多请 %(most)s 位同事看。"
    field = "mentions"


class MentionRefused(BadInput):
    """Somebody is asked to look who isn't among those who can be asked; which of them isn't said."""

    sentence = "请看的同事只能从名单里选。名单刚刚有了变化，请重新选。"
    field = "mentions"
