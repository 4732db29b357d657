"""Django forms come out as our components: label, help, error and field tied together."""

from abc import ABCMeta
from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext

from huiyin.kernel.text import tidy_email
from huiyin.web.controls import control
from huiyin.web.reader_choices import is_only_shown

_BY_TEMPLATE = {
    "select.html": "form-select",
    "textarea.html": "form-control",
    "checkbox.html": "form-check-input",
    "radio.html": "choices",
    "checkbox_select.html": "choices",
}
_BARE = frozenset({"hidden", "submit"})


class AbstractFormType(ABCMeta, DeclarativeFieldsMetaclass):
    """A form's class whose abstract verbs each form has to say: one that misses them can't be made."""


class PlainForm(forms.Form):
    """A form whose errors say what to do; a field's own `error_messages` have the last word.

    Sent only to be shown again in another language or type size, it isn't valid and has no errors: its view brings it
    back with what was typed, and does nothing else.
    """

    # Fields of which at least one is filled in: each says so, instead of being called optional.
    one_of: tuple[str, ...] = ()
    use_required_attribute = False  # the browser's own bubbles are neither translated by us nor read out

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As a Django form."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind: Any = type(field)  # a class is hashable, whatever the stubs say of this one
            defaults = _defaults_of(kind)
            for code, words in _words(field).items():
                if id(field.error_messages.get(code)) in defaults:
                    field.error_messages[code] = words
        if is_only_shown(self.data):
            self.leave_secrets_behind()

    def leave_secrets_behind(self) -> None:
        """Passwords and codes don't come back."""
        # A copy: the data of a request can't be changed.
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, field in self.fields.items():
            if is_secret(field):
                data.pop(self.add_prefix(name), None)
        self.data = data

    def is_valid(self) -> bool:
        """Whether what was typed can be used."""
        return not is_only_shown(self.data) and super().is_valid()

    def full_clean(self) -> None:
        """Judge what was typed, unless that wasn't asked."""
        if is_only_shown(self.data):
            # Empty, as nothing was judged; None would reach templates that ask for the errors.
            self._errors = ErrorDict()
            self.cleaned_data: dict[str, Any] = {}
        else:
            super().full_clean()


def row_id(text: str) -> int | None:
    """The id that was sent; None for what can't be the id of a row."""
    # Very many digits would fail in the database instead of being refused with a sentence.
    return int(text) if text.isdecimal() and len(text) < 10 else None


def is_secret(field: forms.Field) -> bool:
    """Whether what is typed here never comes back in a page: passwords, and codes (`data-secret`)."""
    return isinstance(field.widget, forms.PasswordInput) or "data-secret" in field.widget.attrs


@cache
def _defaults_of(kind: Any) -> frozenset[int]:
    """The messages that Django itself gives a class of fields, by identity: comparing them would translate each."""
    return frozenset(
        id(message) for base in kind.__mro__ for message in getattr(base, "default_error_messages", {}).values()
    )


def _words(field: forms.Field) -> dict[str, str]:
    """Our sentences for the errors that most fields can have."""
    words = {"required": gettext("请填写这一项。"), "invalid_choice": gettext("请从列出的选项里选一项。")}
    if isinstance(field, forms.ChoiceField):
        words["required"] = gettext("请选一项。")
    if isinstance(field, forms.DateField):
        words["invalid"] = gettext("请写成 2026-12-30 这样的日期。")
    if isinstance(field, forms.DateTimeField):
        words["invalid"] = gettext("请写成 2026-12-30 09:00 这样的日期和时间。")
    if isinstance(field, forms.FileField):
        words["required"] = gettext("请选一个文件。")
        # As for files that are kept, which are looked at later (documents/errors.py).
        words["empty"] = gettext("这个文件是空的。请打开原文件看一看，再选一次。")
    return words


class FilePicker(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class TidyEmailField(forms.EmailField):
    """An address typed with any input method: full-width signs are the ordinary ones."""

    def to_python(self, value: Any) -> str:
        """The tidy address."""
        return tidy_email(str(value or ""))


class ComponentRenderer(TemplatesSetting):
    """Renders fields through `components/field.html` and gives every control its class."""

    field_template_name = "components/field.html"
    form_template_name = "components/form.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django does, after adding the class of the control; plain controls are written without a template."""
        widget = context.get("widget")
        if widget is None:
            return super().render(template_name, context, request)
        dressed = {**widget, "attrs": _with_class(template_name, widget)}
        written = control(template_name, dressed)
        return super().render(template_name, {**context, "widget": dressed}, request) if written is None else written


def _with_class(template_name: str, widget: Mapping[str, Any]) -> dict[str, Any]:
    attrs = dict(widget.get("attrs") or {})
    classes = [attrs.get("class", ""), _class_of(template_name, str(widget.get("type", "")))]
    if attrs.get("aria-invalid") == "true":
        classes.append("is-invalid")
    joined = " ".join(filter(None, classes))
    return {**attrs, "class": joined} if joined else attrs


def _class_of(template_name: str, kind: str) -> str:
    name = template_name.rsplit("/", 1)[-1]
    if name in _BY_TEMPLATE:
        return _BY_TEMPLATE[name]
    return "form-control" if kind and kind not in _BARE else ""
