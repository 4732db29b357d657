"""Form fields for what officers type: tidied, measured, refused with a sentence; never cut in silence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean, clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.web.refusals import sentence_of


class TidyField(forms.CharField):
    """Text without control characters; of one line unless its widget is a text area."""

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        """`most` characters after tidying; None where the service says it. The browser isn't told: it would cut."""
        self.most = most
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The tidy text."""
        one_line = not isinstance(self.widget, forms.Textarea)
        return (clean_line if one_line else clean)(str(value or ""))

    def validate(self, value: str) -> None:
        """Required, and not too long."""
        super().validate(value)
        if self.most is None:
            return
        try:
            # Without a field's name: what a field itself refuses stands beside it anyhow.
            checked_text(value, field="", most=self.most)
        except BadInput as error:
            raise ValidationError(sentence_of(error)) from error


def late_reason_field() -> forms.CharField:
    """Asked for only when the day lies further back than the rulebook allows."""
    return forms.CharField(
        label=_("为什么现在才记"),
        required=False,
        help_text=_("日期在很久以前的才填；时限从今天起算，监督员会看到。"),
    )
