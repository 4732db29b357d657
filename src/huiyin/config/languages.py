"""In which languages pages are offered: Chinese, and whatever has a catalogue here or with the installation."""

import logging
from collections.abc import Sequence
from pathlib import Path

from django.conf.locale import LANG_INFO

from huiyin.kernel.catalogues import CatalogueUnreadable, Language, catalogues_in, language_of, write_compiled

_log = logging.getLogger(__name__)
SOURCE = Language("zh-hans", "中文")
_COMPILED = "django.mo"
# For a catalogue that doesn't say what its language is called in itself.
_NAMES = {code: info["name_local"] for code, info in LANG_INFO.items() if "name_local" in info}


def languages_offered(own: Path, package: Path, built: Path) -> tuple[list[Language], list[Path]]:
    """The languages, Chinese and English first, and the folders in which Django finds them compiled.

    A catalogue of the installation's own folder goes before the one of the package, entry by entry. It is compiled
    into `built`, anew whenever it has changed since; one of the package where nobody has compiled it yet.
    """
    found: dict[str, Language] = {}
    for name, folder in (("own", own), ("package", package)):
        for code, path in catalogues_in(folder).items():
            compiled = path.with_name(_COMPILED)
            if name == "own" or not compiled.exists():
                compiled = built / name / path.parts[-3] / "LC_MESSAGES" / _COMPILED
            if code == SOURCE.code or (language := _prepared(code, path, compiled)) is None:
                continue
            found.setdefault(code, language)
    order = sorted(found.values(), key=lambda language: (language.code != "en", language.code))
    return [SOURCE, *order], [built / "own", package, built / "package"]


def _prepared(code: str, path: Path, compiled: Path) -> Language | None:
    """The language, once its catalogue is compiled; None for one that can't be read: pages go on without it."""
    try:
        language = language_of(code, path, _NAMES)
        if compiled.parent != path.parent and _is_older(compiled, path):
            write_compiled(path, compiled)
    except (CatalogueUnreadable, UnicodeDecodeError, OSError) as error:
        _log.warning("language %s isn't offered: %s", code, error)
        return None
    return language


def _is_older(compiled: Path, path: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns


def codes_and_names(languages: Sequence[Language]) -> list[tuple[str, str]]:
    """As Django's setting has them."""
    return [(language.code, language.name) for language in languages]
