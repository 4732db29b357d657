"""Catalogues of messages: which languages pages speak is a matter of the files that lie there, and of nothing else.

A language is a folder `<code>/LC_MESSAGES` with a file `django.po`. Its header says `X-Name`, what the language is
called in itself, `Plural-Forms` and, if that name's script doesn't tell it, `X-Direction`. What a catalogue lacks is
read in Chinese.
"""

import ast
import gettext
import json
import os
import re
import struct
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_FILE = Path("LC_MESSAGES") / "django.po"
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*("(?:[^"\\]|\\.)*")')
_PLACE = re.compile(r"%\((\w+)\)|\{(\w+)\}")
_WAY = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
_UNNAMED = re.compile(r"%[-#0+]*\d*(?:\.\d+)?[sdif]")
_PLURALS = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;\n]+)")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_MAGIC = 0x950412DE


class CatalogueUnreadable(ValueError):
    """A line of a catalogue is no part of any."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language of pages: its code as a browser names it, its name in itself, and where its lines begin."""

    code: str
    name: str
    direction: str = "ltr"


@dataclass(slots=True)
class CatalogueEntry:
    """One message: its source text, and its translation by plural form."""

    context: str = ""
    singular: str = ""
    plural: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    is_fuzzy: bool = False

    @property
    def is_done(self) -> bool:
        """Whether somebody has translated it, and nobody doubts that."""
        return not self.is_fuzzy and bool(self.forms) and all(self.forms.values())

    @property
    def is_sound(self) -> bool:
        """Whether what is filled in by number and name has its place in every form, and nothing else has."""
        wanted = _places(self.singular) | _places(self.plural)
        # "One matter" may leave the number out.
        least = set() if self.plural else wanted
        fits = (least <= _places(form) <= wanted for form in self.forms.values())
        ways = _ways(self.singular) | _ways(self.plural)
        fills = (_ways(form) <= ways and _can_be_filled(form, wanted) for form in self.forms.values())
        return all(fits) and all(fills) and all(_counted(form, self.singular) for form in self.forms.values())


def code_of_folder(name: str) -> str:
    """`zh_Hant` as `zh-hant`; "" for what is no code of a language."""
    return name.lower().replace("_", "-") if _CODE.fullmatch(name) else ""


def catalogues_in(folder: Path) -> dict[str, Path]:
    """The catalogues of a folder by the code of their language; none where there is no folder."""
    found = sorted(folder.glob(f"*/{_FILE.as_posix()}")) if folder.is_dir() else []
    return {code: path for path in found if (code := code_of_folder(path.parts[-3]))}


def entries_in(path: Path) -> Iterator[CatalogueEntry]:
    """All messages of a catalogue, the header first (its source text is empty). Raises CatalogueUnreadable."""
    entry, place = CatalogueEntry(), ""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        text = line.strip()
        if text.startswith("#") or not text:
            if place.startswith("msgstr"):
                yield entry
                entry, place = CatalogueEntry(), ""
            entry.is_fuzzy |= text.startswith("#,") and "fuzzy" in text
            continue
        found = _LINE.fullmatch(text)
        value = _unquoted(found[2]) if found else None
        if found is None or value is None or not (found[1] or place):
            raise CatalogueUnreadable(f"{path}:{number}: {text[:60]}")
        if found[1] in {"msgctxt", "msgid"} and place.startswith("msgstr"):
            yield entry
            entry = CatalogueEntry()
        place = found[1] or place
        _add(entry, place, value)
    if place.startswith("msgstr"):
        yield entry


def header_of(path: Path) -> dict[str, str]:
    """The lines of a catalogue's header by name, in lower case. Raises CatalogueUnreadable."""
    first = next(entries_in(path), CatalogueEntry())
    lines = first.forms.get(0, "").splitlines() if not first.singular else []
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def language_of(code: str, path: Path, known: Mapping[str, str]) -> Language:
    """The language of a catalogue; `known` are names by code, for one that doesn't say its own."""
    header = header_of(path)
    name = header.get("x-name") or known.get(code) or known.get(code.split("-")[0]) or code
    return Language(code, name, header.get("x-direction", "").lower() or _direction(name))


def write_compiled(path: Path, target: Path) -> None:
    """Write the MO file: what is translated, undoubted and sound. Raises CatalogueUnreadable, OSError."""
    header = header_of(path)
    lines = ["Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {plural_forms_of(header)}"]
    texts = {"": "\n".join(lines) + "\n"}
    for entry in entries_in(path):
        if entry.singular and entry.is_done and entry.is_sound:
            key = f"{entry.context}\x04{entry.singular}" if entry.context else entry.singular
            texts[f"{key}\0{entry.plural}" if entry.plural else key] = "\0".join(
                entry.forms[form] for form in sorted(entry.forms)
            )
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside it first: another process may read it at this moment.
    fresh = target.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(_compiled(texts))
    fresh.replace(target)


def begun(code: str, name: str, entries: Iterator[CatalogueEntry]) -> str:
    """An empty catalogue of the same messages, each with what the given one says, for whoever translates."""
    parts = [
        f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"X-Name: {name}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    ]
    parts += [_empty(entry) for entry in entries if entry.singular]
    return "\n".join(parts)


def _empty(entry: CatalogueEntry) -> str:
    lines = [f"# {line}" for form in entry.forms.values() for line in form.splitlines()]
    if entry.context:
        lines.append(f"msgctxt {_quoted(entry.context)}")
    lines.append(f"msgid {_quoted(entry.singular)}")
    lines += [f"msgid_plural {_quoted(entry.plural)}", 'msgstr[0] ""'] if entry.plural else ['msgstr ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def plural_forms_of(header: Mapping[str, str]) -> str:
    """How the language counts; one form for all numbers where the header says nothing that can be understood."""
    found = _PLURALS.search(header.get("plural-forms", ""))
    try:
        gettext.c2py(found[2].strip() if found else "")
    except (ValueError, IndexError):
        found = None
    return f"nplurals={found[1]}; plural={found[2].strip()};" if found else "nplurals=1; plural=0;"


def _add(entry: CatalogueEntry, place: str, value: str) -> None:
    match place:
        case "msgctxt":
            entry.context += value
        case "msgid":
            entry.singular += value
        case "msgid_plural":
            entry.plural += value
        case _:
            form = int(place[7:-1] or 0)
            entry.forms[form] = entry.forms.get(form, "") + value


def _unquoted(text: str) -> str | None:
    try:
        return str(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return None


def _direction(name: str) -> str:
    strong = (kind for kind in map(unicodedata.bidirectional, name) if kind in _RIGHT_TO_LEFT | {"L"})
    return "rtl" if next(strong, "L") in _RIGHT_TO_LEFT else "ltr"


def _places(text: str) -> set[str]:
    return {first or second for first, second in _PLACE.findall(text)}


def _ways(text: str) -> set[str]:
    """How each place is filled in, such as `%(day)s`: as a number a text stops the page."""
    return set(_WAY.findall(text))


def _counted(text: str, source: str) -> bool:
    """Whether what has no name stands as often as in the source: it is filled in by its place."""
    return _UNNAMED.findall(text) == _UNNAMED.findall(source)


def _can_be_filled(text: str, names: set[str]) -> bool:
    """Whether no stray sign stops a page that fills it in; a text without places isn't filled in."""
    if not any(f"%({name})" in text for name in names):
        return True
    try:
        text % dict.fromkeys(names, 1)
    except (ValueError, KeyError, TypeError):
        return False
    return True


def _compiled(texts: Mapping[str, str]) -> bytes:
    """As gettext lays it out: the places of all source texts in their order, those of the translations, the texts."""
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items())
    sources: Sequence[bytes] = [key for key, _value in pairs]
    values: Sequence[bytes] = [value for _key, value in pairs]
    start = 7 * 4 + 16 * len(pairs)
    index, data = [], b""
    for part in (sources, values):
        for text in part:
            index += [len(text), start + len(data)]
            data += text + b"\0"
    head = (_MAGIC, 0, len(pairs), 7 * 4, 7 * 4 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<{len(head) + len(index)}I", *head, *index) + data
