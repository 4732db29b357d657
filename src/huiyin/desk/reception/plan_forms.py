"""A plan of reception days by rule: typed, looked at, made; and ending what is left of one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.text import N_
from huiyin.orgs.selectors import PostView
from huiyin.reception.rules import (
    FORM_LABELS,
    MINUTES_LEAST,
    MINUTES_MOST,
    PLACE_MAX,
    REASON_MAX,
    SLOTS_MAX,
    TOPIC_MAX,
    Form,
)
from huiyin.reception.rules.plans import DAYS_OFF_LABELS, EVERY_MOST, DaysOff, PlanRhythm, PlanRule
from huiyin.reception.selectors import leaders_for
from huiyin.reception.services import reception_plan_end, reception_plan_make
from huiyin.web.date_fields import DayField

_TURN = "turn-"
_OTHER_NAMES = {"on": "first", "title": "place"}


class PlanForm(ArrangeForm):
    """All that a plan says, for one unit."""

    code = "plan"
    title = N_("按规律排接访日")
    submit = N_("先看排出来的日子")
    done = N_("已经公布。每一天都可以单独修改、取消。")

    first = DayField(label=_("从哪天起"))
    last = DayField(label=_("到哪天止"), help_text=_("最长一年。"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"),
        help_text=_("每天都接访，就全选上。"),
        coerce=int,
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选至少一天。")},
    )
    every = forms.IntegerField(
        label=_("每几周"), initial=1, min_value=1, max_value=EVERY_MOST, help_text=_("1 就是每周。")
    )
    days_off = forms.ChoiceField(
        label=_("碰上放假"), initial=DaysOff.SKIP.value, help_text=_("按国务院公布的放假安排，周末调休上班的算上班。")
    )
    begins = forms.TimeField(
        label=_("几点开始"),
        initial="09:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("请写成 09:00 这样的时间。")},
    )
    slots = forms.IntegerField(label=_("接待几位"), initial=6, min_value=1, max_value=SLOTS_MAX)
    minutes = forms.IntegerField(label=_("每位几分钟"), initial=30, min_value=MINUTES_LEAST, max_value=MINUTES_MOST)
    place = TidyField(label=_("地点"), most=PLACE_MAX, help_text=_("写到哪一间，大家照着找。"))
    form = forms.ChoiceField(
        label=_("形式"),
        initial=Form.FIXED.value,
        help_text=_("基层巡查每次去的地方不同，请一天一天安排；上门探访要本人愿意，从事项里约。"),
    )
    topic = TidyField(label=_("专题"), most=TOPIC_MAX, required=False, help_text=_("专题接访才填。"))
    token = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    conflicts: ClassVar[str] = ""

    def __init__(
        self, data: QueryDict | None = None, *, unit_id: int, initial: Mapping[str, Any] | None = None
    ) -> None:
        """With the leaders who can receive in that unit, each with a place in the turn."""
        given = {name: field.initial for name, field in self.base_fields.items()} | dict(initial or {})
        super().__init__(data, initial=given)
        self.unit_id = unit_id
        self.plan_id: UUID | None = None
        # A round has its own places each time, and a visit at home waits for one person's wish: no rule makes either.
        forms_by_rule = {
            form: label for form, label in FORM_LABELS.items() if form not in (Form.ROUND, Form.HOME_VISIT)
        }
        for name, labels in (("days_off", DAYS_OFF_LABELS), ("form", forms_by_rule)):
            cast(forms.ChoiceField, self.fields[name]).choices = [
                (value.value, gettext(label)) for value, label in labels.items()
            ]
        leaders = {post.officer_id: post for post in leaders_for(unit_id=unit_id) if post.officer_id}
        own = 0
        for officer_id, post in leaders.items():
            own += post.unit_id == unit_id
            self.fields[f"{_TURN}{officer_id}"] = _turn_field(post)
            # Prefilled, as nearly always all leaders of the unit take turns.
            self.initial[f"{_TURN}{officer_id}"] = own if post.unit_id == unit_id else None

    def turn_fields(self) -> Iterator[forms.BoundField]:
        """The places in the turn, a leader each."""
        return (self[name] for name in self.fields if name.startswith(_TURN))

    def clean(self) -> dict[str, Any]:
        """No two leaders in one place of the turn."""
        given = super().clean() or self.cleaned_data
        places = [value for name, value in given.items() if name.startswith(_TURN) and value]
        if len(set(places)) != len(places):
            raise ValidationError(_("次序有重复，请一位一个数字。"))
        return given

    def rule(self) -> PlanRule:
        """The valid form as a plan."""
        given = self.cleaned_data
        turns = sorted((value, name) for name, value in given.items() if name.startswith(_TURN) and value)
        return PlanRule(
            unit_id=self.unit_id,
            rhythm=PlanRhythm(
                first=given["first"],
                last=given["last"],
                weekdays=frozenset(given["weekdays"]),
                every=given["every"],
                days_off=DaysOff(given["days_off"]),
            ),
            officers=tuple(int(name.removeprefix(_TURN)) for _place, name in turns),
            begins=given["begins"],
            slots=given["slots"],
            minutes=given["minutes"],
            place=given["place"],
            form=Form(given["form"]),
            topic=given["topic"],
        )

    def refuse(self, error: HuiyinError) -> None:
        """Some fields have other names here."""
        field = getattr(error, "field", "")
        if field in _OTHER_NAMES:
            error.__dict__["field"] = _OTHER_NAMES[field]
        super().refuse(error)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make it as it was seen."""
        given = self.cleaned_data
        made = reception_plan_make(actor=actor, rule=self.rule(), seen=given["seen"], token=given["token"], at=at)
        self.plan_id = made.plan_id


class PlanEndForm(ArrangeForm):
    """Cancelling the rest of a plan."""

    code = "end"
    title = N_("从某一天起不再接访")
    submit = N_("取消这天起的接访日，告诉预约的人")
    done = N_("已经取消。以前的日子和单独改过、取消过的都不变。")

    from_on = DayField(label=_("从哪天起"))
    reason = TidyField(label=_("原因"), most=REASON_MAX, help_text=_("预约的人和网页上都会看到。"), required=False)
    plan_id: UUID

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Cancel them."""
        given = self.cleaned_data
        reception_plan_end(actor=actor, plan_id=self.plan_id, from_on=given["from_on"], reason=given["reason"], at=at)


def _turn_field(post: PostView) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{post.officer_name} · {post.title} · {post.unit_name}", required=False, min_value=1, max_value=99
    )
