"""The rulebook of a day as lines to read."""

from dataclasses import dataclass

from django.utils.translation import gettext

from huiyin.clocks.rules.rulebook import BY_HAND, Bound, ClockRule, GroundOutcome, GroundRule, LetterRule, Rulebook
from huiyin.clocks.selectors import days_text, remedy_text
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind
from huiyin.portal.rulebook.words import event_words

_WHOSE = {
    Bound.AUTHORITY: N_("我们要做到"),
    Bound.PETITIONER: N_("您的时间"),
    Bound.INSIDE: N_("单位之间"),
    Bound.UNIT: N_("承办单位可以用的时间"),
}
_OUTCOMES = {
    GroundOutcome.DECLINE: N_("不予受理"),
    GroundOutcome.FINAL: N_("不再受理"),
    GroundOutcome.REDIRECT: N_("告知另途"),
}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One time limit: how long, from what to what, whose time it is, under which article; `kinds` "" for all."""

    name: str
    length: str
    since: str
    until: str
    whose: str
    kinds: str
    article: str
    extension: str


@dataclass(frozen=True, slots=True)
class GroundLine:
    """A ground on which a matter isn't accepted here, and what the petitioner is told."""

    name: str
    sentence: str
    kinds: str
    article: str


@dataclass(frozen=True, slots=True)
class GroundGroup:
    """The grounds of one outcome."""

    name: str
    lines: list[GroundLine]


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One of the routes into which claims are sorted, and what is said of it."""

    name: str
    sentence: str
    article: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter, and what can be done against it."""

    name: str
    kinds: str
    article: str
    remedy: str
    remedy_article: str


def clock_lines(book: Rulebook, layer: str) -> list[ClockLine]:
    """The time limits of the law ("statutory") or of the house ("promise")."""
    words = event_words()
    return [_clock(rule, words) for rule in book.clocks if rule.layer.value == layer]


def ground_groups(book: Rulebook) -> list[GroundGroup]:
    """The grounds by what they lead to."""
    found = [
        GroundGroup(gettext(name), [_ground(rule) for rule in book.grounds if rule.outcome is outcome])
        for outcome, name in _OUTCOMES.items()
    ]
    return [group for group in found if group.lines]


def route_lines(book: Rulebook) -> list[RouteLine]:
    """The routes of claims in their order."""
    return [
        RouteLine(gettext(rule.name), gettext(rule.sentence) if rule.sentence else "", gettext(rule.article))
        for rule in book.routes
    ]


def letter_lines(book: Rulebook) -> list[LetterLine]:
    """The letters in the order of the rulebook."""
    return [_letter(rule, book) for rule in book.letters]


def archive_line(book: Rulebook) -> RouteLine | None:
    """When whole files are handed over for keeping; None where no rulebook says so."""
    rule = book.archive
    if rule is None:
        return None
    return RouteLine(gettext("案卷归档"), gettext(rule.sentence) % {"days": rule.days}, gettext(rule.article))


def backdating_line(book: Rulebook) -> RouteLine | None:
    """How far back a step may be dated without a reason; None where no rulebook says so."""
    rule = book.backdating
    if rule is None:
        return None
    return RouteLine(gettext("补记"), gettext(rule.sentence) % {"days": rule.days}, gettext(rule.article))


def reception_line(book: Rulebook) -> RouteLine | None:
    """On how many days a year leaders receive people; None where no rulebook says so."""
    rule = book.reception
    if rule is None:
        return None
    sentence = gettext(rule.sentence) % {"days": rule.days, "visits": rule.visits}
    return RouteLine(gettext("领导接访"), sentence, gettext(rule.article))


def hearing_line(book: Rulebook) -> RouteLine | None:
    """How long ahead a hearing is announced; None where no rulebook says so."""
    rule = book.hearing
    if rule is None:
        return None
    return RouteLine(gettext("听证"), gettext(rule.sentence) % {"days": rule.notice_days}, gettext(rule.article))


def urge_line(book: Rulebook) -> RouteLine | None:
    """How often the petitioner of a late matter may urge; None where no rulebook says so."""
    rule = book.urge
    if rule is None:
        return None
    return RouteLine(gettext("催办"), gettext(rule.sentence) % {"days": rule.days}, gettext(rule.article))


def office_hours_line(book: Rulebook) -> RouteLine | None:
    """When offices are open; None where no rulebook says so."""
    rule = book.office_hours
    if rule is None:
        return None
    times = {"opens": f"{rule.opens:%H:%M}", "closes": f"{rule.closes:%H:%M}"}
    return RouteLine(gettext("上班时间"), gettext(rule.sentence) % times, gettext(rule.article))


def _clock(rule: ClockRule, words: dict[str, str]) -> ClockLine:
    since = gettext("从%(event)s算起") % {"event": words.get(rule.starts, rule.starts)}
    stops = gettext("、").join(words.get(event, event) for event in sorted(rule.stops))
    extension = ""
    if rule.extend_days:
        extension = gettext("可以延长一次，最多 %(days)d 天（%(article)s）") % {
            "days": rule.extend_days,
            "article": gettext(rule.extend_article),
        }
    return ClockLine(
        name=gettext(rule.name),
        length=gettext("到定下的日期为止") if rule.starts == BY_HAND else days_text(rule),
        since="" if rule.starts == BY_HAND else since,
        until=gettext("到这些事之一为止：%(events)s") % {"events": stops},
        whose=gettext(_WHOSE[rule.bound]),
        kinds=kinds_text(rule.kinds),
        article=gettext(rule.article),
        extension=extension,
    )


def kinds_text(kinds: tuple[str, ...]) -> str:
    """The kinds of matter by name, "" when it is all of them, or about something else (a recommendation)."""
    named = [kind for kind in Kind if kind in kinds]
    return "" if len(named) == len(Kind) else gettext("、").join(gettext(KIND_LABELS[kind]) for kind in named)


def _ground(rule: GroundRule) -> GroundLine:
    return GroundLine(gettext(rule.name), gettext(rule.sentence), kinds_text(rule.kinds), gettext(rule.article))


def _letter(rule: LetterRule, book: Rulebook) -> LetterLine:
    return LetterLine(
        name=gettext(rule.name),
        kinds=kinds_text(rule.kinds),
        article=gettext(rule.article),
        remedy=remedy_text(rule, book=book, kind=rule.kinds[0]),
        remedy_article=gettext(rule.remedy_article) if rule.remedy_article else "",
    )
