"""A new password, typed twice."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.web.forms import PlainForm


class OwnPasswordForm(PlainForm):
    """What nobody can read while typing is typed twice."""

    password = forms.CharField(
        label=_("新密码"),
        help_text=_("至少 10 个字符，不要用常见的词，也不要只用数字。一句您记得住的话就很好。"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        """Both alike."""
        super().clean()
        if self.cleaned_data.get("password") != self.cleaned_data.get("again"):
            self.add_error("again", gettext("两次输入的不一样，请再输一次。"))
