"""Which rules hold on which day, when a rulebook has several versions.

A version applies from its `valid_from` until the next version of the same code does. A clock lives by the version
it was started under, whatever came into force since: that is looked up by the clock's source, `cn-2022@1`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from huiyin.clocks.rules.profiles import rulebooks_merge
from huiyin.clocks.rules.rulebook import ClockRule, Rulebook
from huiyin.kernel.errors import NotReady
from huiyin.kernel.text import N_


class RulebookTwice(NotReady):
    """Two files claim to be the same version, or two versions to begin on the same day."""

    sentence = "规则 %(code)s 有两份%(what)s，请只留一份。"


_SAME_VERSION, _SAME_DAY = N_("版本相同"), N_("从同一天起生效")


@dataclass(frozen=True, slots=True)
class Editions:
    """The rules of every day. `changes` holds each merged rulebook with its first day, the oldest first.

    Days before the first are days of the first: no older rules are known. `files` are all versions, each by itself.
    """

    changes: tuple[tuple[date, Rulebook], ...]
    files: tuple[Rulebook, ...]
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _rules: dict[tuple[str, str, str], ClockRule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the days, and the clock rules by source, code and kind."""
        object.__setattr__(self, "_days", tuple(day for day, _book in self.changes))
        rules = {
            (rule.source, rule.code, kind): rule
            for book in (*(book for _day, book in self.changes), *self.files)
            for rule in book.clocks
            for kind in rule.kinds
        }
        object.__setattr__(self, "_rules", rules)

    def on(self, day: date) -> Rulebook:
        """The merged rulebook of a day at the office."""
        return self.changes[max(bisect_right(self._days, day) - 1, 0)][1]

    def clock_rule(self, *, source: str, code: str, kind: str) -> ClockRule | None:
        """The rule of a clock in the very version `source`; None when that isn't installed or has no such clock."""
        return self._rules.get((source, code, kind))


def editions_of(books: Sequence[Rulebook]) -> Editions:
    """All versions as named, the law first. Raises RulebookTwice, RulebookLoosens, ProfileMisplaced.

    Every combination that ever holds is merged and so checked, one that begins in a year as well.
    """
    versions: dict[str, list[Rulebook]] = {}
    for book in books:
        versions.setdefault(book.headers[0].code, []).append(book)
    for code, found in versions.items():
        _refuse_twice(code, found)
        found.sort(key=_begins)
    first = _begins(next(iter(versions.values()))[0])
    # A profile that begins before its law has nothing to stand upon until then.
    days = sorted({max(first, _begins(book)) for book in books})
    return Editions(changes=tuple((day, _merged(versions, day)) for day in days), files=tuple(books))


def _merged(versions: dict[str, list[Rulebook]], day: date) -> Rulebook:
    current = [[book for book in found if _begins(book) <= day] for found in versions.values()]
    return rulebooks_merge(*(begun[-1] for begun in current if begun))


def _refuse_twice(code: str, found: list[Rulebook]) -> None:
    if len({book.headers[0].ref for book in found}) < len(found):
        raise RulebookTwice(code=code, what=_SAME_VERSION)
    if len({_begins(book) for book in found}) < len(found):
        raise RulebookTwice(code=code, what=_SAME_DAY)


def _begins(book: Rulebook) -> date:
    return date.fromisoformat(book.headers[0].valid_from)
