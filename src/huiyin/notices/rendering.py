"""A notice's words: Chinese first, English below, the address to look at in a line of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from huiyin.kernel.ids import format_matter_number
from huiyin.notices.rules import TEMPLATES, Template

_LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Rendered:
    """Subject (one line) and body (plain text) of one notice."""

    subject: str
    body: str


def render(*, template: str, params: Mapping[str, str]) -> Rendered:
    """The words of a notice in every language, each once: an untranslated one isn't said twice."""
    found = TEMPLATES[template]
    said = list(dict.fromkeys(_in_language(found, params, language) for language in _LANGUAGES))
    address = settings.HUIYIN_SITE_URL + params.get("path", found.fallback_path)
    subject = " / ".join(subject for subject, _ in said)
    body = "\n\n".join(f"{text}\n{address}" for _, text in said)
    return Rendered(
        subject=f"[{settings.HUIYIN_SITE_NAME}] {subject}", body=f"{body}\n\n-- \n{settings.HUIYIN_SITE_NAME}\n"
    )


def _in_language(template: Template, params: Mapping[str, str], language: str) -> tuple[str, str]:
    with override(language):
        values = _values(params)
        return gettext(template.subject) % values, "\n".join(gettext(line) % values for line in template.lines)


def _values(params: Mapping[str, str]) -> dict[str, str]:
    values = {"number": format_matter_number(params.get("number", ""))}
    if "due_on" in params:
        values["due_on"] = date_format(date.fromisoformat(params["due_on"]), "DATE_FORMAT")
    return values
