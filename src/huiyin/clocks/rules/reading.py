"""From a TOML file to a Rulebook. All that is wrong is found, with line, key and reason: nothing is guessed."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import time
from typing import TypeVar

from huiyin.clocks.rules.lines import Lines
from huiyin.clocks.rules.rulebook import (
    BY_HAND,
    KINDS,
    ArchiveRule,
    BackdatingRule,
    Bound,
    ClockRule,
    CountsFrom,
    GroundOutcome,
    GroundRule,
    HearingRule,
    KindRule,
    Layer,
    LetterRule,
    OfficeHours,
    PeriodUnit,
    ReceptionRule,
    RouteRule,
    Rulebook,
    RulebookHeader,
    UrgeRule,
)
from huiyin.clocks.rules.table import Fault, Table
from huiyin.clocks.rules.timed import kinds_of_event, known_events, known_kinds, subject_kind_of

_RuleT = TypeVar("_RuleT")
_PLACES = re.compile(r"%\((\w+)\)s|%")
_VERSION = re.compile(r"[0-9A-Za-z.-]{1,20}")
# As many as the column of a clock takes.
_ARTICLE_MOST = 120
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,31}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file. With `faults`, in the order of their lines, the rulebook isn't one to work by."""

    rulebook: Rulebook
    faults: tuple[Fault, ...]
    lines: Lines


def rulebook_parse(text: str, *, file: str) -> Rulebook:
    """One rulebook file. Raises RulebookInvalid for the first thing that is wrong with it."""
    table = Table.parse(text, file=file)
    found = _rulebook(table)
    table.source.refuse()
    return found


def rulebook_read(text: str, *, file: str) -> Reading:
    """One rulebook file with everything that is wrong with it."""
    table = Table.parse(text, file=file)
    found = _rulebook(table)
    faults = sorted(table.source.faults, key=lambda fault: fault.line)
    return Reading(rulebook=found, faults=tuple(faults), lines=table.source.lines)


def _rulebook(table: Table) -> Rulebook:
    if not table.is_readable:
        return Rulebook(
            headers=(RulebookHeader("", "", "", "", "", ""),), kinds=(), clocks=(), grounds=(), letters=()
        )
    header = _header(table)
    entries = {key: table.tables(key) for key in ("kind", "clock", "ground", "letter", "route")}
    kept, heard, urged, open_at, dated, received = (
        table.table(key) for key in ("archive", "hearing", "urge", "office_hours", "backdating", "reception")
    )
    table.finish()
    kinds = tuple(_kind(entry) for entry in entries["kind"])
    clocks = tuple(_clock(entry, header) for entry in entries["clock"])
    grounds = tuple(_ground(entry) for entry in entries["ground"])
    letters = tuple(_letter(entry) for entry in entries["letter"])
    known = {(rule.code, kind) for rule in clocks for kind in rule.kinds}
    routes = tuple(_route(entry, {rule.code for rule in grounds}) for entry in entries["route"])
    _check_once(entries["kind"], [(rule.code,) for rule in kinds])
    _check_once(entries["clock"], [tuple(f"{rule.code}/{kind}" for kind in rule.kinds) for rule in clocks])
    _check_once(entries["ground"], [(rule.code,) for rule in grounds])
    _check_once(entries["letter"], [tuple(f"{rule.code}/{kind}" for kind in rule.kinds) for rule in letters])
    _check_once(entries["route"], [(rule.code,) for rule in routes])
    for entry, letter in zip(entries["letter"], letters, strict=True):
        unknown = [kind for kind in letter.kinds if (letter.remedy_clock, kind) not in known]
        if letter.remedy_clock and unknown and not header.tightens:
            entry.fault("remedy_clock", "没有这个期限")
    missing = [kind for kind in KINDS if kind not in {rule.code for rule in kinds}]
    # A profile has the kinds of its law.
    if missing and not header.tightens:
        table.fault("kind", f"缺少 {'、'.join(missing)}")
    return Rulebook(
        headers=(header,),
        kinds=kinds,
        clocks=clocks,
        grounds=grounds,
        letters=letters,
        routes=routes,
        archive=_given(kept, _archive),
        hearing=_given(heard, _hearing),
        urge=_given(urged, _urge),
        office_hours=_given(open_at, _office_hours),
        backdating=_given(dated, _backdating),
        reception=_given(received, _reception),
    )


def _given(table: Table | None, read: Callable[[Table], _RuleT]) -> _RuleT | None:
    return read(table) if table else None


def _header(table: Table) -> RulebookHeader:
    return RulebookHeader(
        code=_code(table),
        name=table.text("name"),
        instrument=table.text("instrument"),
        version=_version(table),
        valid_from=table.day("valid_from").isoformat(),
        source=table.text("source"),
        tightens=table.text("tightens", ""),
    )


def _kind(table: Table) -> KindRule:
    rule = KindRule(
        code=table.choice("code", KINDS),
        name=table.text("name"),
        help=table.text("help"),
        article=table.text("article"),
    )
    table.finish()
    return rule


def _clock(table: Table, header: RulebookHeader) -> ClockRule:
    starts = table.choice("starts", (BY_HAND, *known_events()))
    is_set = starts == BY_HAND
    stops = table.choices("stops", known_events())
    rule = ClockRule(
        code=_code(table),
        name=table.text("name"),
        layer=table.member("layer", Layer),
        # No event starts a clock that is set by hand: whose it is, what stops it says.
        kinds=table.choices("kinds", known_kinds(), default=kinds_of_event(stops[0] if is_set and stops else starts)),
        starts=starts,
        stops=frozenset(stops),
        amount=0 if is_set else table.number("amount"),
        unit=table.member("unit", PeriodUnit, default=PeriodUnit.DAY) if is_set else table.member("unit", PeriodUnit),
        article=table.text("article", most=_ARTICLE_MOST),
        running=_sentence(table, "running", "due"),
        stopped=_sentence(table, "stopped", "stopped"),
        source=header.ref,
        bound=table.member("bound", Bound, default=Bound.AUTHORITY),
        warn=table.offsets("warn"),
        escalate=table.offsets("escalate"),
        escalate_daily=table.flag("escalate_daily"),
        extend_days=table.number("extend_days", 0),
        extend_article=table.text("extend_article", ""),
        each=table.flag("each"),
        counts_from=table.member("from", CountsFrom, default=CountsFrom.EVENT),
        by=_time(table, "by") if table.has("by") else None,
    )
    table.finish()
    # What stands in for a wrong value would be found at fault as well.
    if table.is_sound:
        _check_clock(table, rule)
    return rule


def _check_clock(table: Table, rule: ClockRule) -> None:
    _check_events(table, rule)
    if rule.starts in rule.stops:
        table.fault("stops", "不能和开始的事件相同")
    if rule.escalate_daily and not rule.escalate:
        table.fault("escalate_daily", "要先有 escalate")
    if bool(rule.extend_days) != bool(rule.extend_article):
        table.fault("extend_article", "可延长的期限要写明延长多少天和依据，二者不能缺一")
    if rule.counts_from is CountsFrom.OFFICE_HOURS and (rule.layer is Layer.STATUTORY or rule.bound.is_window):
        table.fault("from", "只有承诺可以从上班时间算起")
    if rule.unit.is_exact:
        _check_exact(table, rule)


def _check_events(table: Table, rule: ClockRule) -> None:
    """Its kinds are of one subject, and all its events happen to that one."""
    subject, *others = dict.fromkeys(subject_kind_of(kind) for kind in rule.kinds)
    if others:
        table.fault("kinds", f"{subject.name} 和 {others[0].name} 不能写在同一个期限里")
        return
    events = subject.events | {BY_HAND}
    if rule.starts not in events:
        table.fault("starts", f"{subject.name} 没有 {rule.starts} 这个事件")
    if unknown := sorted(rule.stops - events):
        table.fault("stops", f"{subject.name} 没有 {'、'.join(unknown)} 这个事件")


def _check_exact(table: Table, rule: ClockRule) -> None:
    """Hours and minutes run from the event to the instant: nothing about them is counted in days."""
    if not rule.amount and rule.starts != BY_HAND:
        table.fault("amount", "按小时、分钟计的期限至少为 1")
    if rule.by:
        table.fault("by", "按小时、分钟计的期限不另写几点")
    if rule.counts_from is CountsFrom.OFFICE_HOURS:
        table.fault("from", "按小时、分钟计的期限从事情发生时算起")
    if rule.extend_days:
        table.fault("extend_days", "按小时、分钟计的期限不能延长")
    if rule.escalate_daily:
        table.fault("escalate_daily", "按小时、分钟计的期限在 escalate 里逐次写明")


def _ground(table: Table) -> GroundRule:
    rule = GroundRule(
        code=_code(table),
        name=table.text("name"),
        outcome=table.member("outcome", GroundOutcome),
        article=table.text("article"),
        sentence=_sentence(table, "sentence"),
        kinds=table.choices("kinds", KINDS, default=KINDS),
    )
    table.finish()
    return rule


def _route(table: Table, grounds: Collection[str]) -> RouteRule:
    rule = RouteRule(
        code=_code(table),
        name=table.text("name"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence"),
        ground=table.text("ground", ""),
    )
    table.finish()
    if rule.ground and rule.ground not in grounds:
        table.fault("ground", "没有这条理由")
    return rule


def _archive(table: Table) -> ArchiveRule:
    rule = ArchiveRule(
        days=table.number("days"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence", "days"),
    )
    table.finish()
    return rule


def _backdating(table: Table) -> BackdatingRule:
    rule = BackdatingRule(
        days=table.number("days"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence", "days"),
    )
    table.finish()
    return rule


def _reception(table: Table) -> ReceptionRule:
    rule = ReceptionRule(
        days=table.number("days"),
        visits=table.number("visits"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence", "days", "visits"),
    )
    table.finish()
    return rule


def _hearing(table: Table) -> HearingRule:
    rule = HearingRule(
        notice_days=table.number("notice_days"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence", "days"),
    )
    table.finish()
    return rule


def _urge(table: Table) -> UrgeRule:
    rule = UrgeRule(
        days=table.number("days"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence", "days"),
    )
    table.finish()
    return rule


def _office_hours(table: Table) -> OfficeHours:
    rule = OfficeHours(
        opens=_time(table, "opens"),
        closes=_time(table, "closes"),
        article=table.text("article"),
        sentence=_sentence(table, "sentence", "opens", "closes"),
    )
    table.finish()
    if table.is_sound and rule.opens >= rule.closes:
        table.fault("closes", "下班应在上班之后")
    return rule


def _time(table: Table, key: str) -> time:
    text = table.text(key)
    found = _TIME.fullmatch(text)
    if text and not found:
        table.fault(key, "应是几点几分，如 09:00")
    return time(int(found[1]), int(found[2])) if found else time(0)


def _letter(table: Table) -> LetterRule:
    rule = LetterRule(
        code=_code(table),
        name=table.text("name"),
        kinds=table.choices("kinds", KINDS, default=KINDS),
        article=table.text("article"),
        remedy=_sentence(table, "remedy", "length") if table.has("remedy") else "",
        remedy_article=table.text("remedy_article", ""),
        remedy_clock=table.text("remedy_clock", ""),
    )
    table.finish()
    if table.is_sound and bool(rule.remedy) != bool(rule.remedy_article):
        table.fault("remedy_article", "救济途径要和依据一起写")
    if table.is_sound and ("%(length)s" in rule.remedy) != bool(rule.remedy_clock):
        table.fault("remedy_clock", "%(length)s 要和它取自哪个期限一起写")
    return rule


def _code(table: Table) -> str:
    code = table.text("code")
    if code and not _CODE.fullmatch(code):
        table.fault("code", "只用小写字母、数字、- 和 _，2 至 32 个字符，以字母开头")
    return code


def _version(table: Table) -> str:
    version = table.text("version")
    if version and not _VERSION.fullmatch(version):
        table.fault("version", "只用字母、数字、. 和 -，最多 20 个字符")
    return version


def _sentence(table: Table, key: str, *places: str) -> str:
    """A text with exactly the places it may have: a wrong one would only show when somebody reads the page."""
    text = table.text(key)
    found = [match.group(1) or "%" for match in _PLACES.finditer(text)]
    if any(name not in places for name in found):
        table.fault(key, f"只能用 {'、'.join(f'%({place})s' for place in places)}" if places else "不能用 %")
    return text


def _check_once(entries: list[Table], names: Sequence[tuple[str, ...]]) -> None:
    """Each name belongs to one entry; the fault stands at the later one."""
    seen: set[str] = set()
    for entry, own in zip(entries, names, strict=True):
        twice = sorted(seen.intersection(own) - {""})
        if twice:
            entry.fault("code", f"{'、'.join(twice)} 已经写过")
        seen.update(own)
