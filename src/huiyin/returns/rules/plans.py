"""A scheme as it is begun, and the texts that come with it."""

import re
from dataclasses import dataclass, replace
from datetime import date, time

from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean_line
from huiyin.returns.rules.errors import (
    BeginInvalid,
    EndInvalid,
    EndPutOffInvalid,
    FieldsRequired,
    MonthDayRequired,
    NameRequired,
    OftenInvalid,
    ReasonRequired,
    SecondMonthDayRequired,
    TimesInvalid,
    UnitsRequired,
    WeekdayRequired,
)
from huiyin.returns.rules.fields import fields_of
from huiyin.returns.rules.timetable import BY_MONTH, DAY_BY_DAY, Covers, OffDays, Rhythm, Timetable

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
    second_month_day: int | None = None
    off_days: OffDays = OffDays.STAY
    covers: Covers = Covers.PERIOD_BEFORE
    document: str = ""

    def checked(self, *, today: date) -> "SchemePlan":
        """A new scheme's plan in one form. Raises a BadInput of `rules.errors` that names the field."""
        tidy = self._tidied()
        if tidy.begins_on < today:
            raise BeginInvalid
        tidy._check_end(tidy.begins_on)
        if tidy.is_often:
            tidy._check_often(tidy.begins_on)
        return tidy

    def checked_after(self, before: "SchemePlan", *, today: date) -> "SchemePlan":
        """The plan of a scheme that was as `before` until today, in one form. Raises as `checked`."""
        tidy = self._tidied()
        tidy._check_end(max(tidy.begins_on, today))
        if not tidy.is_often:
            return tidy
        # It ends by itself: its end isn't put off.
        if before.is_often and before.ends_on is not None:
            if tidy.ends_on is None or tidy.ends_on > before.ends_on:
                raise EndPutOffInvalid(day=before.ends_on)
            tidy._check_often(tidy.begins_on, most=None)
        else:
            tidy._check_often(max(tidy.begins_on, today))
        return tidy

    @property
    def is_often(self) -> bool:
        """Whether it is due several times a day. Raises TimesInvalid."""
        return len(times_of(self.times)) > 1

    @property
    def timetable(self) -> Timetable:
        """Its slots, as far as days off don't matter. Raises TimesInvalid."""
        return Timetable(
            rhythm=self.rhythm,
            times=times_of(self.times),
            covers=self.covers,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            weekday=self.weekday,
            month_day=self.month_day,
            second_month_day=self.second_month_day,
            off_days=self.off_days,
        )

    def _tidied(self) -> "SchemePlan":
        tidy = replace(
            self,
            name=checked_line(self.name, field="name", most=NAME_MAX),
            document=checked_line(self.document, field="document", most=DOCUMENT_MAX),
            reason=checked_reason(self.reason),
            unit_ids=tuple(dict.fromkeys(self.unit_ids)),
            field_codes=tuple(dict.fromkeys(self.field_codes)),
            # The table's own check wants these where the rhythm has them, and nowhere else.
            weekday=self.weekday if self.rhythm is Rhythm.WEEKLY else None,
            month_day=self.month_day if self.rhythm in BY_MONTH else None,
            second_month_day=self.second_month_day if self.rhythm is Rhythm.TWICE_MONTHLY else None,
            off_days=OffDays.STAY if self.rhythm in DAY_BY_DAY else self.off_days,
        )
        if not tidy.name:
            raise NameRequired
        if not tidy.unit_ids:
            raise UnitsRequired
        if not tidy.field_codes:
            raise FieldsRequired
        # Only for its refusal of what the catalogue doesn't have.
        fields_of(tidy.field_codes)
        return replace(tidy._with_days(), times=times_text(times_of(tidy.times)))

    def _with_days(self) -> "SchemePlan":
        if self.rhythm is Rhythm.WEEKLY and self.weekday not in range(7):
            raise WeekdayRequired
        if self.rhythm in BY_MONTH and self.month_day not in range(1, 32):
            raise MonthDayRequired
        if self.rhythm is not Rhythm.TWICE_MONTHLY:
            return self
        second = self.second_month_day
        if second is None or second not in range(1, 32) or second == self.month_day:
            raise SecondMonthDayRequired
        first, second = sorted((self.month_day or 0, second))
        return replace(self, month_day=first, second_month_day=second)

    def _check_end(self, first: date) -> None:
        if self.ends_on is not None and self.ends_on < first:
            raise EndInvalid

    def _check_often(self, first: date, *, most: int | None = OFTEN_DAYS_MOST) -> None:
        is_daily = self.rhythm is Rhythm.DAILY and self.covers is Covers.UP_TO_DUE
        # Both days count: a difference of as many would be one too many.
        is_long = self.ends_on is None or (most is not None and (self.ends_on - first).days >= most)
        if not is_daily or is_long:
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


def checked_reason(text: str, *, field: str = "reason") -> str:
    """A reason. Raises ReasonRequired, LineLongInvalid, for that field."""
    reason = checked_line(text, field=field, most=REASON_MAX)
    if len(reason) < REASON_LEAST:
        raise ReasonRequired(field=field, least=REASON_LEAST)
    return reason
