"""What a notice may say, and when it is tried again. Plain Python.

A mail passes through systems that others read. So a notice carries a matter's number, a date, how many there are and
an address to look at, and nothing else: no name, no content, no category, no unit, no state. Four kinds of parameter
exist (`ALLOWED_PARAMS`); their forms are checked when a notice is put into the outbox.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.kernel.ids import parse_matter_number, parse_receipt_code
from huiyin.kernel.text import N_

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


class State(StrEnum):
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
WORKING_STATES = frozenset({State.PENDING, State.SENDING})


# In these nothing more happens by itself: an entry of the ledger says so.
FINAL_STATES = frozenset(
    {
        State.SENT,
        State.UNREACHABLE,
        State.FAILED,
        State.BY_PHONE,
        State.COVERED,
        State.DIGESTED,
        State.LEFT_OUT,
    }
)
# No wait between two tries, and no night without text messages, is longer.
WAITS_MOST = timedelta(days=2)


STATE_LABELS: Mapping[State, str] = {
    State.PENDING: N_("等待发送"),
    State.SENDING: N_("正在发送"),
    State.SENT: N_("已发送"),
    State.UNREACHABLE: N_("没有留联系方式"),
    State.FAILED: N_("没有发出去"),
    State.TO_CALL: N_("等着转为电话告知"),
    State.BY_PHONE: N_("转为电话告知"),
    State.COVERED: N_("已有一条短信告知"),
    State.GATHERED: N_("等着每日汇总"),
    State.DIGESTED: N_("已并入每日汇总"),
    State.LEFT_OUT: N_("事项已不由其办理，没有再发"),
}


# Of one that was sent twice, where nobody could say whether the first had been taken.
MAY_BE_TWICE = N_("已发送，可能收到两份")


class Audience(StrEnum):
    """Whom a template is for."""

    PETITIONER = "petitioner"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Template:
    """Chinese source texts with the places %(number)s, %(due_on)s, %(count)s; the address follows in its own line.

    `urgent`: an officer hears of it at once. What isn't urgent is gathered, and one notice a day says how many.
    `alone`: it isn't gathered however many came before. `secret`: the address gets a one-time token when the notice
    is sent, which stands in no table.
    """

    audience: Audience
    subject: str
    lines: tuple[str, ...]
    fallback_path: str
    urgent: bool = True
    alone: bool = False
    secret: bool = False


_LOOK = N_("请用编号和查询码查看：")
_LINK = N_("链接只能用一次，过期作废。不是您要办的，请不要打开，并马上告诉单位负责人或监督员：")
_BOOKING = N_("请用预约码查看时间、地点，或者取消：")
_DESK = N_("请登录后查看：")


def _to_petitioner(subject: str, *lines: str) -> Template:
    return Template(Audience.PETITIONER, subject, (*lines, _LOOK), "/")


def _to_booker(subject: str, *lines: str) -> Template:
    return Template(Audience.PETITIONER, subject, (*lines, _BOOKING), "/reception/booking/")


def _to_officer(subject: str, *lines: str, urgent: bool = False, fallback_path: str = "/desk/") -> Template:
    return Template(Audience.OFFICER, subject, (*lines, _DESK), fallback_path, urgent)


def _of_rights(subject: str, *lines: str) -> Template:
    """About an officer's posts, rights or account: at once, and by itself."""
    return Template(Audience.OFFICER, subject, (*lines, _DESK), "/desk/grants/", urgent=True, alone=True)


DIGEST = "officer_digest"
# Whoever filed or booked holds a receipt or code that says so: nobody calls to say it again.
NOT_CALLED = frozenset({"matter_registered", "appointment_booked"})

TEMPLATES: Mapping[str, Template] = {
    DIGEST: _to_officer(
        N_("有 %(count)s 件事等您看"),
        N_("今天的汇总：有 %(count)s 件事等您看。"),
        urgent=True,
    ),
    "matter_registered": _to_petitioner(
        N_("您的诉求已登记：%(number)s"),
        N_("您的诉求已经登记，编号 %(number)s。"),
    ),
    "matter_news": _to_petitioner(
        N_("您的诉求有新进展：%(number)s"),
        N_("您的诉求有新进展，编号 %(number)s。"),
    ),
    "code_reissued": _to_petitioner(
        N_("您的查询码换了：%(number)s"),
        N_("编号 %(number)s 的查询码已在窗口补发，原来的不能再用。"),
        N_("如果不是您本人来办的，请马上联系受理您诉求的单位。"),
    ),
    "appointment_booked": _to_booker(
        N_("您的预约已经记下：%(due_on)s"),
        N_("您预约的日子是%(due_on)s。"),
    ),
    "appointment_tomorrow": _to_booker(
        N_("您的预约就在明天：%(due_on)s"),
        N_("您预约的日子是明天，%(due_on)s。来不了的话请取消，让给别人。"),
    ),
    "appointment_moved": _to_booker(
        N_("您的预约换了地点：%(due_on)s"),
        N_("%(due_on)s的预约换了地点，时间没有变。"),
    ),
    "appointment_fell_through": _to_booker(
        N_("您的预约取消了：%(due_on)s"),
        N_("%(due_on)s的接访取消了，原因写在预约页上。您可以另约一天，也可以随时在网上或者到窗口反映。"),
    ),
    "matter_assigned": _to_officer(
        N_("有事项等您办理：%(number)s"),
        N_("编号 %(number)s 的事项等您办理。"),
    ),
    "matter_due_soon": _to_officer(
        N_("事项快到期了：%(number)s"),
        N_("编号 %(number)s 的事项将在%(due_on)s到期。"),
    ),
    "matter_due_moved": _to_officer(
        N_("事项的期限改了：%(number)s"),
        N_("放假安排公布了，编号 %(number)s 的事项有期限往后改，最近的一个是%(due_on)s。"),
    ),
    "matter_late": _to_officer(
        N_("事项已超期：%(number)s"),
        N_("编号 %(number)s 的事项已在%(due_on)s到期，仍未办完。"),
        urgent=True,
    ),
    "matter_unowned": _to_officer(
        N_("事项还没有人承办：%(number)s"),
        N_("编号 %(number)s 的事项到期仍没有承办人，请您安排。"),
        urgent=True,
    ),
    "matter_urged": _to_officer(
        N_("信访人催办：%(number)s"),
        N_("编号 %(number)s 的事项已超期，信访人催办，请您督促。"),
    ),
    "approval_waiting": _to_officer(
        N_("有事项等您审批：%(number)s"),
        N_("编号 %(number)s 的事项等您审批。"),
    ),
    "petitioner_wrote": _to_officer(
        N_("信访人那边有新情况：%(number)s"),
        N_("编号 %(number)s 的事项，信访人写了新的内容、交了材料，或者撤回了。"),
        urgent=True,
    ),
    "supervision_raised": _to_officer(
        N_("有督办等您的单位答复：%(number)s"),
        N_("编号 %(number)s 的事项有督办，请您的单位在%(due_on)s前书面答复。"),
        urgent=True,
    ),
    "milestone_due_soon": _to_officer(
        N_("包案计划的一步快到期了：%(number)s"),
        N_("编号 %(number)s 的事项，包案计划的一步将在%(due_on)s到期。"),
    ),
    "milestone_late": _to_officer(
        N_("包案计划的一步已超期：%(number)s"),
        N_("编号 %(number)s 的事项，包案计划的一步已在%(due_on)s到期，仍未完成。"),
        urgent=True,
    ),
    "recommendation_received": _to_officer(
        N_("您的单位收到一份建议书"),
        N_("信访部门给您的单位写了一份建议书，请在期限内书面答复。"),
        urgent=True,
    ),
    "recommendation_due_soon": _to_officer(
        N_("建议书快到答复期限了：%(due_on)s"),
        N_("有一份建议书要在%(due_on)s前书面答复。"),
    ),
    "recommendation_late": _to_officer(
        N_("建议书已过答复期限：%(due_on)s"),
        N_("有一份建议书的答复期限是%(due_on)s，仍没有书面答复。"),
        urgent=True,
    ),
    "recommendation_answered": _to_officer(
        N_("建议书有了答复"),
        N_("收到建议书的单位已书面答复。"),
    ),
    "return_due_soon": _to_officer(
        N_("有一期报告快到时间了：%(due_on)s"),
        N_("您的单位有一期报告要在%(due_on)s报出，没有情况的也请报一下。"),
        urgent=True,
    ),
    "return_missing": _to_officer(
        N_("有一期报告没有按时报：%(due_on)s"),
        N_("有一期报告应在%(due_on)s报出，到时间还没有报。"),
        urgent=True,
    ),
    "return_marked": _to_officer(
        N_("有一期报告要核对"),
        N_("您的单位报过的一期，事后发现有没报的情况，请核对，该更正的写明理由更正。"),
    ),
    "officer_sign_in_failed": _to_officer(
        N_("您的账号有 %(count)s 次输错了密码"),
        N_("您上次登录以来，有 %(count)s 次输错了您账号的密码。"),
        N_("如果不是您自己，请换一个密码，并开启两步登录。"),
        urgent=True,
    ),
    "grant_waiting": _of_rights(
        N_("有一项任用等您同意"),
        N_("有一项任用或授权要您同意才生效，请核对是不是本人、该不该给。"),
    ),
    "grant_proposed": _of_rights(
        N_("有人提出一项任用"),
        N_("有一项任用或授权与您或您的单位有关，还没有生效，正在等另一个人同意。"),
    ),
    "grant_decided": _of_rights(
        N_("一项任用有了结果"),
        N_("与您或您的单位有关的一项任用或授权有了结果。"),
    ),
    "account_link": Template(
        Audience.OFFICER,
        N_("请设定您账号的密码"),
        (N_("管理员为您的账号申请了设定密码。密码只有您自己知道，现在的密码在您设好新的以前照样能用。"), _LINK),
        "/accounts/reset/",
        alone=True,
        secret=True,
    ),
    "account_code": _of_rights(
        N_("有账号的开通码要您当面转交"),
        N_("您单位的一位同事要重设密码，请您取开通码，当面交给本人。"),
    ),
    "account_reset": _of_rights(
        N_("您的账号正在重设密码"),
        N_("管理员为您的账号申请了重设密码。不是您要求的，请马上告诉单位负责人或监督员。"),
    ),
    "account_password": _of_rights(
        N_("您账号的密码换了"),
        N_("您账号的密码刚刚换了。不是您换的，请马上告诉单位负责人或监督员。"),
    ),
    "account_mail": _of_rights(
        N_("账号的邮箱要换"),
        N_("管理员要换您的或您单位里一个账号的邮箱，过些日子才生效；本人不认的，不会换。请登录查看。"),
    ),
    "unit_changed": _of_rights(
        N_("单位的上下级有变动"),
        N_(
            "您单位的上级，或者是不是独立单位，刚刚有了变动，谁能指挥、谁要回避也跟着变。不该变的，请马上问管理员或监督员。"
        ),
    ),
    "post_changed": _of_rights(
        N_("职位有变动"),
        N_("您的职位，或者您单位里的职位、账号，刚刚有了变动。不是您知道的，请马上问管理员或监督员。"),
    ),
}

URGENT = sorted(
    code
    for code, one in TEMPLATES.items()
    if one.urgent and not one.alone and one.audience is Audience.OFFICER and code != DIGEST
)


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
