"""What whoever signs by a link is asked for."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.portal.contact import LeftContactForm
from huiyin.portal.fields import EmailLineField, LineField, PhoneLineField
from huiyin.vault.rules.identity import ADDRESS_MAX, EMAIL_MAX, NAME_MAX, PHONE_MAX
from huiyin.vault.services import IdentityDraft


class SignatureForm(LeftContactForm):
    """A name, a telephone number or an address, the agreement to the words above; news only for who wants them."""

    name = LineField(
        label=_("姓名"),
        most=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请写下您的姓名。")},
    )
    phone = PhoneLineField(
        label=_("电话"),
        help_text=_("电话和住址写一样就行，用来分清同名的人。"),
        most=PHONE_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    address = LineField(
        label=_("住址"),
        most=ADDRESS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    agree = forms.BooleanField(
        label=_("上面的经过和诉求我看过，同意一起提出"),
        error_messages={"required": _("同意的，请勾上这一项。不同意就不用签。")},
    )
    wants_news = forms.BooleanField(label=_("有进展时通知我"), required=False)
    email = EmailLineField(
        label=_("邮箱"),
        help_text=_("要收邮件通知才写。通知里只有编号，没有内容。"),
        most=EMAIL_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "email"}),
    )

    def clean(self) -> dict[str, object]:
        """Something must tell two people of one name apart."""
        found = super().clean() or {}
        if not found.get("phone") and not found.get("address") and "phone" not in self.errors:
            self.add_error("phone", gettext("请写电话或者住址，一样就行，好分清同名的人。"))
        return found

    @property
    def person(self) -> IdentityDraft:
        """Who signs."""
        return IdentityDraft(**{name: self.cleaned_data[name] for name in ("name", "phone", "email", "address")})
