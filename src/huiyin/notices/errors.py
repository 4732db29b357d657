"""Refusals of the outbox."""

from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, NotThere


class NoticeRefused(HuiyinError):
    """A notice would carry something other than a matter's number, a path of this site and a day, or lacks one."""

    sentence = "通知“%(template)s”的“%(param)s”不合规定，没有发出。"


class NoticeNotRetriable(Conflict):
    """Only a notice that failed or found no address can be tried again."""

    sentence = "这条通知已经发出或正在发送，不需要重试。"


class MailboxUnknown(NotThere):
    """The link isn't one of ours, or older than three months."""

    sentence = "这个链接不对，或者已经过期。请用最近一封邮件里的链接。"


class TrialAddressWrong(BadInput):
    """No mail address, or no mobile number."""

    field = "address"
    sentence = "发邮件请写邮箱，发短信请写 11 位的手机号码。"


class TrialLimitReached(Conflict):
    """So many trial messages in an hour are enough to find out what is wrong."""

    sentence = "每人一小时最多试 %(most)s 次，请过一会儿再试。"


class TextNotSetUp(Conflict):
    """There is no way for text messages."""

    sentence = "还没有设短信通道（HUIYIN_TEXT_GATEWAY），发不了短信。"


class TextNotNow(Conflict):
    """No text message leaves at night, not even a trial."""

    sentence = "短信只在 %(first)s 点到 %(last)s 点之间发，请到时候再试。"
