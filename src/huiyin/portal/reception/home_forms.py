"""Wishing to be visited at home."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.portal.contact import LeftContactForm
from huiyin.portal.fields import EmailLineField, LineField, PhoneLineField, TextField
from huiyin.reception.rules import WORDS_MAX
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft


class HomeVisitForm(LeftContactForm):
    """What it is about, who it is, and where to come."""

    words = TextField(
        label=_("想谈什么，为什么要上门"),
        help_text=_("几句话就好。"),
        most=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写几句想谈什么、为什么要上门。")},
    )
    name = LineField(
        label=_("姓名"),
        most=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写姓名，到时我们好称呼您。")},
    )
    address = LineField(
        label=_("上门的地址"),
        help_text=_("加密存放；谁看过、为什么看，您凭预约码看得到。"),
        most=ADDRESS_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("请写上门的地址，会加密存放。")},
    )
    phone = PhoneLineField(
        label=_("电话"),
        help_text=_("电话和邮箱至少留一样，定下日子告诉您。"),
        most=PHONE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = EmailLineField(
        label=_("邮箱"),
        most=EMAIL_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )
    token = forms.CharField(widget=forms.HiddenInput)

    one_of = ("phone", "email")

    def clean(self) -> dict[str, Any]:
        """All that is missing is said at once; the day has to be told somehow."""
        data = super().clean() or self.cleaned_data
        # A field that was refused for itself isn't in the data: it gets no second sentence here.
        if "phone" in data and "email" in data and not (data["phone"] or data["email"]):
            self.add_error("phone", ValidationError(_("请留电话或邮箱，定下日子告诉您。")))
        return data

    @property
    def identity(self) -> IdentityDraft:
        """Who wishes, and where."""
        data: dict[str, Any] = self.cleaned_data
        return IdentityDraft(name=data["name"], phone=data["phone"], email=data["email"], address=data["address"])
