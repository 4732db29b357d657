"""The languages that a reader can choose among."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from huiyin.kernel.catalogues import Language


def languages() -> tuple[Language, ...]:
    """All that are offered, in the order in which they are offered."""
    return tuple(settings.HUIYIN_LANGUAGES)


def is_offered(code: str) -> bool:
    """Whether pages speak this language; Django has names of months in many more."""
    return any(language.code == code for language in languages())


def other_languages() -> tuple[Language, ...]:
    """All but the one that this page is in."""
    current = get_language()
    return tuple(language for language in languages() if language.code != current)


def direction() -> str:
    """Where the lines of this page begin: "ltr" or "rtl"."""
    current = get_language()
    return next((language.direction for language in languages() if language.code == current), "ltr")


def language_asked_for(headers: Mapping[str, str]) -> str:
    """What a browser asks for, without a look at any cookie."""
    for code, _weight in parse_accept_lang_header(headers.get("accept-language", "").lower()):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
