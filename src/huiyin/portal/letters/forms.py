"""What stands on a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
