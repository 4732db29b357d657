"""Text as people type it, made fit to store and to search."""

import re
import unicodedata

_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[0-9a-zA-Z\u00c0-\u024f]+")
_FIRST_HAN = "\u3400"
_HAN_RUN = re.compile(rf"[{_HAN}]+")


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Marks a Chinese source text for the catalogue; it is translated where it is shown."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802 - as above
    """The same for a text that means something of its own in a context."""
    return message


def clean(text: str) -> str:
    """One form for one text (NFC), line ends as \\n, without control and direction characters, trimmed."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNWANTED.sub("", composed).strip()


def clean_line(text: str) -> str:
    """The same for a text of one line: white space of any kind becomes one space."""
    return re.sub(r"\s+", " ", clean(text))


def shorten(text: str, length: int) -> str:
    """At most `length` characters, with … where something was left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def search_tokens(text: str) -> list[str]:
    """What a text is found by: Chinese as overlapping pairs, other text as lower-case words, each once, in order."""
    found: dict[str, None] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < _FIRST_HAN:
            found[run[:40]] = None
        else:
            # The last slice is the last character alone: a search for it finds it at the end of a run as well.
            found.update(dict.fromkeys([run[place : place + 2] for place in range(len(run))]))
    return list(found)


def query_tokens(text: str) -> list[str]:
    """What to look for; a single Chinese character ends in `*`: it matches every pair that starts with it."""
    tokens: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if not _HAN_RUN.fullmatch(run):
            tokens.append(run[:40])
        elif len(run) == 1:
            tokens.append(run + "*")
        else:
            tokens.extend(run[place : place + 2] for place in range(len(run) - 1))
    return list(dict.fromkeys(tokens))
