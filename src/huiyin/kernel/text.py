"""Text as people type it, made fit to store and to search."""

import re
import unicodedata
from array import array
from collections.abc import Iterable
from itertools import takewhile

from huiyin.kernel.folding import BETWEEN_WORDS, PAIRED, folded
from huiyin.kernel.han_usage import ALSO_SIMPLIFIED, ALSO_TRADITIONAL, IN_SOME_WORDS, in_usual_words
from huiyin.kernel.han_variants import SIMPLIFIED, TRADITIONAL
from huiyin.kernel.ids import to_half_width

# Code points that Unicode will never give to a character: the last two of each plane, and 32 in between.
_NO_CHARACTERS = "\\ufdd0-\\ufdef" + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    rf"{_NO_CHARACTERS}]"
)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAIRED_RUN = re.compile(rf"[{PAIRED}]+")
_WORD = re.compile(rf"[^{BETWEEN_WORDS}{PAIRED}]+")
_RUN = re.compile(rf"[{PAIRED}]+|[^{BETWEEN_WORDS}{PAIRED}]+")
_WORD_MOST = 40
_PHONE_DIGITS_LEAST = 5
_BETWEEN = re.compile(rf"[^{PAIRED}]+")
# Parts of a plate or of a house number are found; of longer ones, such as keys and links, nobody knows a part.
_PART_LEAST, _PARTED_MOST = 2, 20
_FIRST_HAN = "\u2e80"
_DIGIT = re.compile("[0-9]")
_VARIANTS = dict(zip(map(ord, TRADITIONAL + ALSO_TRADITIONAL), map(ord, SIMPLIFIED + ALSO_SIMPLIFIED), strict=True))
_TRADITIONAL = frozenset(TRADITIONAL + ALSO_TRADITIONAL + IN_SOME_WORDS)
_SPACES = b" \0\0\0"
# Spaces, and format characters with what is drawn as nothing: fillers, joiners, variation selectors, blank Braille.
_BLANK_KINDS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_PAIR_THAT_BEGINS_WITH_A_SPACE = re.compile("   .")


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Marks a Chinese source text for the catalogue; it is translated where it is shown."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802 - as above
    """The same for a text that means something of its own in a context."""
    return message


def clean(text: str) -> str:
    """One form for one text (NFC), line ends as \\n, trimmed.

    Without control and direction characters, and without what isn't a character at all. A text without anything that
    can be seen is no text: it becomes "", and whoever asks for one refuses it.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return _or_nothing(text.strip())  # as nearly all texts of one line are
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _or_nothing(_UNWANTED.sub("", composed).strip())


def xml_text(text: str) -> str:
    """The text without what no XML may hold: one such character in what was stored long ago stops a whole export."""
    return _NOT_IN_XML.sub("", text)


def clean_line(text: str) -> str:
    """The same for a text of one line: white space of any kind becomes one space."""
    return " ".join(clean(text).split())


def tidy_email(text: str) -> str:
    """An address as it is meant by whoever types it with a Chinese input method: full-width signs and 。 as well."""
    return "".join(unicodedata.normalize("NFKC", clean_line(text)).replace("\u3002", ".").split())


def tidy_phone(text: str) -> str:
    """A telephone number with ordinary digits for full-width ones."""
    return clean_line(to_half_width(text))


def has_phone_digits(text: str) -> bool:
    """Whether there are digits enough to be dialled: five at least, and none that is only drawn like one (①)."""
    return sum(sign in "0123456789" for sign in tidy_phone(text)) >= _PHONE_DIGITS_LEAST


def _or_nothing(text: str) -> str:
    return text if any(map(_is_visible, text)) else ""


def _is_visible(sign: str) -> bool:
    return sign not in _FILLERS and unicodedata.category(sign) not in _BLANK_KINDS


def shorten(text: str, length: int) -> str:
    """At most `length` characters, with … where something was left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def search_tokens(text: str) -> list[str]:
    """What a text is found by, each once: words, folded; then as overlapping pairs what parts words by nothing."""
    known = folded(text)
    words = [word[:_WORD_MOST] for word in _WORD.findall(known)]
    if not known.isascii():
        # Those that may have parts come first.
        words.sort(key=_FIRST_HAN.__le__)
    found = dict.fromkeys(words)
    found.update(dict.fromkeys(_pairs(known)))
    return list(found)


def simplified(text: str) -> str:
    """Traditional characters as the simplified ones that they are found as; anything else as it is."""
    return text if _TRADITIONAL.isdisjoint(text) else in_usual_words(text).translate(_VARIANTS)


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
    for run in _RUN.findall(folded(text)):
        if not _PAIRED_RUN.match(run):
            tokens.append(run[:_WORD_MOST])
        elif len(run) == 1:
            tokens.append(run + "*")
        else:
            tokens.extend(run[place : place + 2] for place in range(len(run) - 1))
    return list(dict.fromkeys(tokens))


def _pairs(text: str) -> list[str]:
    """Each character of a run with the next one, the last alone: a search for it finds it there as well.

    Making a string of every pair by itself costs more than storing them all, so they are laid out side by side: first
    characters at every third place, second ones behind them, spaces between.
    """
    firsts = array("I", _BETWEEN.sub(" ", text).strip().encode("utf-32-le"))
    places = len(firsts) * 3
    laid_out = array("I", _SPACES) * places
    laid_out[0::3] = firsts
    # The last character of all has none behind it, so its pair stays open.
    laid_out[1 : places - 2 : 3] = firsts[1:]
    return _PAIR_THAT_BEGINS_WITH_A_SPACE.sub(" ", laid_out.tobytes().decode("utf-32-le")).split()
