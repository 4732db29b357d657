"""One form for all spellings of a word: what is written and what is looked for are folded alike, whatever the script.

Both databases have their own idea of what a letter is, and neither counts vowel signs that are written above or below
one (Tibetan, Thai). So a sign that belongs to a word is put in a place where both take it for a letter.
"""

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Scripts that part words by nothing, or that join endings to them as Korean does: found by pairs of characters.
_UNPARTED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x3040, 0x312F),  # Japanese kana, Bopomofo
    (0x31A0, 0x31BF),
    (0x31F0, 0x31FF),
    (0xA000, 0xA4CF),  # Yi
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAA7F),
    (0xAC00, 0xD7A3),  # Korean
)
# The places for private use, which both databases take for letters: signs of plane 0 and of plane 1.
_PLANES = {0: 0xF0000, 1: 0x100000}
# Letters that were signs when SQLite's list of letters was made.
_ONCE_SIGNS = (range(0x1980, 0x19E0), range(0x1CD0, 0x1D00))
PAIRED = HAN + "".join(
    f"{chr(first + plane)}-{chr(last + plane)}" for first, last in _UNPARTED for plane in (0, _PLANES[0])
)
# Nothing in it has another form, or only one that parts words just the same.
_USUAL = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\x00-\x7f，。、！？；：（）“”‘’《》【】…—·\u3000]*")
# What parts words in a folded text; of a usual one also the signs that are left as they are.
BETWEEN_WORDS = "\\x00-/:-`{-\\x7f，。、！？；：（）“”‘’《》【】…—·\u3000"
# Accents, points and vowel signs without which a word is written as often as with them.
_NOT_WRITTEN = (
    range(0x0300, 0x0370), range(0x0483, 0x048A),  # Latin, Greek, Cyrillic
    range(0x0591, 0x05C8),  # Hebrew
    range(0x0610, 0x061B), range(0x064B, 0x0660), range(0x0670, 0x0671), range(0x06D6, 0x06EE),  # Arabic
    range(0x0711, 0x0712), range(0x0730, 0x074B), range(0x08CA, 0x0900),
    range(0x180B, 0x1810),  # Mongolian forms
    range(0x1AB0, 0x1B00), range(0x1DC0, 0x1E00), range(0x20D0, 0x2100), range(0xFE00, 0xFE10), range(0xFE20, 0xFE30),
)  # fmt: skip
# What only draws a word out: tatweel, its like of N'Ko, the nirugu of Mongolian.
_STRETCHERS = frozenset("\u0640\u07fa\u180a")
_AS_USUAL = {
    "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "\u0131": "i",
    "\u0451": "\u0435",  # the two e of Cyrillic
    # Letters of Kazakh, Uyghur and Mongolian that a Russian keyboard hasn't: written as those that it has.
    "\u049b": "\u043a", "\u0493": "\u0433", "\u04a3": "\u043d", "\u04d9": "\u0430", "\u0456": "\u0438",
    "\u04e9": "\u043e", "\u04b1": "\u0443", "\u04af": "\u0443", "\u04bb": "\u0445", "\u0497": "\u0436",
    "\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627", "\u0671": "\u0627",  # alef and what it carries
    "\u06a9": "\u0643",  # the two kaf of Arabic
    # Heh and yeh: each keyboard has its own, and that of Uyghur calls one of them a vowel.
    "\u06d5": "\u0647", "\u06be": "\u0647", "\u06c1": "\u0647", "\u06c0": "\u0647",
    "\u0649": "\u064a", "\u06cc": "\u064a",
}  # fmt: skip
# The seat on which a vowel of Uyghur begins; whoever writes as Arabic is written leaves it out.
_SEAT = "\u0626"
_BEFORE_A_VOWEL = re.compile(f"{_SEAT}(?=[\u0627\u0647-\u064a\u06be\u06c6-\u06c8\u06cc\u06d0\u06d5])")
_ACCENTED = re.compile("[a-z\u03b1-\u03c9]")


class _Signs(dict[int, str | None]):
    """What becomes of each character, worked out when it is met first."""

    def __missing__(self, code: int) -> str | None:
        found = self[code] = _folded_sign(chr(code))
        return found


def _folded_sign(sign: str) -> str | None:
    code, kind = ord(sign), unicodedata.category(sign)
    if kind[0] in "LN":
        return _folded_letter(sign, kind)
    if kind[0] == "M":
        plane = _PLANES.get(code >> 16)
        # What stands higher are forms of Chinese characters: nobody types them.
        return None if plane is None or any(code in signs for signs in _NOT_WRITTEN) else chr(plane + (code & 0xFFFF))
    if kind == "Cf" or sign in _STRETCHERS:
        return None
    return sign if sign.isascii() else " "


def _folded_letter(sign: str, kind: str) -> str | None:
    code = ord(sign)
    if sign in _STRETCHERS:
        return None
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if sign in _AS_USUAL:
        return _AS_USUAL[sign]
    if code >> 16 == 1 or any(code in letters for letters in _ONCE_SIGNS):
        # SQLite knows these letters as far as its list is new enough.
        return chr(_PLANES[code >> 16] + (code & 0xFFFF))
    base = unicodedata.normalize("NFD", sign)[0]
    return base if _ACCENTED.fullmatch(base) else sign


_SIGNS = _Signs()


def folded(text: str) -> str:
    """The text in the form in which its words are compared: letters, digits, what stands between them as blanks.

    Compatibility forms (full width, Arabic presentation forms), case, accents, points and stretchers make no
    difference, nor do letters of one word that keyboards have differently; digits of any script are ordinary ones.
    """
    if _USUAL.fullmatch(text):
        return text.lower()
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if _SEAT in composed:
        composed = _BEFORE_A_VOWEL.sub("", composed)
    return composed.translate(_SIGNS)
