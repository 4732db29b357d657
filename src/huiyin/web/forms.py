"""Django forms come out as our components: label, help, error and field tied together."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_CHECKED = frozenset({"checkbox", "radio"})
_BARE = frozenset({"hidden", "submit"})


class ComponentRenderer(TemplatesSetting):
    """Renders fields through `components/field.html` and gives every control its class."""

    field_template_name = "components/field.html"
    form_template_name = "components/form.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django does, after adding the class of the control."""
        widget = context.get("widget")
        if widget is not None:
            context = {**context, "widget": {**widget, "attrs": _with_class(template_name, widget)}}
        return super().render(template_name, context, request)


def _with_class(template_name: str, widget: Mapping[str, Any]) -> dict[str, Any]:
    attrs = dict(widget.get("attrs") or {})
    classes = [attrs.get("class", ""), _class_of(template_name, str(widget.get("type", "")))]
    if attrs.get("aria-invalid") == "true":
        classes.append("is-invalid")
    joined = " ".join(filter(None, classes))
    return {**attrs, "class": joined} if joined else attrs


def _class_of(template_name: str, kind: str) -> str:
    name = template_name.rsplit("/", 1)[-1]
    if name == "select.html":
        return "form-select"
    if name == "textarea.html":
        return "form-control"
    if kind in _CHECKED:
        # A group of choices is a list of its own; only a lone tick box is a control.
        return "form-check-input" if name == "checkbox.html" else "choices"
    if kind and kind not in _BARE:
        return "form-control"
    return ""
