"""Why a notice didn't leave: a short name that is kept, and what it means to whoever administers the installation.

A name is an error's class with the reply code of the server where it gave one: `RecipientRefused 550`. Nothing of the
server's own words is kept, as they name addresses.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.error import URLError

from django.utils.translation import gettext

from huiyin.kernel.text import N_


class RecipientRefused(Exception):
    """The mail system says for good (5xx) that it won't take mail for this address; `code` is its reply."""

    def __init__(self, code: int = 0) -> None:
        """0: it gave none."""
        super().__init__(code)
        self.code = code


class ChannelDown(Exception):
    """Nothing can be handed over right now, whoever it is for; carries the short name of the cause."""


class HandingUnclear(Exception):
    """It broke off while it was handed over: perhaps it was taken. Carries the short name of the cause."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """What it means, and the settings to look at."""

    words: str
    mail: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


_PLACE = ("HUIYIN_SMTP_HOST", "HUIYIN_SMTP_PORT")
_GATEWAY = ("HUIYIN_TEXT_GATEWAY",)
_ENCRYPTION = ("HUIYIN_SMTP_TLS", "HUIYIN_SMTP_PORT")
_REFUSED = _Reason(N_("服务器拒绝连接"), _PLACE, _GATEWAY)
_BROKEN = _Reason(N_("服务器中途断开了连接"), _ENCRYPTION, _GATEWAY)
_NAME = _Reason(N_("找不到这个名字的服务器"), ("HUIYIN_SMTP_HOST",), _GATEWAY)
_TIMEOUT = _Reason(N_("服务器没有按时答复"), _PLACE, _GATEWAY)
_CERTIFICATE = _Reason(N_("服务器的证书不可信"), ("HUIYIN_SMTP_HOST",), _GATEWAY)
_TLS = _Reason(N_("加密连接没有建立起来"), _ENCRYPTION, _GATEWAY)
_UNABLE = _Reason(N_("服务器不支持所设的加密或登录"), ("HUIYIN_SMTP_TLS", "HUIYIN_SMTP_USER"))
_LOGIN = _Reason(N_("用户名或密码不对"), ("HUIYIN_SMTP_USER", "HUIYIN_SMTP_PASSWORD"))
_SENDER = _Reason(N_("服务器不接受发件人的地址"), ("HUIYIN_MAIL_FROM", "HUIYIN_SMTP_USER"))
_RECIPIENT = _Reason(N_("服务器不收给这个收件人的"))
_LATER = _Reason(N_("服务器现在不收给这个收件人的"))
_MESSAGE = _Reason(N_("服务器不接受这封邮件"), ("HUIYIN_MAIL_FROM",))
_BUSY = _Reason(N_("服务器现在不接受邮件"))
_TOKEN = _Reason(N_("短信网关不认令牌"), text=("HUIYIN_TEXT_TOKEN",))
_HTTP = _Reason(N_("短信网关出错"), text=_GATEWAY)
_FOLDER = _Reason(N_("写不进文件夹"), ("HUIYIN_OUTBOX",), ("HUIYIN_OUTBOX",))
_UNREACHABLE = _Reason(N_("连不上服务器"), _PLACE, _GATEWAY)

_REASONS: Mapping[str, _Reason] = {
    "ConnectionRefusedError": _REFUSED,
    "ConnectionResetError": _BROKEN,
    "ConnectionAbortedError": _BROKEN,
    "BrokenPipeError": _BROKEN,
    "SMTPServerDisconnected": _BROKEN,
    "RemoteDisconnected": _BROKEN,
    "IncompleteRead": _BROKEN,
    "gaierror": _NAME,
    "TimeoutError": _TIMEOUT,
    "SSLCertVerificationError": _CERTIFICATE,
    "SSLError": _TLS,
    "SSLEOFError": _TLS,
    "SSLZeroReturnError": _TLS,
    "SMTPNotSupportedError": _UNABLE,
    "SMTPAuthenticationError": _LOGIN,
    "SMTPSenderRefused": _SENDER,
    "RecipientRefused": _RECIPIENT,
    "SMTPRecipientsRefused": _LATER,
    "SMTPDataError": _MESSAGE,
    "SMTPConnectError": _BUSY,
    "SMTPHeloError": _BUSY,
    "SMTPResponseException": _BUSY,
    "PermissionError": _FOLDER,
    "FileNotFoundError": _FOLDER,
    "NotADirectoryError": _FOLDER,
    "OSError": _UNREACHABLE,
    "URLError": _UNREACHABLE,
    "Http401": _TOKEN,
    "Http403": _TOKEN,
    "NoAddress": _Reason(N_("收件的工作人员没有邮箱")),
    "LeaseEnded": _Reason(N_("发送的程序几次中途停了")),
    "KeyMissing": _Reason(N_("缺少密钥，读不出收件人")),
    "IdentityUnreadable": _Reason(N_("读不出收件人")),
}


def failure_name(error: BaseException) -> str:
    """Its class, with the server's reply code; never its text."""
    cause = _cause(error)
    code = _reply_code(cause)
    name = type(cause).__name__
    return f"{name} {code}" if code else name


def failure_reason(name: str) -> str:
    """A short name in words, with the code: 用户名或密码不对（535）; "" where nothing went wrong."""
    if not name:
        return ""
    short, code = _split(name)
    reason = _reason(short)
    if reason is None:
        return gettext("没有列出的原因（%(name)s）") % {"name": name}
    words = gettext(reason.words)
    return gettext("%(reason)s（%(code)s）") % {"reason": words, "code": code} if code else words


def settings_to_check(name: str, *, is_text: bool) -> tuple[str, ...]:
    """The settings that such a failure most often comes from."""
    reason = _reason(_split(name)[0])
    if reason is None:
        return ()
    return reason.text if is_text else reason.mail


def _split(name: str) -> tuple[str, str]:
    short, _blank, code = name.partition(" ")
    return short, code or short.removeprefix("Http") if short.startswith("Http") else code


def _reason(short: str) -> _Reason | None:
    return _REASONS.get(short) or (_HTTP if short.startswith("Http") else None)


def _cause(error: BaseException) -> BaseException:
    """What lies below: both libraries put errors of the connection into one of their own."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        return error.__context__
    if isinstance(error, URLError) and isinstance(error.reason, BaseException):
        return error.reason
    return error


def _reply_code(error: BaseException) -> int:
    match error:
        case RecipientRefused():
            code = error.code
        case smtplib.SMTPResponseException():
            code = error.smtp_code
        case smtplib.SMTPRecipientsRefused():
            code = max((code for code, _words in error.recipients.values()), default=0)
        case _:
            code = 0
    return code if 100 <= code < 600 else 0
