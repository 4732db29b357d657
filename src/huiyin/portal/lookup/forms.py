"""The code, and nothing else; what was pasted with it does no harm."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ids import DIGITS_LENGTH, code_length, may_be_one_slip, parse_matter_number, parse_receipt_code
from huiyin.web.forms import PlainForm


class LookupForm(PlainForm):
    """What can't be a code is said with what is wrong in it, and counted for nothing: anybody can work that out."""

    code = forms.CharField(
        label=_("查询码"),
        help_text=_("19 位字母和数字，在回执上。大小写、横线、空格都不影响；28 位的数字查询码也行。"),
        # More than a code has: people put dashes and blanks between, or paste the whole receipt.
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-secret": ""}
        ),
        error_messages={"required": _("请填写查询码。"), "max_length": _("查询码是 19 位，请对照回执再输一次。")},
    )
    # From the QR code of the receipt, and from pages that had two fields: of a matter in parts it tells which.
    number = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Each in the other's field is as good."""
        given = super().clean() or self.cleaned_data
        number, code = given.get("number", ""), given.get("code", "")
        if parse_matter_number(code) and parse_receipt_code(number):
            return given | {"number": code, "code": number}
        if code and parse_receipt_code(code) is None:
            self.add_error("code", what_is_wrong(code))
        return given


def what_is_wrong(code: str) -> str:
    """What to look at again in something typed that can't be a code."""
    typed, needed = code_length(code)
    if parse_matter_number(code):
        return gettext("这是编号。请填写查询码：19 位字母和数字，也在回执上。")
    if not typed:
        return gettext("请填写查询码。")
    if typed == needed:
        return _miscopied(code, needed)
    if typed < needed:
        return ngettext(
            "查询码有 %(needed)d 位，这里少了 %(count)d 位。",
            "查询码有 %(needed)d 位，这里少了 %(count)d 位。",
            needed - typed,
        ) % {"needed": needed, "count": needed - typed}
    return ngettext(
        "查询码有 %(needed)d 位，这里多了 %(count)d 位。",
        "查询码有 %(needed)d 位，这里多了 %(count)d 位。",
        typed - needed,
    ) % {"needed": needed, "count": typed - needed}


def _miscopied(code: str, needed: int) -> str:
    """How many are wrong can't be told: only whether one alone may be."""
    if needed == DIGITS_LENGTH:
        return gettext("有一位或几位抄错了，请对照回执再看一遍。")
    if may_be_one_slip(code):
        return gettext("有一位或几位抄错了，请对照回执再看一遍。容易看错的有 2 和 Z、5 和 S、8 和 B。")
    return gettext("不止一位抄错了，请对照回执再看一遍。容易看错的有 2 和 Z、5 和 S、8 和 B。")
