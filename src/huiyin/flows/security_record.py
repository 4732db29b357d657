"""The record of security events, to be read, and to be taken elsewhere: CSV and syslog (RFC 5424)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.cells import csv_text
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.text import N_
from huiyin.ledger.rules.security import SECURITY_PREFIX
from huiyin.ledger.selectors import EntryView, security_entries, security_months
from huiyin.ledger.services import security_record
from huiyin.orgs.selectors import officer_names

_AT_ONCE = 500
SORTS: Mapping[str, str] = {
    "sign_in": N_("登录"),
    "sign_on": N_("统一认证"),
    "second_factor": N_("两步登录"),
    "session": N_("登录状态"),
    "grant": N_("任用"),
    "post": N_("职位"),
    "account": N_("账号"),
    "reset": N_("重设密码"),
    "password": N_("密码"),
    "address": N_("邮箱"),
    "seal_key": N_("密封口令"),
    "settings": N_("设置"),
    "rulebook": N_("规则集"),
    "calendar": N_("节假日表"),
    "record": N_("安全记录"),
}
_WHAT: Mapping[str, str] = {
    "done": N_("成功"),
    "failed": N_("没有成功"),
    "locked": N_("已锁定"),
    "unlinked": N_("没有对应的账号"),
    "added": N_("开启"),
    "removed": N_("关闭"),
    "reset": N_("重做备用码"),
    "spent": N_("用掉一个备用码"),
    "proposed": N_("提出"),
    "agreed": N_("同意"),
    "refused": N_("不同意"),
    "withdrawn": N_("撤回"),
    "lapsed": N_("过期"),
    "ended": N_("作废"),
    "filled": N_("有人担任"),
    "vacated": N_("空出"),
    "created": N_("新设"),
    "deactivated": N_("停用"),
    "reactivated": N_("恢复"),
    "asked": N_("申请"),
    "handed": N_("取开通码"),
    "used": N_("已用"),
    "set": N_("由系统设定"),
    "changed": N_("已改"),
    "made": N_("生效"),
    "dropped": N_("不改"),
    "exported": N_("导出"),
}
# Somebody should look at these; everything else is a notice (RFC 5424, facility 10: security).
_WARNINGS = frozenset({"sign_in.failed", "sign_in.locked", "second_factor.failed", "second_factor.removed"})
_FACILITY, _WARNING, _NOTICE = 10, 4, 5
# An example number of IANA's, as long as the project has none of its own.
_ENTERPRISE = "huiyin@32473"


@dataclass(frozen=True, slots=True)
class SecurityLine:
    """One event: what, about whose account, by whom, and ids of things. `id` is the ledger entry's."""

    id: int
    at: datetime
    kind: str
    label: str
    officer: str
    actor: str
    facts: Mapping[str, str]

    @property
    def details(self) -> str:
        """The ids, in one line."""
        return " ".join(f"{name}={value}" for name, value in self.facts.items())

    @property
    def other_details(self) -> str:
        """The ids of what the page doesn't name already."""
        named = ("actor", "officer")
        return " ".join(f"{name}={value}" for name, value in self.facts.items() if name not in named)


def security_page(*, actor: Actor, month: str, sort: str, before: int | None, limit: int) -> list[SecurityLine]:
    """The events of a month, the newest first. Raises NotAllowed for anybody but auditors."""
    _check_auditor(actor)
    return _lines(security_entries(month=month, sort=sort, before=before, limit=limit))


def security_csv(*, actor: Actor, month: str, at: datetime) -> str:
    """A whole month for a spreadsheet; taking it out is on record too. Raises NotAllowed."""
    _check_auditor(actor)
    text = csv_of(_month(month))
    with transaction.atomic():
        security_record(
            kind="record.exported", actor=actor.ref, at=at, officer_id=actor.officer_id, facts={"month": month}
        )
    return text


def security_between(*, since: datetime, until: datetime) -> Iterator[SecurityLine]:
    """The events between two instants, the oldest first; for whoever has the server's shell."""
    for month in reversed(security_months(since=since, until=until)):
        for line in reversed(list(_month(month))):
            if since <= line.at < until:
                yield line


def csv_of(lines: Iterable[SecurityLine]) -> str:
    """Comma-separated, with a mark by which spreadsheets know UTF-8; no cell becomes a formula."""
    names = [_("时间"), _("代码"), _("什么事"), _("账号"), _("经手"), _("详情"), _("台账编号")]
    rows = (
        [line.at.astimezone(UTC).isoformat(), line.kind, line.label, line.officer, line.actor, line.details, line.id]
        for line in lines
    )
    return csv_text([names, *rows])


def syslog_of(line: SecurityLine) -> str:
    """The event as RFC 5424 has it, in one line, without what a person is called."""
    warns = line.kind.removeprefix(SECURITY_PREFIX) in _WARNINGS
    priority = _FACILITY * 8 + (_WARNING if warns else _NOTICE)
    stamp = line.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    host = re.sub(r"[^!-~]", "", urlsplit(settings.HUIYIN_SITE_URL).hostname or "") or "-"
    data = {"entry": str(line.id), **line.facts}
    params = " ".join(f'{_param(name)}="{_escaped(value)}"' for name, value in data.items())
    # RFC 5424 allows 255 signs for a host, 32 for the kind of a message and for a parameter's name.
    return f"<{priority}>1 {stamp} {host[:255]} huiyin - {line.kind[:32]} [{_ENTERPRISE} {params}]"


def _check_auditor(actor: Actor) -> None:
    if not actor.holds(Role.AUDITOR):
        raise NotAllowed


def _month(month: str) -> Iterator[SecurityLine]:
    before: int | None = None
    while found := security_entries(month=month, before=before, limit=_AT_ONCE):
        yield from _lines(found)
        before = found[-1].id


def _lines(entries: list[EntryView]) -> list[SecurityLine]:
    ids = {int(str(entry.facts["officer"])) for entry in entries if entry.facts.get("officer") is not None}
    ids |= {int(key) for entry in entries if (key := _officer_key(entry.actor))}
    names = officer_names(officer_ids=ids)
    return [_line(entry, names) for entry in entries]


def _line(entry: EntryView, names: Mapping[int, str]) -> SecurityLine:
    officer_id = entry.facts.get("officer")
    facts = {"actor": entry.actor} | {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in sorted(entry.facts.items())
        if value not in (None, "")
    }
    key = _officer_key(entry.actor)
    return SecurityLine(
        id=entry.id,
        at=entry.at,
        kind=entry.kind,
        label=label_of(entry.kind),
        officer=names.get(int(str(officer_id)), "") if officer_id is not None else "",
        actor=names.get(int(key), entry.actor) if key else _("系统"),
        facts=facts,
    )


def label_of(kind: str) -> str:
    """An event in words."""
    sort, _dot, what = kind.removeprefix(SECURITY_PREFIX).partition(".")
    return f"{_(SORTS.get(sort, sort))} · {_(_WHAT.get(what, what))}"


def _officer_key(actor: str) -> str:
    sort, _colon, key = actor.partition(":")
    return key if sort == "officer" and key.isdecimal() else ""


def _param(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)[:32]


def _escaped(value: str) -> str:
    # RFC 5424, 6.3.3, wants these three escaped; a line break would begin what looks like another event.
    return re.sub(r'(["\\\]])', r"\\\1", re.sub(r"[\x00-\x1f\x7f]", " ", value))
