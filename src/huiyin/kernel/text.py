"""Text as people type it, made fit to store and to search."""

import re
import unicodedata
from array import array
from collections.abc import Iterable
from itertools import takewhile

from huiyin.kernel.han_variants import SIMPLIFIED, TRADITIONAL

_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[0-9a-zA-Z\u00c0-\u024f]+")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_WORD = re.compile(r"[0-9a-zA-Z\u00c0-\u024f]+")
_WORD_MOST = 40
# Nothing in it has another form, or only one that parts words just the same.
_USUAL = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\x00-\x7f，。、！？；：（）“”‘’《》【】…—·\u3000]*")
_BETWEEN = re.compile(rf"[^{_HAN}]+")
# Parts of a plate or of a house number are found; of longer ones, such as keys and links, nobody knows a part.
_PART_LEAST, _PARTED_MOST = 2, 20
_FIRST_HAN = "\u2e80"
_DIGIT = re.compile("[0-9]")
_VARIANTS = dict(zip(map(ord, TRADITIONAL), map(ord, SIMPLIFIED), strict=True))
_TRADITIONAL = frozenset(TRADITIONAL)
_SPACES = b" \0\0\0"
_PAIR_THAT_BEGINS_WITH_A_SPACE = re.compile("   .")


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Marks a Chinese source text for the catalogue; it is translated where it is shown."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802 - as above
    """The same for a text that means something of its own in a context."""
    return message


def clean(text: str) -> str:
    """One form for one text (NFC), line ends as \\n, without control and direction characters, trimmed."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # as nearly all texts of one line are
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNWANTED.sub("", composed).strip()


def clean_line(text: str) -> str:
    """The same for a text of one line: white space of any kind becomes one space."""
    return " ".join(clean(text).split())


def shorten(text: str, length: int) -> str:
    """At most `length` characters, with … where something was left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def search_tokens(text: str) -> list[str]:
    """What a text is found by, each once: other text as lower-case words, then Chinese as overlapping pairs."""
    known = _folded(text)
    found = dict.fromkeys([word[:_WORD_MOST] for word in _WORD.findall(known)])
    found.update(dict.fromkeys(_pairs(known)))
    return list(found)


def simplified(text: str) -> str:
    """Traditional characters as the simplified ones that they are found as; anything else as it is."""
    return text if _TRADITIONAL.isdisjoint(text) else text.translate(_VARIANTS)


def part_tokens(tokens: Iterable[str]) -> list[str]:
    """The ends of words with digits among search_tokens: A6D23F is found by D23F, and by 23 as what begins one."""
    return [
        word[place:]
        for word in takewhile(_FIRST_HAN.__gt__, tokens)  # the words come first
        if _DIGIT.search(word) and len(word) <= _PARTED_MOST
        for place in range(1, len(word) - _PART_LEAST + 1)
    ]


def query_tokens(text: str) -> list[str]:
    """What to look for; a single Chinese character ends in `*`: it matches every pair that starts with it."""
    tokens: list[str] = []
    for run in _RUN.findall(_folded(text)):
        if not _HAN_RUN.fullmatch(run):
            tokens.append(run[:_WORD_MOST])
        elif len(run) == 1:
            tokens.append(run + "*")
        else:
            tokens.extend(run[place : place + 2] for place in range(len(run) - 1))
    return list(dict.fromkeys(tokens))


def _folded(text: str) -> str:
    return (text if _USUAL.fullmatch(text) else unicodedata.normalize("NFKC", text)).lower()


def _pairs(text: str) -> list[str]:
    """Each Chinese character with the next one, the last of a run alone: a search for it finds it there as well.

    Making a string of every pair by itself costs more than storing them all, so they are laid out side by side: first
    characters at every third place, second ones behind them, spaces between.
    """
    firsts = array("I", _BETWEEN.sub(" ", text).strip().encode("utf-32-le"))
    places = len(firsts) * 3
    laid_out = array("I", _SPACES) * places
    laid_out[0::3] = firsts
    laid_out[1 : places - 2 : 3] = firsts[1:]
    return _PAIR_THAT_BEGINS_WITH_A_SPACE.sub(" ", laid_out.tobytes().decode("utf-32-le")).split()
