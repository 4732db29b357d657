"""Working days, from one checked table per year.

A year without a table isn't guessed at: Monday to Friday count as working days for the time being, but for those that
are holidays by law each year, and whoever relies on such a day is told that the result is provisional.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from huiyin.clocks.rules.table import Table

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year as the State Council's General Office announced it.

    `off` are the days of the holidays, weekends within them included; `work` the weekend days that are worked.
    `checked` is the day on which somebody last compared the table with what `checked_against` names.
    """

    year: int
    source: str
    published: str
    checked: date
    checked_against: str
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class LawfulDays:
    """What is a holiday by law each year, from the year `since` on, whatever a notice adds to it.

    `fixed` are months and days, `feasts` the days of the moving feasts, as far as they were worked out.
    """

    since: int
    fixed: frozenset[tuple[int, int]]
    feasts: frozenset[date]

    def has(self, day: date) -> bool:
        """Whether that day is one of them."""
        return day.year >= self.since and ((day.month, day.day) in self.fixed or day in self.feasts)


_NO_LAWFUL_DAYS = LawfulDays(since=date.max.year, fixed=frozenset(), feasts=frozenset())


@dataclass(frozen=True, slots=True)
class Calendar:
    """All loaded years together, and what is known of the others."""

    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]
    lawful: LawfulDays = _NO_LAWFUL_DAYS

    @classmethod
    def of(cls, tables: Iterable[YearTable], lawful: LawfulDays = _NO_LAWFUL_DAYS) -> "Calendar":
        """The calendar that these tables make, with the holidays by law for years without one."""
        found = list(tables)
        return cls(
            years=frozenset(table.year for table in found),
            off=frozenset(day for table in found for day in table.off),
            work=frozenset(day for table in found for day in table.work),
            lawful=lawful,
        )

    @property
    def fingerprint(self) -> str:
        """The same in every process that has the same days, another one as soon as a day differs."""
        parts = (self.years, self.off, self.work, self.lawful.since, self.lawful.fixed, self.lawful.feasts)
        texts = [" ".join(map(str, sorted(part))) if isinstance(part, frozenset) else str(part) for part in parts]
        return sha256("\n".join(texts).encode()).hexdigest()

    def knows(self, day: date) -> bool:
        """Whether the table of the day's year is loaded."""
        return day.year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether offices work; for a year without a table Monday to Friday, but for the holidays by law."""
        if day in self.off or (not self.knows(day) and self.lawful.has(day)):
            return False
        return day in self.work or day.weekday() < _SATURDAY

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the first one after it that is."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def previous_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the last one before it that is."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def add_working_days(self, day: date, amount: int) -> date:
        """The working day that is `amount` (from 0) working days after `day`; `day` itself isn't counted."""
        for _ in range(amount):
            day = self.next_working_day(day + timedelta(days=1))
        return day


def year_table_parse(text: str, *, file: str) -> YearTable:
    """One file of `calendars/`. Raises RulebookInvalid."""
    table = Table.parse(text, file=file)
    found = YearTable(
        year=table.number("year"),
        source=table.text("source"),
        published=table.text("published"),
        checked=table.day("checked"),
        checked_against=table.text("checked_against"),
        off=frozenset(table.days("off")),
        work=frozenset(table.days("work")),
    )
    table.finish()
    if any(day.year != found.year for day in found.off | found.work):
        table.fault("off", "有不属于这一年的日期")
    if any(day.weekday() < _SATURDAY for day in found.work):
        table.fault("work", "调休上班只能是周六或周日")
    if found.off & found.work:
        table.fault("work", "有的日期既放假又上班")
    table.source.refuse()
    return found


def lawful_days_parse(text: str, *, file: str) -> LawfulDays:
    """The file of the holidays by law. Raises RulebookInvalid."""
    table = Table.parse(text, file=file)
    table.text("source")
    since, feasts = table.number("since"), table.days("feasts")
    fixed = table.month_days("fixed")
    table.finish()
    table.source.refuse()
    return LawfulDays(since=since, fixed=frozenset(fixed), feasts=frozenset(feasts))
