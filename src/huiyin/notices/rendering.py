"""A notice's words: Chinese first, English below, the address to look at in a line of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.notices.rules import address_path
from huiyin.notices.templates import TEMPLATES

_SEVERAL = N_("有 %(count)s 条新消息")
_CONFIRM = N_(
    "这个邮箱还没有确认，一天最多收到一封。想有消息马上知道，请打开下面的链接确认；没有在这里留过邮箱的，不用理会。"
)
_TRIAL = N_("测试邮件")
_TRIAL_LINE = N_("收到这封邮件，就说明系统的邮件发得出去。不用回复。")
_LANGUAGES = ("zh-hans", "en")
# A text message is paid by its length: one language, the source one.
_TEXT_LANGUAGE = "zh-hans"
_TEXT_MATTER = N_("【%(site)s】编号 %(number)s 的事项有新消息，请用查询码查看：%(address)s")
_TEXT_TRIAL = N_("【%(site)s】测试短信：收到这一条，就说明短信发得出去。不用回复。")
_TEXT_BOOKING = N_("【%(site)s】您预约的接访有新消息，请用预约码查看：%(address)s")


@dataclass(frozen=True, slots=True)
class Rendered:
    """Subject (one line) and body (plain text) of one notice."""

    subject: str
    body: str


def render(*, template: str, params: Mapping[str, str], tail: str = "") -> Rendered:
    """The words of a notice in every language, each once: an untranslated one isn't said twice.

    `tail` is the secret end of the address, for the mail alone.
    """
    found = TEMPLATES[template]
    versions: dict[tuple[str, ...], list[str]] = {}
    for language in _LANGUAGES:
        with override(language):
            words = tuple(gettext(text) for text in (found.subject, *found.lines))
            values = _values(params)
        versions.setdefault(words, [text % values for text in words])
    address = settings.HUIYIN_SITE_URL + address_path(found, params) + tail
    subject = " / ".join(texts[0] for texts in versions.values())
    body = "\n\n".join("\n".join((*texts[1:], address)) for texts in versions.values())
    name = settings.HUIYIN_SITE_NAME
    return Rendered(subject=f"[{name}] {subject}", body=f"{body}\n\n-- \n{name}\n")


def joined(several: Sequence[Rendered], *, confirm_token: str = "") -> Rendered:
    """One mail of several notices, in their order; with `confirm_token` it says how its reader gets each at once."""
    name = settings.HUIYIN_SITE_NAME
    signature = f"\n\n-- \n{name}\n"
    first = several[0]
    bodies = [rendered.body.removesuffix(signature) for rendered in several]
    subject = first.subject
    if len(several) > 1:
        subject = f"[{name}] " + _in_both(_SEVERAL, {"count": str(len(several))}, " / ")
    if confirm_token:
        link = f"{settings.HUIYIN_SITE_URL}/mailbox/{confirm_token}/"
        bodies.append(_in_both(_CONFIRM, {}, "\n") + f"\n{link}")
    return Rendered(subject=subject, body="\n\n".join(bodies) + signature)


def render_trial() -> Rendered:
    """A trial mail: that it is one, and nothing else."""
    name = settings.HUIYIN_SITE_NAME
    body = _in_both(_TRIAL_LINE, {}, "\n\n")
    return Rendered(subject=f"[{name}] {_in_both(_TRIAL, {}, ' / ')}", body=f"{body}\n\n-- \n{name}\n")


def _in_both(text: str, values: Mapping[str, str], between: str) -> str:
    texts = []
    for language in _LANGUAGES:
        with override(language):
            texts.append(gettext(text) % values)
    return between.join(dict.fromkeys(texts))


def render_text(*, template: str, params: Mapping[str, str]) -> str:
    """The text message of a petitioner's notice: that there is news on a number, and where to look. Nothing else."""
    found = TEMPLATES[template]
    address = settings.HUIYIN_SITE_URL + address_path(found, params)
    with override(_TEXT_LANGUAGE):
        words = gettext(found.text_message or (_TEXT_MATTER if "number" in params else _TEXT_BOOKING))
    number = format_matter_number(params.get("number", ""))
    return words % {"site": settings.HUIYIN_SITE_NAME, "number": number, "address": address}


def render_trial_text() -> str:
    """A trial text message."""
    with override(_TEXT_LANGUAGE):
        return gettext(_TEXT_TRIAL) % {"site": settings.HUIYIN_SITE_NAME}


def _values(params: Mapping[str, str]) -> dict[str, str]:
    values = {"number": format_matter_number(params.get("number", "")), "count": params.get("count", "")}
    if "due_on" in params:
        values["due_on"] = date_format(date.fromisoformat(params["due_on"]), "DATE_FORMAT")
    return values
