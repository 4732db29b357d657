"""Booking a slot, and finding one's booking again."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ids import parse_receipt_code
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.portal.contact import LeftContactForm
from huiyin.portal.fields import EmailLineField, LineField, PhoneLineField, TextField
from huiyin.portal.lookup.forms import what_is_wrong
from huiyin.reception.errors import WordsMissing
from huiyin.reception.rules import WORDS_MAX
from huiyin.reception.selectors import DayView
from huiyin.vault.rules.identity import EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-secret": ""}


class BookForm(LeftContactForm):
    """A time, what it is about, and how to reach whoever comes."""

    slot = forms.TypedChoiceField(
        label=_("几点来"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选一个时间。"),
            "invalid_choice": _("这个时间刚刚被别人约走了，请选另一个时间。您写的内容还在。"),
        },
    )
    words = TextField(
        label=_("想谈什么"),
        help_text=_("几句话就好，接待的人会先看。已有事项的，在下面写查询码也行。"),
        most=WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    code = LineField(
        label=_("已有事项的查询码"),
        help_text=_("在回执上。没有就不填。"),
        # As much as the page for looking up takes: people paste the whole receipt.
        most=200,
        required=False,
        widget=forms.TextInput(attrs=dict(_CODE)),
    )
    name = LineField(
        label=_("姓名"),
        most=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写姓名，到时我们好称呼您。")},
    )
    phone = PhoneLineField(
        label=_("电话"),
        help_text=_("电话和邮箱至少留一样，接访有变动时告诉您。"),
        most=PHONE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = EmailLineField(
        label=_("邮箱"),
        help_text=_("前一天发一封邮件提醒您，邮件里只有日期。"),
        most=EMAIL_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    one_of = ("phone", "email")

    def __init__(self, data: Any = None, *, day: DayView, **kwargs: Any) -> None:
        """With the free times of the day."""
        super().__init__(data, **kwargs)
        cast(forms.ChoiceField, self.fields["slot"]).choices = [
            (slot.number, f"{slot.begins_at.astimezone(OFFICE_ZONE):%H:%M}") for slot in day.slots if slot.is_free
        ]

    def clean(self) -> dict[str, Any]:
        """What can't be a code is said; it is about something; there is a way to say that a day falls through."""
        data = super().clean() or self.cleaned_data
        # A field that was refused for itself isn't in the data: it gets no second sentence here.
        code = data.get("code", "")
        if code and parse_receipt_code(code) is None:
            self.add_error("code", ValidationError(what_is_wrong(code)))
        if "words" in data and not (data["words"] or code):
            self.add_error("words", ValidationError(sentence_of(WordsMissing())))
        if "phone" in data and "email" in data and not (data["phone"] or data["email"]):
            self.add_error("phone", ValidationError(_("请留电话或邮箱，接访有变动时告诉您。")))
        return data

    @property
    def identity(self) -> IdentityDraft:
        """Who comes."""
        data = self.cleaned_data
        return IdentityDraft(name=data["name"], phone=data["phone"], email=data["email"])


class BookingCodeForm(PlainForm):
    """The code of a booking."""

    code = forms.CharField(
        label=_("预约码"),
        help_text=_("19 位字母和数字，大小写都行；28 位的数字也行。"),
        max_length=100,
        widget=forms.TextInput(attrs=dict(_CODE)),
        error_messages={"required": _("请填写预约码。"), "max_length": _("预约码是 19 位，请核对后再输一次。")},
    )
