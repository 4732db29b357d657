"""Wishes for a home visit at the desk: written down, agreed to, declined, the contact shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_token
from huiyin.kernel.text import N_
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.orgs.selectors import unit_names
from huiyin.reception.rules import MINUTES_LEAST, MINUTES_MOST, REASON_MAX, TITLE_MAX, WORDS_MAX
from huiyin.reception.selectors import leaders_for, units_received_for
from huiyin.reception.services import home_visit_agree, home_visit_ask, home_visit_decline
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft
from huiyin.web.date_fields import DayField
from huiyin.web.phones import PhoneAskingForm


class WishForm(PhoneAskingForm, ArrangeForm):
    """Somebody has asked the unit to come; the registrar writes it down."""

    code = "wish"
    title = N_("记下上门探访的申请")
    submit = N_("记下")
    done = N_("已经记下。")

    words = TidyField(label=_("想谈什么，为什么要上门"), most=WORDS_MAX, widget=forms.Textarea(attrs={"rows": 3}))
    name = TidyField(label=_("姓名"), most=NAME_MAX)
    address = TidyField(label=_("上门的地址"), most=ADDRESS_MAX, help_text=_("加密存放。"))
    phone = TidyField(label=_("电话"), most=PHONE_MAX, required=False)
    email = TidyField(label=_("邮箱"), most=EMAIL_MAX, required=False)
    unit = forms.ChoiceField(label=_("登记在"))
    token = forms.CharField(widget=forms.HiddenInput)

    one_of = ("phone", "email")

    def clean(self) -> dict[str, Any]:
        """Whoever asked has to be told of the day."""
        data = super().clean() or self.cleaned_data
        if "phone" in data and "email" in data and not (data["phone"] or data["email"]):
            self.add_error("phone", ValidationError(_("请记下电话或邮箱，定下日子好告诉申请人。")))
        return data

    def offer(self, actor: Actor) -> None:
        """The units that the officer receives for, and a token so that a form is one wish."""
        names = unit_names(unit_ids=units_received_for(actor))
        field = self.fields["unit"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(key), name) for key, name in names.items()]
        self.initial["token"] = new_token()

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        home_visit_ask(
            words=given["words"],
            identity=IdentityDraft(
                name=given["name"], phone=given["phone"], email=given["email"], address=given["address"]
            ),
            token=given["token"],
            actor=actor,
            unit_id=int(given["unit"]),
            at=at,
        )


class AgreeForm(ArrangeForm):
    """Who comes, and when."""

    code = "agree"
    title = N_("答应上门，定日子")
    submit = N_("定下，告诉申请的人")
    done = N_("已经定下。没有留邮箱的，会请本单位打电话告诉。")

    officer = forms.ChoiceField(label=_("哪位领导去"))
    on = DayField(label=_("日期"))
    begins = forms.TimeField(
        label=_("几点开始"),
        initial="09:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("请写成 09:00 这样的时间。")},
    )
    minutes = forms.IntegerField(label=_("大约几分钟"), initial=60, min_value=MINUTES_LEAST, max_value=MINUTES_MOST)
    title_text = TidyField(label=_("领导职务"), most=TITLE_MAX, required=False, help_text=_("不填就用职位名称。"))
    wish_id: UUID

    def __init__(self, data: QueryDict | None = None, *, unit_id: int) -> None:
        """With the leaders of the unit that was asked."""
        super().__init__(data, initial={name: field.initial for name, field in self.base_fields.items()})
        self.posts = {str(post.officer_id): post for post in leaders_for(unit_id=unit_id)}
        choices = [
            (key, f"{post.officer_name} · {post.title} · {post.unit_name}") for key, post in self.posts.items()
        ]
        self.fill("officer", choices, blank=gettext("请选择"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Agree to it."""
        given = self.cleaned_data
        post = self.posts[given["officer"]]
        home_visit_agree(
            actor=actor,
            wish_id=self.wish_id,
            officer_id=post.officer_id or 0,
            title=given["title_text"] or post.title,
            starts_at=datetime.combine(given["on"], given["begins"], OFFICE_ZONE),
            minutes=given["minutes"],
            at=at,
        )


class VisitDeclineForm(ArrangeForm):
    """Nobody comes, and why."""

    code = "decline"
    title = N_("来不了")
    submit = N_("答复来不了")
    done = N_("已经答复。没有留邮箱的，请打电话告诉。")

    reason = TidyField(label=_("原因"), most=REASON_MAX, required=False, help_text=_("申请的人会看到。"))
    wish_id: UUID

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Decline it."""
        home_visit_decline(actor=actor, wish_id=self.wish_id, reason=self.cleaned_data["reason"], at=at)
