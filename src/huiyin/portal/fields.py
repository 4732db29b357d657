"""Form fields for what citizens type: tidied, measured, refused with a sentence."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huiyin.documents.rules.media_types import accept_attribute
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import clean, clean_line, tidy_email, tidy_phone
from huiyin.kernel.text_limits import checked_text
from huiyin.web.forms import FilePicker
from huiyin.web.refusals import sentence_of


class TextField(forms.CharField):
    """Text of several lines; `most` characters after tidying. Control characters go, emoji stay."""

    tidy = staticmethod(clean)

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        """`most`: the limit that the refusal names; the browser isn't told, as it would cut what is pasted."""
        self.most = most
        # `tidy` does it, which also knows the fillers and blanks that Python's `strip` leaves.
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The tidy text."""
        return self.tidy(str(value or ""))

    def validate(self, value: str) -> None:
        """Required, and not too long."""
        super().validate(value)
        try:
            checked_text(value, field="", most=self.most)
        except BadInput as error:
            raise ValidationError(sentence_of(error)) from error


class LineField(TextField):
    """Text of one line."""

    tidy = staticmethod(clean_line)


class EmailLineField(LineField):
    """An e-mail address as it is meant; whether it is one, the form says."""

    tidy = staticmethod(tidy_email)


class PhoneLineField(LineField):
    """A telephone number with ordinary digits."""

    tidy = staticmethod(tidy_phone)


class FilesField(forms.Field):
    """A place to choose files. What arrives is taken out of the request and stored by a service, file by file."""

    def __init__(self, **kwargs: Any) -> None:
        """Never required: files are kept as soon as they come."""
        picker = FilePicker(attrs={"multiple": True, "accept": accept_attribute()})
        super().__init__(required=False, widget=picker, **kwargs)
