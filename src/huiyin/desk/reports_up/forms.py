"""For which days the rate is asked."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.date_fields import DayField
from huiyin.web.forms import PlainForm


class ReportDaysForm(PlainForm):
    """Due days from and to, both among them; without both this month up to today."""

    since = DayField(label=_("上报期限从"), required=False)
    until = DayField(label=_("到"), required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day; the other way round they are put in order."""
        given = self.cleaned_data if self.is_valid() else {}
        since = given.get("since") or today.replace(day=1)
        until = given.get("until") or max(since, today)
        return min(since, until), max(since, until)

    @property
    def unit_id(self) -> int | None:
        """The unit whose single reports are asked for."""
        found = self.cleaned_data.get("unit") if self.is_valid() else None
        return found if isinstance(found, int) else None


def month_before(today: date) -> tuple[date, date]:
    """The first and last day of the last whole month."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
