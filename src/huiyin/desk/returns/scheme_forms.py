"""What a scheme says, as a form; beginning and ending one."""

from collections.abc import Mapping
from datetime import datetime
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
from huiyin.orgs.selectors import UnitView, unit_names
from huiyin.returns.rules.errors import FieldsRequired, NameRequired, TimesInvalid
from huiyin.returns.rules.fields import catalogue
from huiyin.returns.rules.plans import OFTEN_DAYS_MOST, TIMES_MOST, SchemePlan
from huiyin.returns.rules.timetable import (
    COVERS_LABELS,
    OFF_DAYS_LABELS,
    RHYTHM_LABELS,
    WEEKDAY_LABELS,
    Covers,
    OffDays,
    Rhythm,
)
from huiyin.returns.selectors import managed_units, units_commanded_by
from huiyin.returns.services import scheme_begin, scheme_end
from huiyin.web.date_fields import DayField

# The fields below those that say what it is.
RULES_ORDER = (
    "rhythm", "weekday", "month_day", "second_month_day", "off_days", "times", "covers", "begins_on", "ends_on",
    "field_codes", "unit_kinds", "unit_ids",
)  # fmt: skip


class SchemeForm(ArrangeForm):
    """What a scheme says. Its fields come from the catalogue, and it takes nothing else."""

    name = TidyField(label=_("叫什么"), error_messages={"required": _(NameRequired.sentence)})
    document = TidyField(label=_("文号"), required=False)
    reason = TidyField(label=_("为什么要报"))
    rhythm = forms.ChoiceField(label=_("多久报一次"), widget=forms.RadioSelect, initial=Rhythm.WEEKLY.value)
    weekday = forms.TypedChoiceField(label=_("星期几"), coerce=int, empty_value=None, required=False)
    month_day = forms.IntegerField(
        label=_("几号"), required=False, help_text=_("每月报和每月两次报的才填；没有这一天的月份，算最后一天。")
    )
    second_month_day = forms.IntegerField(
        label=_("另一次几号"), required=False, help_text=_("每月两次的才填：如上面填 1，这里填 15。")
    )
    off_days = forms.ChoiceField(
        label=_("遇到放假"),
        widget=forms.RadioSelect,
        initial=OffDays.STAY.value,
        help_text=_("每周、每月两次和每月报的才看这一项；放假和调休按国务院的安排。"),
    )
    times = forms.CharField(
        label=_("几点以前"),
        initial="17:00",
    )
    covers = forms.ChoiceField(
        label=_("报哪一段时间的"), widget=forms.RadioSelect, initial=Covers.PERIOD_BEFORE.value
    )
    ends_on = DayField(label=_("最后一天"), required=False)
    field_codes = forms.MultipleChoiceField(
        label=_("报哪些数字"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只有这些：写事、写地方、写单位，没有写人的项目。注明“系统统计”的不用填。"),
        error_messages={"required": _(FieldsRequired.sentence)},
    )
    # By kinds, by names or by both; that no unit at all was chosen is for the service to say.
    unit_kinds = forms.MultipleChoiceField(
        label=_("哪几类单位都报"), required=False, widget=forms.CheckboxSelectMultiple
    )
    unit_ids = forms.TypedMultipleChoiceField(
        label=_("还有哪些单位报"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """With the words to choose from."""
        first = {name: field.initial for name, field in self.base_fields.items()}
        super().__init__(data, initial={**first, **(initial or {})})
        self._explain_times()
        self._choices("rhythm", [(rhythm.value, gettext(label)) for rhythm, label in RHYTHM_LABELS.items()])
        self._choices("off_days", [(off.value, gettext(label)) for off, label in OFF_DAYS_LABELS.items()])
        self._choices("covers", [(covers.value, gettext(label)) for covers, label in COVERS_LABELS.items()])
        weekdays = [(str(place), gettext(label)) for place, label in enumerate(WEEKDAY_LABELS)]
        self._choices("weekday", [("", gettext("每周报的才选")), *weekdays])
        counted = gettext("系统统计")
        self._choices(
            "field_codes",
            [
                (field.code, f"{gettext(field.label)}{f' · {counted}' if field.is_counted else ''}")
                for field in catalogue()
            ],
        )

    def offer_units(self, units: Mapping[int, UnitView]) -> None:
        """The units to choose from."""
        kinds = {view.kind.value: view.kind_label for view in units.values()}
        self._choices("unit_kinds", list(kinds.items()))
        self._choices("unit_ids", [(str(unit_id), view.name) for unit_id, view in units.items()])

    def rules(self) -> dict[str, Any]:
        """What the valid form says of the scheme, but for its units."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "document": given["document"],
            "reason": given["reason"],
            "field_codes": tuple(given["field_codes"]),
            "rhythm": Rhythm(given["rhythm"]),
            "times": given["times"],
            "ends_on": given["ends_on"],
            "weekday": given["weekday"],
            "month_day": given["month_day"],
            "second_month_day": given["second_month_day"],
            "off_days": OffDays(given["off_days"]),
            "covers": Covers(given["covers"]),
        }

    def units_chosen(self, below: Mapping[int, UnitView]) -> tuple[int, ...]:
        """Those of the chosen kinds, and those that are ticked by name."""
        of_kind = [unit_id for unit_id, view in below.items() if view.kind.value in self.cleaned_data["unit_kinds"]]
        return (*of_kind, *self.cleaned_data["unit_ids"])

    def _explain_times(self) -> None:
        """What may be written as times, with the limits as they are."""
        times = self.fields["times"]
        often = gettext(
            "如 15:00。一天报几次的用空格隔开，只能每天报，最多 %(days)s 天。每天报的，晚上和放假照样算。"
        )
        times.help_text = often % {"days": OFTEN_DAYS_MOST}
        times.error_messages["required"] = gettext(TimesInvalid.sentence) % {"most": TIMES_MOST}

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


class BeginForm(SchemeForm):
    """A new scheme."""

    code = "begin"
    title = N_("新的报告制度")
    submit = N_("开始")
    done = N_("报告制度已经开始，各单位会看到要报的。")
    field_order = ("name", "document", "reason", "receiving_unit_id", *RULES_ORDER)

    receiving_unit_id = forms.TypedChoiceField(label=_("报给哪个单位"), coerce=int)
    begins_on = DayField(label=_("第一天"))

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """It begins today, unless another day is chosen."""
        super().__init__(data, initial={"begins_on": office_day(now()), **(initial or {})})

    def offer(self, receiving: Mapping[int, Mapping[int, UnitView]]) -> None:
        """The receiving units of this officer, each with those below it."""
        names = unit_names(unit_ids=receiving)
        self._choices("receiving_unit_id", [(str(unit_id), names[unit_id]) for unit_id in receiving])
        self.receiving = receiving
        self.offer_units({unit_id: view for units in receiving.values() for unit_id, view in units.items()})

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Begin it."""
        given = self.cleaned_data
        plan = SchemePlan(
            receiving_unit_id=given["receiving_unit_id"],
            begins_on=given["begins_on"],
            unit_ids=self.units_chosen(self.receiving[given["receiving_unit_id"]]),
            **self.rules(),
        )
        scheme_begin(actor=actor, plan=plan, at=at)


class EndForm(ArrangeForm):
    """Let a scheme end."""

    code = "end"
    title = N_("结束这项报告制度")
    submit = N_("结束")
    done = N_("已定下最后一天，之后不用再报。")

    last_day = DayField(label=_("最后一天"))
    reason = TidyField(label=_("为什么结束"))
    scheme_id: UUID

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        given = self.cleaned_data
        scheme_end(actor=actor, scheme_id=self.scheme_id, last_day=given["last_day"], reason=given["reason"], at=at)


def receiving_units(actor: Actor) -> dict[int, dict[int, UnitView]]:
    """The units for which this officer can begin a scheme: those that have others below them."""
    found = {unit_id: units_commanded_by(unit_id=unit_id) for unit_id in sorted(managed_units(actor))}
    return {unit_id: below for unit_id, below in found.items() if below}
