"""Beginning a plan period, revising it, ending it early."""

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
from huiyin.matters.plan_period.errors import (
    PeriodNameMissing,
    PeriodReasonMissing,
    PeriodResultMissing,
    PeriodUnitsMissing,
)
from huiyin.matters.plan_period.rules import DAYS_DEFAULT
from huiyin.matters.plan_period.selectors.gate import period_leaders
from huiyin.matters.plan_period.selectors.page import PeriodPage
from huiyin.matters.plan_period.services.changing import PeriodValues, period_end, period_revise
from huiyin.matters.plan_period.services.periods import PeriodDraft, period_begin
from huiyin.orgs.selectors import UnitView, unit_names
from huiyin.returns.rules.timetable import WEEKDAY_LABELS
from huiyin.web.date_fields import DayField

_FRIDAY = 4


def _leader_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("由谁负责"), coerce=int, required=False, empty_value=None,
        help_text=_("一位领导。每周没有填的，在这位领导的“今天”里。"),
    )  # fmt: skip


def _plan_field() -> TidyField:
    return TidyField(
        label=_("怎么办"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("目标和办法，几句话。写事，不写谁来反映、谁去了哪里。"),
    )  # fmt: skip


def _offer_leaders(form: ArrangeForm, leaders: Mapping[int, str]) -> None:
    form.fill(
        "leader_id", [(str(officer_id), name) for officer_id, name in leaders.items()], blank=gettext("还没有定")
    )


def _weekdays(form: ArrangeForm) -> None:
    options = [(str(place), gettext(label)) for place, label in enumerate(WEEKDAY_LABELS)]
    cast(Any, form.fields["weekday"]).choices = options


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
    leader_id = _leader_field()
    plan = _plan_field()
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
        _weekdays(self)
        self._choices("unit_ids", [(str(unit_id), view.name) for unit_id, view in every.items()])
        _offer_leaders(self, period_leaders(units))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Begin it."""
        given = self.cleaned_data
        draft = PeriodDraft(
            unit_id=given["unit_id"], name=given["name"], begins_on=given["begins_on"], ends_on=given["ends_on"],
            weekday=given["weekday"], unit_ids=tuple(given["unit_ids"]), plan=given["plan"],
            leader_id=given["leader_id"],
        )  # fmt: skip
        self.begun = period_begin(actor=actor, draft=draft, at=at)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(Any, self.fields[name]).choices = choices


class PeriodForm(ArrangeForm):
    """A change of one period, as its page shows it."""

    def __init__(self, data: QueryDict | None, *, page: PeriodPage) -> None:
        """`page` is the period as it is now."""
        self.page = page
        super().__init__(data, initial=self.initial_of(page))

    @classmethod
    def initial_of(cls, page: PeriodPage) -> Mapping[str, Any]:
        """What it is prefilled with."""
        return {}


class RevisePeriodForm(PeriodForm):
    """Its days, who answers for it, its plan."""

    code = "revise"
    title = N_("修订集中攻坚")
    submit = N_("修订")
    done = N_("已修订，原来的内容留在下面。")

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    begins_on = DayField(label=_("第一天"))
    weekday = forms.TypedChoiceField(label=_("每周星期几以前填进展"), coerce=int)
    ends_on = DayField(label=_("最后一天"))
    leader_id = _leader_field()
    plan = _plan_field()
    reason = TidyField(
        label=_("为什么修订"), widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _(PeriodReasonMissing.sentence)},
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, page: PeriodPage) -> None:
        """What has begun keeps its first day and its weekday: lines were owed by them."""
        super().__init__(data, page=page)
        leaders = period_leaders([page.period.unit_id])
        if page.period.leader_id is not None:
            leaders.setdefault(page.period.leader_id, page.period.leader)
        _offer_leaders(self, leaders)
        if page.period.begins_on <= office_day(now()):
            del self.fields["begins_on"], self.fields["weekday"]
        else:
            _weekdays(self)

    @classmethod
    def initial_of(cls, page: PeriodPage) -> Mapping[str, Any]:
        """As it is now."""
        period = page.period
        return {
            "seen": len(page.revisions), "begins_on": period.begins_on, "ends_on": period.ends_on,
            "weekday": str(period.weekday), "leader_id": str(period.leader_id or ""), "plan": period.plan,
        }  # fmt: skip

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise it."""
        given, period = self.cleaned_data, self.page.period
        values = PeriodValues(
            begins_on=given.get("begins_on", period.begins_on), ends_on=given["ends_on"],
            weekday=given.get("weekday", period.weekday), plan=given["plan"], leader_id=given["leader_id"],
        )  # fmt: skip
        period_revise(
            actor=actor, period_id=period.id, values=values, reason=given["reason"], seen=given["seen"], at=at
        )


class EndPeriodForm(PeriodForm):
    """Before its last day."""

    code = "end"
    title = N_("提前结束集中攻坚")
    submit = N_("提前结束")
    done = N_("已提前结束，从今天起不用再每周填。每件事项的结果还要在事项页面上写。")

    result = TidyField(
        label=_("做到了哪一步，结果怎样"), widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _(PeriodResultMissing.sentence)},
    )  # fmt: skip
    reason = TidyField(
        label=_("为什么提前结束"), widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _(PeriodReasonMissing.sentence)},
    )  # fmt: skip

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        given = self.cleaned_data
        period_end(actor=actor, period_id=self.page.period.id, result=given["result"], reason=given["reason"], at=at)
