"""A notice's words: Chinese first, English below, the address to look at in a line of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from huiyin.kernel.ids import format_matter_number
from huiyin.notices.rules import TEMPLATES

_LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Rendered:
    """Subject (one line) and body (plain text) of one notice."""

    subject: str
    body: str


def render(*, template: str, params: Mapping[str, str]) -> Rendered:
    """The words of a notice in every language, each once: an untranslated one isn't said twice."""
    found = TEMPLATES[template]
    said: dict[tuple[str, ...], list[str]] = {}
    for language in _LANGUAGES:
        with override(language):
            words = tuple(gettext(text) for text in (found.subject, *found.lines))
            values = _values(params)
        said.setdefault(words, [text % values for text in words])
    address = settings.HUIYIN_SITE_URL + params.get("path", found.fallback_path)
    subject = " / ".join(texts[0] for texts in said.values())
    body = "\n\n".join("\n".join((*texts[1:], address)) for texts in said.values())
    name = settings.HUIYIN_SITE_NAME
    return Rendered(subject=f"[{name}] {subject}", body=f"{body}\n\n-- \n{name}\n")


def _values(params: Mapping[str, str]) -> dict[str, str]:
    values = {"number": format_matter_number(params.get("number", ""))}
    if "due_on" in params:
        values["due_on"] = date_format(date.fromisoformat(params["due_on"]), "DATE_FORMAT")
    return values
