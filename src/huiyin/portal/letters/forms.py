"""What stands on a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.documents.rules.letters import CHECK_MARK_LENGTH, mark_as_typed
from huiyin.web.forms import PlainForm


class CheckForm(PlainForm):
    """Number and mark; other brackets and blanks make no difference."""

    number = forms.CharField(
        label=_("文号"),
        help_text=_("在标题下面，例如“云渡信访信告〔2026〕12号”。括号写成 [ ] 也行。"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写文号。"), "max_length": _("文号没有这么长，请对照文书再输一次。")},
    )
    mark = forms.CharField(
        label=_("核验码"),
        help_text=_("在文书末尾二维码旁边，16 位数字和字母，空格写不写都行。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("请填写核验码。"), "max_length": _("核验码是 16 位，请对照文书再输一次。")},
    )

    def clean(self) -> dict[str, Any]:
        """Each in the other's field is as good; a mark that can't be one is said to be too short or too long."""
        given = super().clean() or self.cleaned_data
        number, mark = given.get("number", ""), given.get("mark", "")
        if _is_long_enough(number) and not _is_long_enough(mark):
            return given | {"number": mark, "mark": number}
        if mark and not _is_long_enough(mark):
            self.add_error("mark", _("核验码是 16 位，请对照文书再输一次。"))
        return given


def _is_long_enough(mark: str) -> bool:
    return len(mark_as_typed(mark)) == CHECK_MARK_LENGTH
