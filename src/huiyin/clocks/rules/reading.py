"""From a TOML file to a Rulebook. What is wrong is refused with file, key and reason: nothing is guessed."""

import re

from huiyin.clocks.rules.rulebook import (
    BY_HAND,
    EVENTS,
    KINDS,
    Bound,
    ClockRule,
    DayUnit,
    GroundRule,
    Header,
    KindRule,
    Layer,
    LetterRule,
    Outcome,
    Rulebook,
)
from huiyin.clocks.rules.table import Table

_PLACES = re.compile(r"%\((\w+)\)s|%")
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,31}")


def rulebook_parse(text: str, *, file: str) -> Rulebook:
    """One rulebook file. Raises RulebookInvalid."""
    table = Table.parse(text, file=file)
    header = _header(table)
    kinds = tuple(_kind(entry) for entry in table.tables("kind"))
    clocks = tuple(_clock(entry, header) for entry in table.tables("clock"))
    grounds = tuple(_ground(entry) for entry in table.tables("ground"))
    letters = tuple(_letter(entry) for entry in table.tables("letter"))
    table.finish()
    _check_once(table, "kind", [rule.code for rule in kinds])
    _check_once(table, "clock", [f"{rule.code}/{kind}" for rule in clocks for kind in rule.kinds])
    _check_once(table, "ground", [rule.code for rule in grounds])
    _check_once(table, "letter", [f"{rule.code}/{kind}" for rule in letters for kind in rule.kinds])
    if not header.tightens:
        missing = [kind for kind in KINDS if kind not in {rule.code for rule in kinds}]
        if missing:
            raise table.invalid("kind", f"缺少 {'、'.join(missing)}")
    return Rulebook(headers=(header,), kinds=kinds, clocks=clocks, grounds=grounds, letters=letters)


def _header(table: Table) -> Header:
    return Header(
        code=_code(table),
        name=table.text("name"),
        instrument=table.text("instrument"),
        version=table.text("version"),
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


def _clock(table: Table, header: Header) -> ClockRule:
    starts = table.choice("starts", EVENTS)
    is_set = starts == BY_HAND
    rule = ClockRule(
        code=_code(table),
        name=table.text("name"),
        layer=Layer(table.choice("layer", list(Layer))),
        kinds=table.choices("kinds", KINDS, default=KINDS),
        starts=starts,
        stops=frozenset(table.choices("stops", EVENTS)),
        amount=0 if is_set else table.number("amount"),
        unit=DayUnit.DAY if is_set else DayUnit(table.choice("unit", list(DayUnit))),
        article=table.text("article"),
        running=_sentence(table, "running", "due"),
        stopped=_sentence(table, "stopped", "stopped"),
        source=header.ref,
        bound=Bound(table.choice("bound", list(Bound), default=Bound.AUTHORITY)),
        warn=table.offsets("warn"),
        escalate=table.offsets("escalate"),
        escalate_daily=table.flag("escalate_daily"),
        extend_days=table.number("extend_days", 0),
        extend_article=table.text("extend_article", ""),
        each=table.flag("each"),
    )
    table.finish()
    _check_clock(table, rule)
    return rule


def _check_clock(table: Table, rule: ClockRule) -> None:
    if rule.starts in rule.stops:
        raise table.invalid("stops", "不能和开始的事件相同")
    if rule.escalate_daily and not rule.escalate:
        raise table.invalid("escalate_daily", "要先有 escalate")
    if bool(rule.extend_days) != bool(rule.extend_article):
        raise table.invalid("extend_article", "可延长的期限要写明延长多少天和依据，二者不能缺一")


def _ground(table: Table) -> GroundRule:
    rule = GroundRule(
        code=_code(table),
        name=table.text("name"),
        outcome=Outcome(table.choice("outcome", list(Outcome))),
        article=table.text("article"),
        sentence=_sentence(table, "sentence"),
        kinds=table.choices("kinds", KINDS, default=KINDS),
    )
    table.finish()
    return rule


def _letter(table: Table) -> LetterRule:
    rule = LetterRule(
        code=_code(table),
        name=table.text("name"),
        kinds=table.choices("kinds", KINDS, default=KINDS),
        article=table.text("article"),
        remedy=table.text("remedy", ""),
        remedy_article=table.text("remedy_article", ""),
    )
    table.finish()
    if bool(rule.remedy) != bool(rule.remedy_article):
        raise table.invalid("remedy_article", "救济途径要和依据一起写")
    return rule


def _code(table: Table) -> str:
    code = table.text("code")
    if not _CODE.fullmatch(code):
        raise table.invalid("code", "只用小写字母、数字、- 和 _，2 至 32 个字符，以字母开头")
    return code


def _sentence(table: Table, key: str, place: str = "") -> str:
    """A text with exactly the places it may have: a wrong one would only show when somebody reads the page."""
    text = table.text(key)
    found = [match.group(1) or "%" for match in _PLACES.finditer(text)]
    if any(name != place for name in found):
        raise table.invalid(key, f"只能用 %({place})s" if place else "不能用 %")
    return text


def _check_once(table: Table, key: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise table.invalid(key, f"写了不止一次：{'、'.join(twice)}")
