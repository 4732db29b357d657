"""What is asked of a telephone number and an address for mail, wherever somebody leaves them."""

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.text import has_phone_digits
from huiyin.web.phones import PhoneAskingForm


class LeftContactForm(PhoneAskingForm):
    """With fields `phone` and `email`, each of which may be empty."""

    def clean_email(self) -> str:
        """An address that a mail can be sent to."""
        email = str(self.cleaned_data["email"])
        if email:
            EmailValidator(message=str(_("邮箱地址不完整，请核对。")))(email)
        return email

    def clean_phone(self) -> str:
        """A number that can be dialled."""
        phone = str(self.cleaned_data["phone"])
        if phone and not has_phone_digits(phone):
            raise ValidationError(_("电话号码少了几位，请核对。"))
        return phone
