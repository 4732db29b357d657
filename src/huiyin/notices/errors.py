"""Refusals of the outbox."""

from huiyin.kernel.errors import Conflict, HuiyinError, NotThere


class NoticeRefused(HuiyinError):
    """A notice would carry something other than a matter's number, a path of this site and a day, or lacks one."""

    sentence = "通知“%(template)s”的“%(param)s”不合规定，没有发出。"


class NoticeNotRetriable(Conflict):
    """Only a notice that failed or found no address can be tried again."""

    sentence = "这条通知已经发出或正在发送，不需要重试。"


class MailboxUnknown(NotThere):
    """The link isn't one of ours, or older than three months."""

    sentence = "这个链接不对，或者已经过期。请用最近一封邮件里的链接。"
