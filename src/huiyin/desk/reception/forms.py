"""Publishing, changing and cancelling a reception day."""

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
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.reception.rules import (
    FORM_LABELS,
    MINUTES_LEAST,
    MINUTES_MOST,
    PLACE_MAX,
    PORTFOLIO_MAX,
    REASON_MAX,
    SLOTS_MAX,
    TITLE_MAX,
    TOPIC_MAX,
    UNPUBLISHED_FORMS,
    DayPlan,
    Form,
)
from huiyin.reception.selectors import DayView, leaders_for, units_received_for
from huiyin.reception.services import reception_day_cancel, reception_day_change, reception_day_publish
from huiyin.web.date_fields import DayField


class DayForm(ArrangeForm):
    """What a day and a change of it have in common."""

    on = DayField(
        label=_("日期"),
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
    form = forms.ChoiceField(label=_("形式"), initial=Form.FIXED.value)
    topic = TidyField(label=_("专题"), most=TOPIC_MAX, required=False, help_text=_("专题接访才填。"))
    stops = TidyField(
        label=_("去哪几个地方"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("基层巡查才填，一行一个，按先后写。巡查不约时间，路上收的事项从当天名单登记。"),
    )
    title_text = TidyField(
        label=_("领导职务"), most=TITLE_MAX, required=False, help_text=_("公布用。不填就用职位名称。")
    )
    portfolio = TidyField(label=_("分管什么"), most=PORTFOLIO_MAX, required=False, help_text=_("公布用。"))

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """With the forms of reception to choose from."""
        super().__init__(
            data, initial={name: field.initial for name, field in self.base_fields.items()} | dict(initial or {})
        )
        # A home visit stays what it is, and nothing else becomes one.
        is_visit = self.initial.get("form") == Form.HOME_VISIT
        cast(forms.ChoiceField, self.fields["form"]).choices = [
            (form.value, gettext(label))
            for form, label in FORM_LABELS.items()
            if (form in UNPUBLISHED_FORMS) == is_visit
        ]

    def refuse(self, error: Any) -> None:
        """The title's field has another name here."""
        if getattr(error, "field", "") == "title":
            error.field = "title_text"
        super().refuse(error)

    def plan(self, *, unit_id: int, officer_id: int, title: str) -> DayPlan:
        """The valid form as a plan; `title` where none was typed."""
        given = self.cleaned_data
        return DayPlan(
            unit_id=unit_id,
            officer_id=officer_id,
            title=given["title_text"] or title,
            portfolio=given["portfolio"],
            # What is typed is the office's time, whatever zone the server keeps.
            starts_at=datetime.combine(given["on"], given["begins"], OFFICE_ZONE),
            slots=given["slots"],
            minutes=given["minutes"],
            place=given["place"],
            form=Form(given["form"]),
            topic=given["topic"],
            stops=tuple(given["stops"].split("\n")),
        )


class PublishForm(DayForm):
    """A new day."""

    code = "publish"
    title = N_("公布接访日")
    submit = N_("公布")
    done = N_("接访日已经公布，大家可以预约了。")

    officer = forms.ChoiceField(label=_("接访领导"))
    field_order = (
        "officer",
        "on",
        "begins",
        "slots",
        "minutes",
        "place",
        "form",
        "topic",
        "stops",
        "title_text",
        "portfolio",
    )

    def offer(self, actor: Actor) -> None:
        """The leaders who can receive in the units of this officer."""
        units = sorted(units_received_for(actor))
        # With the unit, as a petition office also publishes for the leaders of the units above (docs/reception.md).
        self.posts = {f"{unit}:{post.id}": (unit, post) for unit in units for post in leaders_for(unit_id=unit)}
        choices = [
            (key, f"{post.officer_name} · {post.title} · {post.unit_name}") for key, (_, post) in self.posts.items()
        ]
        self.fill("officer", choices, blank=gettext("请选择"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Publish it."""
        unit_id, post = self.posts[self.cleaned_data["officer"]]
        plan = self.plan(unit_id=unit_id, officer_id=post.officer_id or 0, title=post.title)
        reception_day_publish(actor=actor, plan=plan, at=at)


class ChangeForm(DayForm):
    """A day that is published already; unit and leader stay."""

    code = "change"
    title = N_("修改接访日")
    submit = N_("保存")
    done = N_("已经修改，换了地点的话，留了邮箱的预约人会收到通知。")

    seen = forms.IntegerField(widget=forms.HiddenInput)
    day: DayView

    @classmethod
    def of(cls, day: DayView, data: QueryDict | None = None) -> "ChangeForm":
        """The form of a day."""
        begins = day.starts_at.astimezone(OFFICE_ZONE)
        initial = {
            "on": begins.date(),
            "begins": begins.time(),
            "slots": len(day.slots),
            "minutes": day.minutes,
            "place": day.place,
            "form": day.form.value,
            "topic": day.topic,
            "stops": "\n".join(day.stops),
            "title_text": day.title,
            "portfolio": day.portfolio,
            "seen": day.version,
        }
        form = cls(data, initial=initial)
        form.day = day
        return form

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Change it."""
        # Never another leader or unit: people have booked with these in mind.
        plan = self.plan(unit_id=self.day.unit_id, officer_id=self.day.officer_id, title=self.day.title)
        reception_day_change(actor=actor, day_id=self.day.id, plan=plan, seen=self.cleaned_data["seen"], at=at)


class CancelForm(ArrangeForm):
    """Cancelling a day with all its bookings."""

    code = "cancel"
    title = N_("取消这一天")
    submit = N_("取消这一天，告诉预约的人")
    done = N_("已经取消。没有留邮箱的人，请打电话告诉他们。")

    reason = TidyField(label=_("原因"), most=REASON_MAX, help_text=_("预约的人和网页上都会看到。"), required=False)
    day_id: UUID

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Cancel it."""
        reception_day_cancel(actor=actor, day_id=self.day_id, reason=self.cleaned_data["reason"], at=at)
