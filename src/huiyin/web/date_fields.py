"""Fields for days and moments: the browser's own picker, and no year that can only be a slip of the pen."""

from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

# No matter is older than its petitioner, and no office sets a time limit for its grandchildren. Days at the ends of
# the calendar would besides have neither a day before nor one after them.
_YEARS = range(1900, 2201)


DayT = TypeVar("DayT", bound=date)


class DayField(forms.DateField):
    """A day."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """The day. Raises ValidationError for what is none, and for a year that nobody can mean."""
        return _checked(super().to_python(value))


class MomentField(forms.DateTimeField):
    """A day and a time at the office."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """The instant. Raises ValidationError as DayField."""
        return _checked(super().to_python(value))


def _checked(found: DayT | None) -> DayT | None:
    if found is not None and found.year not in _YEARS:
        raise ValidationError(gettext("请核对年份：写的是 %(year)s 年。"), "year", {"year": found.year})
    return found
