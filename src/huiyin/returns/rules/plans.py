"""A scheme as it is begun, and the texts that come with it."""

import re
from dataclasses import dataclass, replace
from datetime import date, time

from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean_line
from huiyin.returns.rules.errors import (
    BeginInvalid,
    EndInvalid,
    FieldsRequired,
    MonthDayRequired,
    NameRequired,
    OftenInvalid,
    ReasonRequired,
    TimesInvalid,
    UnitsRequired,
    WeekdayRequired,
)
from huiyin.returns.rules.fields import fields_of
from huiyin.returns.rules.timetable import Covers, Rhythm, Timetable

NAME_MAX = 60
DOCUMENT_MAX = 80
REASON_MAX = 200
NOTE_MAX = 200
CALLER_POST_MAX = 40
REASON_LEAST = 4
TIMES_MOST = 8
# Several times a day is for floods, snow and festivals: it ends by itself.
OFTEN_DAYS_MOST = 31
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


class LineLongInvalid(BadInput):
    """A text that is too long."""

    sentence = "这里最多写 %(most)s 个字，现在有 %(length)s 个。"


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """What is owed by whom to whom, and when.

    `weekday` counts from Monday, which is 0; `times` is as it was typed.
    """

    name: str
    reason: str
    receiving_unit_id: int
    unit_ids: tuple[int, ...]
    field_codes: tuple[str, ...]
    rhythm: Rhythm
    times: str
    begins_on: date
    ends_on: date | None = None
    weekday: int | None = None
    month_day: int | None = None
    covers: Covers = Covers.PERIOD_BEFORE
    document: str = ""

    def checked(self, *, today: date) -> "SchemePlan":
        """The plan in one form. Raises a BadInput of `rules.errors` that names the field."""
        tidy = replace(
            self,
            name=checked_line(self.name, field="name", most=NAME_MAX),
            document=checked_line(self.document, field="document", most=DOCUMENT_MAX),
            reason=checked_reason(self.reason),
            unit_ids=tuple(dict.fromkeys(self.unit_ids)),
            field_codes=tuple(dict.fromkeys(self.field_codes)),
            # The table's own check wants these where the rhythm has them, and nowhere else.
            weekday=self.weekday if self.rhythm is Rhythm.WEEKLY else None,
            month_day=self.month_day if self.rhythm is Rhythm.MONTHLY else None,
        )
        if not tidy.name:
            raise NameRequired
        if not tidy.unit_ids:
            raise UnitsRequired
        if not tidy.field_codes:
            raise FieldsRequired
        # Only for its refusal of what the catalogue doesn't have.
        fields_of(tidy.field_codes)
        tidy._check_rhythm(today)
        return tidy

    @property
    def timetable(self) -> Timetable:
        """Its slots. Raises TimesInvalid."""
        return Timetable(
            rhythm=self.rhythm,
            times=times_of(self.times),
            covers=self.covers,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            weekday=self.weekday,
            month_day=self.month_day,
        )

    def _check_rhythm(self, today: date) -> None:
        if self.rhythm is Rhythm.WEEKLY and self.weekday not in range(7):
            raise WeekdayRequired
        if self.rhythm is Rhythm.MONTHLY and self.month_day not in range(1, 32):
            raise MonthDayRequired
        if self.begins_on < today:
            raise BeginInvalid
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise EndInvalid
        if len(times_of(self.times)) > 1:
            self._check_often()

    def _check_often(self) -> None:
        is_daily = self.rhythm is Rhythm.DAILY and self.covers is Covers.UP_TO_DUE
        # Both days count: a difference of as many would be one too many.
        if not is_daily or self.ends_on is None or (self.ends_on - self.begins_on).days >= OFTEN_DAYS_MOST:
            raise OftenInvalid(days=OFTEN_DAYS_MOST)


def times_of(text: str) -> tuple[time, ...]:
    """The times of a day in their order, each once. Raises TimesInvalid. Midnight belongs to no day."""
    words = [word for word in re.split(r"[\s,，、;；]+", text) if word]
    found = [_TIME.fullmatch(word) for word in words]
    times = sorted({time(int(match[1]), int(match[2])) for match in found if match})
    if not times or not all(found) or len(times) > TIMES_MOST or times[0] == time():
        raise TimesInvalid(most=TIMES_MOST)
    return tuple(times)


def times_text(times: tuple[time, ...]) -> str:
    """Times as a row holds them."""
    return " ".join(f"{by:%H:%M}" for by in times)


def checked_line(text: str, *, field: str, most: int) -> str:
    """A text of one line in one form. Raises LineLongInvalid for that field."""
    tidy = clean_line(text)
    if len(tidy) > most:
        raise LineLongInvalid(field=field, most=most, length=len(tidy))
    return tidy


def checked_reason(text: str) -> str:
    """A reason. Raises ReasonRequired, LineLongInvalid."""
    reason = checked_line(text, field="reason", most=REASON_MAX)
    if len(reason) < REASON_LEAST:
        raise ReasonRequired(least=REASON_LEAST)
    return reason
