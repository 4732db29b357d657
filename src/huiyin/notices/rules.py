"""What a notice may say, and when it is tried again. Plain Python.

A mail passes through systems that others read. So a notice carries a matter's number, a date, how many there are and
an address to look at, and nothing else: no name, no content, no category, no unit, no state. Four kinds of parameter
exist (`ALLOWED_PARAMS`); their forms are checked when a notice is put into the outbox.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from huiyin.kernel.ids import parse_matter_number, parse_receipt_code
from huiyin.kernel.text import N_
from huiyin.notices.template import Audience, Template

# A worker may take so long over one message before another one may take it up.
LEASE = timedelta(minutes=5)
# Between one try and the next: twelve tries over three days.
_BACK_OFF_MINUTES = (1, 5, 15, 60, 240, 660, 660, 660, 660, 660, 660)
MAX_TRIES = len(_BACK_OFF_MINUTES) + 1

# An officer to whom more urgent ones came within a day gets the others gathered: an import, a Monday after holidays.
URGENT_MOST = 5
URGENT_WITHIN = timedelta(days=1)
# When one way out is down, what would have gone by it waits so long, and no try is used up.
HELD = timedelta(minutes=1)

# An address that its owner hasn't confirmed gets one mail in so long, whoever files.
MAIL_EVERY = timedelta(days=1)
# One mail says the words of so many that waited; those beyond wait for the next one.
MAIL_CARRIES = 50

ALLOWED_PARAMS = frozenset({"number", "path", "due_on", "count"})
_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]*")
_PATH_LONGEST = 200
# Where notices of recommendations lead; a test holds it to the address.
RECOMMENDATION_PATH = "/desk/supervision/recommendations/"
# The same of returns.
RETURN_PATH = "/desk/returns/"


# What became of a trial message: the mail server or the gateway has it, a file was written, or neither.
TRIAL_DELIVERED = "notices.trial.delivered"
TRIAL_WRITTEN = "notices.trial.written"
TRIAL_FAILED = "notices.trial.failed"


class NoticeState(StrEnum):
    """Where a notice stands.

    Unreachable is a petitioner who gave no usable address: nothing went wrong, they look by themselves. Whoever gave
    a telephone number that no text message reaches has to be called: `to_call`, until there is a to-do for it, then
    `by_phone`. `covered` is one whose matter has had a text message since. What isn't urgent to an officer is
    `gathered` until the day's digest; then `digested`, or `left_out` where they don't see the matter any more.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    TO_CALL = "to_call"
    BY_PHONE = "by_phone"
    COVERED = "covered"
    GATHERED = "gathered"
    DIGESTED = "digested"
    LEFT_OUT = "left_out"


# In these somebody has it, or a worker will.
WORKING_STATES = frozenset({NoticeState.PENDING, NoticeState.SENDING})


# In these nothing more happens by itself: an entry of the ledger says so.
FINAL_STATES = frozenset(
    {
        NoticeState.SENT,
        NoticeState.UNREACHABLE,
        NoticeState.FAILED,
        NoticeState.BY_PHONE,
        NoticeState.COVERED,
        NoticeState.DIGESTED,
        NoticeState.LEFT_OUT,
    }
)
# No wait between two tries, and no night without text messages, is longer.
WAITS_MOST = timedelta(days=2)


STATE_LABELS: Mapping[NoticeState, str] = {
    NoticeState.PENDING: N_("等待发送"),
    NoticeState.SENDING: N_("正在发送"),
    NoticeState.SENT: N_("已发送"),
    NoticeState.UNREACHABLE: N_("没有留联系方式"),
    NoticeState.FAILED: N_("没有发出去"),
    NoticeState.TO_CALL: N_("等着转为电话告知"),
    NoticeState.BY_PHONE: N_("转为电话告知"),
    NoticeState.COVERED: N_("已有一条短信告知"),
    NoticeState.GATHERED: N_("等着每日汇总"),
    NoticeState.DIGESTED: N_("已并入每日汇总"),
    NoticeState.LEFT_OUT: N_("事项已不由其办理，没有再发"),
}


# Of one that was sent twice, where nobody could say whether the first had been taken.
MAY_BE_TWICE = N_("已发送，可能收到两份")


def params_refused(template: Template, params: Mapping[str, str]) -> str | None:
    """The name of the first parameter that such a notice may not carry, or lacks; None when all is well."""
    for name in sorted(_needed(template) | params.keys()):
        check = _CHECKS.get(name)
        if check is None or name not in params or not check(params[name]):
            return name
    return None


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries (from 1); None when it was the last one."""
    return timedelta(minutes=_BACK_OFF_MINUTES[tries - 1]) if tries < MAX_TRIES else None


def address_path(template: Template, params: Mapping[str, str]) -> str:
    """Where a notice leads: what it names, else its matter (officers) or the look-up with the number filled in.

    Never with a receipt code. A test holds these paths to the addresses of the site.
    """
    if "path" in params:
        return params["path"]
    number = params.get("number")
    if number is None:
        return template.fallback_path
    return f"/desk/matters/{number}/" if template.audience is Audience.OFFICER else f"/lookup/?number={number}"


def mask_address(address: str) -> str:
    """An address as a page may show it: its first character and nothing that tells the rest."""
    return f"{address[:1]}…@…" if "@" in address else "…"


def _needed(template: Template) -> set[str]:
    text = template.subject + "".join(template.lines)
    return set(re.findall(r"%\((\w+)\)s", text))


def _is_number(text: str) -> bool:
    return parse_matter_number(text) == text


def _is_path(text: str) -> bool:
    """A plain path of this site without a query, and without a receipt code in any of its parts."""
    if len(text) > _PATH_LONGEST or not _PATH.fullmatch(text):
        return False
    return not any(parse_receipt_code(part) for part in text.split("/"))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_count(text: str) -> bool:
    return re.fullmatch(r"[1-9][0-9]{0,5}", text) is not None


_CHECKS = {"number": _is_number, "path": _is_path, "due_on": _is_day, "count": _is_count}
