"""What stands in a cell, brought into one form: full-width signs, spaces, choices, numbers that were shortened."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from huiyin.flows.organisation.columns import PLANS, BookSheet
from huiyin.flows.organisation.errors import CellRequired, CellRewritten, CellTooLong, ChoiceUnknown
from huiyin.intake.importing.cells import Cell, as_text, is_rewritten
from huiyin.kernel.cells import as_before
from huiyin.kernel.ids import to_half_width
from huiyin.kernel.text import clean, clean_line

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# A space beside a Chinese character parts nothing; Latin names keep theirs.
_SPACE_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
_ALIAS_ENDS = re.compile(r"[、，,;；\s]+")
_LETTERS = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
# As many characters as the column of the row keeps; the services would cut the rest off.
_MOST: Mapping[tuple[BookSheet, str], int] = {
    (BookSheet.UNITS, "phone"): 40,
    (BookSheet.UNITS, "address"): 200,
    (BookSheet.OFFICERS, "phone"): 40,
    (BookSheet.OFFICERS, "email"): 254,
}
_MANY_LINES = frozenset({"intro"})
# Codes, account names and numbers, which are the same in both widths.
_LATIN = frozenset({"code", "username", "email", "phone", "officer"})
# Here a space parts two names, or a street from a room.
_PARTED = frozenset({"aliases", "keywords", "address"})


def cell_read(sheet: BookSheet, column: str, cell: Cell) -> str:
    """The text of a cell in one form. Raises CellRewritten, CellTooLong."""
    text = as_before(as_text(cell))
    if is_rewritten(text):
        raise CellRewritten(column=PLANS[sheet].heading(column), value=text)
    text = _tidy(column, text)
    most = _MOST.get((sheet, column))
    if most is not None and len(text) > most:
        raise CellTooLong(column=PLANS[sheet].heading(column), most=most, length=len(text))
    return text


def cell_needed(sheet: BookSheet, column: str, text: str) -> str:
    """A text that has to be there. Raises CellRequired."""
    if not text:
        raise CellRequired(column=PLANS[sheet].heading(column))
    return text


def cell_choice(sheet: BookSheet, column: str, text: str, choices: Mapping[str, tuple[str, ...]]) -> str:
    """The value that a word stands for. Raises ChoiceUnknown."""
    wanted = same_key(text)
    for value, words in choices.items():
        if wanted in map(same_key, words):
            return value
    # Not in the reader's language: it is what has to be typed.
    known = "、".join(words[0] for words in choices.values())
    raise ChoiceUnknown(column=PLANS[sheet].heading(column), value=text, choices=known)


def aliases_read(text: str) -> tuple[str, ...]:
    """The names in a cell, each once."""
    return tuple(dict.fromkeys(filter(None, _ALIAS_ENDS.split(text))))


@lru_cache(maxsize=1 << 16)
def same_key(text: str) -> str:
    """What two ways of writing the same have in common: width, capitals and spaces don't count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def kept_if_same(before: str, given: str) -> str:
    """What was there, where the cell says the same in another width or with other spaces."""
    return before if same_key(before) == same_key(given) else given


def _tidy(column: str, text: str) -> str:
    if column in _MANY_LINES:
        return clean(text)
    line = clean_line(text)
    if column in _LATIN:
        return to_half_width(line).strip()
    line = _LETTERS.sub(lambda sign: to_half_width(sign[0]), line)
    return line if column in _PARTED else _SPACE_BESIDE_HAN.sub("", line)
