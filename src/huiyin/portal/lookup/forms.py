"""Number and code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ids import parse_matter_number, parse_receipt_code
from huiyin.web.forms import PlainForm


class LookupForm(PlainForm):
    """Only emptiness is told here; everything else is one and the same answer."""

    number = forms.CharField(
        label=_("编号"),
        help_text=_("16 位数字，在回执上。横线写不写都行。"),
        # More than a number has: people put dashes and blanks between.
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": _("请填写编号。"), "max_length": _("编号是 16 位数字，请对照回执再输一次。")},
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("19 位字母和数字，大小写都行。"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-secret": ""}
        ),
        error_messages={"required": _("请填写查询码。"), "max_length": _("查询码是 19 位，请对照回执再输一次。")},
    )

    def clean(self) -> dict[str, Any]:
        """Each in the other's field is as good."""
        given = super().clean() or self.cleaned_data
        number, code = given.get("number", ""), given.get("code", "")
        if parse_matter_number(code) and parse_receipt_code(number):
            return given | {"number": code, "code": number}
        return given
