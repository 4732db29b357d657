"""Beginning a plan period."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.kernel.time import now, office_day
from huiyin.matters.plan_period.errors import PeriodNameMissing, PeriodUnitsMissing
from huiyin.matters.plan_period.rules import DAYS_DEFAULT
from huiyin.matters.plan_period.services.periods import PeriodDraft, period_begin
from huiyin.orgs.selectors import UnitView, unit_names
from huiyin.returns.rules.timetable import WEEKDAY_LABELS
from huiyin.web.date_fields import DayField

_FRIDAY = 4


class BeginPeriodForm(ArrangeForm):
    """Name, days, the weekday on which a line is due, units."""

    code = "begin"
    title = N_("开始集中攻坚")
    submit = N_("开始")
    done = N_("集中攻坚已经开始，请选事项。")

    name = TidyField(label=_("叫什么"), error_messages={"required": _(PeriodNameMissing.sentence)})
    unit_id = forms.TypedChoiceField(label=_("哪个单位开始"), coerce=int)
    begins_on = DayField(label=_("第一天"))
    ends_on = DayField(label=_("最后一天"))
    weekday = forms.TypedChoiceField(label=_("每周星期几以前填进展"), coerce=int)
    unit_ids = forms.TypedMultipleChoiceField(
        label=_("包括哪些单位"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _(PeriodUnitsMissing.sentence)},
    )
    begun: UUID | None = None

    def __init__(self, data: QueryDict | None, *, units: Mapping[int, Mapping[int, UnitView]]) -> None:
        """From today on for a hundred days, for all units; `units`: by unit those that its period can be for."""
        today = office_day(now())
        every = {unit_id: view for below in units.values() for unit_id, view in below.items()}
        initial = {
            "begins_on": today,
            "ends_on": today + timedelta(days=DAYS_DEFAULT - 1),
            "weekday": str(_FRIDAY),
            "unit_ids": [str(unit_id) for unit_id in every],
        }
        super().__init__(data, initial=initial)
        names = unit_names(unit_ids=units)
        self._choices("unit_id", [(str(unit_id), names[unit_id]) for unit_id in units])
        self._choices("weekday", [(str(place), gettext(label)) for place, label in enumerate(WEEKDAY_LABELS)])
        self._choices("unit_ids", [(str(unit_id), view.name) for unit_id, view in every.items()])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Begin it."""
        given = self.cleaned_data
        draft = PeriodDraft(
            unit_id=given["unit_id"], name=given["name"], begins_on=given["begins_on"], ends_on=given["ends_on"],
            weekday=given["weekday"], unit_ids=tuple(given["unit_ids"]),
        )  # fmt: skip
        self.begun = period_begin(actor=actor, draft=draft, at=at)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(Any, self.fields[name]).choices = choices
