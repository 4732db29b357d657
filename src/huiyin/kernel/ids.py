"""Identifiers: row ids that sort by time, matter numbers, receipt codes.

A receipt code is 17 characters of Crockford's base 32 (85 bits) and two check characters, written
`K7QM-3XTD-92RB-WV8H-5-CC` without the dashes mattering. It is made from a token by a keyed hash, so that a second
press on "send" shows the same receipt although only another keyed hash of the code is stored. Whoever can't type
Latin letters writes the same code as 28 digits.
"""

import hashlib
import hmac
import os
import re
import secrets
import time as clock
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, combinations
from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
# What people write when they mean something else; a Cyrillic keyboard has letters that only look like these.
_LOOK_ALIKE = str.maketrans(
    "OILU\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425", "011VABEKMH0PCTX"
)
_CODE_LENGTH = 17
# The largest prime below 1024: every remainder by it fits two characters of five bits.
_CHECK_PRIME = 1021
# Of a UUID's last 80 bits four say the version and two the variant.
_VERSION_7 = 0x7 << 76 | 0x2 << 62
_RANDOM_BITS = (1 << 80) - 1 & ~(0xF << 76 | 0x3 << 62)
_NUMBER = re.compile(r"\d{16}")
# A code fits where its characters, each times its weight, add up to a multiple of the prime.
_WEIGHTS = (*(pow(32, place, _CHECK_PRIME) for place in reversed(range(_CODE_LENGTH))), -32, -1)
# So many look-alikes in one code are put right; who mistakes more has read another code.
_LOOK_ALIKES_MOST = 4
# What handwriting makes of one another, and both of them are letters of a code: the check characters tell which.
_CONFUSED = {"S": "5", "5": "S", "B": "8", "8": "B", "Z": "2", "2": "Z", "G": "6", "6": "G", "D": "0", "0": "D"}
# 85 bits have 26 digits at most; two more check them (ISO 7064 mod 97,10).
DIGITS_LENGTH = 28
# Where what was pasted as a whole falls apart into label, number, label, code.
_BETWEEN = re.compile(r"[\s,;；，。、:：\u4e00-\u9fff]+")
# Between and around the characters of numbers and codes: blanks, dashes, quotation marks, Chinese words.
_NO_PART = re.compile(r"[\W_\u4e00-\u9fff]")
_ANY_DIGIT = re.compile(r"\d")
# How codes are printed, in letters and in digits; blanks between the groups make words of them.
_GROUPS = ((4, 4, 4, 4, 3), (4,) * 7)


def new_id() -> UUID:
    """A UUID version 7: 48 bits of milliseconds, then randomness; ids made later sort later."""
    milliseconds = clock.time_ns() // 1_000_000 & (1 << 48) - 1
    return UUID(int=milliseconds << 80 | int.from_bytes(os.urandom(10), "big") & _RANDOM_BITS | _VERSION_7)


def first_id_at(at: datetime) -> UUID:
    """The smallest id that `new_id` can make at that instant: what was made before sorts before it."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def parse_uuid(text: str) -> UUID | None:
    """The id that this text is, None when it can't be one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def new_token() -> str:
    """A secret of 256 bits for a draft or a form, safe in URLs and cookies."""
    return secrets.token_urlsafe(32)


def new_matter_number(received_on: date) -> str:
    """A matter number: the day, seven random digits and a check digit (`202611214831092` + digit).

    Random, so that nobody learns from a number how many were filed, nor guesses the next one.
    """
    body = f"{received_on:%Y%m%d}{secrets.randbelow(10_000_000):07d}"
    return body + _check_digit(body)


def format_matter_number(number: str) -> str:
    """The number as people read it: `20261121-4831-0927`."""
    return f"{number[:8]}-{number[8:12]}-{number[12:]}"


def parse_matter_number(text: str) -> str | None:
    """The bare 16 digits of a typed number, None when it can't be one (length or check digit)."""
    digits = _without_label(text)
    if not _NUMBER.fullmatch(digits) or _check_digit(digits[:-1]) != digits[-1]:
        return None
    return digits


def receipt_code(*, key: bytes, token: str) -> str:
    """The receipt code that belongs to a token: the same token always gives the same code."""
    digest = hmac.digest(key, b"receipt:" + token.encode(), "sha256")
    # 88 bits cut down to 85: a power of two, so that no code is likelier than another.
    number = int.from_bytes(digest[:11], "big") % (1 << 5 * _CODE_LENGTH)
    data = _letters(number)
    return data + _check_characters(data)


def format_receipt_code(code: str) -> str:
    """The code in groups that can be read out and copied by hand."""
    return "-".join((code[0:4], code[4:8], code[8:12], code[12:16], code[16:]))


def digits_of_code(code: str) -> str:
    """The same code for whoever types digits only: 28 of them in groups of four."""
    number = 0
    for character in code[:_CODE_LENGTH]:
        number = number * 32 + _VALUE[character]
    checked = number * 100 + (98 - number * 100 % 97)
    digits = f"{checked:0{DIGITS_LENGTH}d}"
    return "-".join(digits[start : start + 4] for start in range(0, DIGITS_LENGTH, 4))


def parse_receipt_code(text: str) -> str | None:
    """The bare 19 characters of a typed code, None when its check characters don't fit.

    Its 28 digits are as good, so is what was pasted together with the number; letters that were taken for their
    look-alikes are put right, and two neighbours that changed places, where only one code can be meant.
    """
    return next((code for piece in _pieces(text) if (code := _parse_code(piece))), None)


def may_be_one_slip(text: str) -> bool:
    """Whether one wrong character may be all that is wrong in what is as long as a code; False: there are more."""
    return any(_is_one_slip(_read(piece)) for piece in _pieces(text) if len(piece) == _CODE_LENGTH + 2)


def code_length(text: str) -> tuple[int, int]:
    """How many letters and digits were typed, and how many a code of that sort has.

    Of what was pasted with words and a number it is the piece that is most nearly a code.
    """
    lengths = [(len(piece), _length_needed(piece)) for piece in _pieces(text)]
    return min(lengths, key=lambda pair: abs(pair[0] - pair[1]))


def _length_needed(typed: str) -> int:
    return DIGITS_LENGTH if typed.isdigit() and len(typed) > _CODE_LENGTH + 4 else _CODE_LENGTH + 2


def _pieces(text: str) -> list[str]:
    """What might be the code: all of a text, each word, all words but a number, words grouped as it is printed."""
    words = [bare for word in _BETWEEN.split(to_half_width(text)) if (bare := _without_label(word))]
    others = [word for word in words if not _NUMBER.fullmatch(word)]
    grouped = [
        "".join(words[at : at + len(groups)])
        for groups in _GROUPS
        for at in range(len(words))
        if tuple(map(len, words[at : at + len(groups)])) == groups
    ]
    return [_without_label(text), *words, "".join(others), *grouped]


def _parse_code(typed: str) -> str | None:
    if len(typed) == DIGITS_LENGTH and typed.isascii() and typed.isdigit():
        return _code_of_digits(int(typed))
    code = _read(typed)
    if len(code) != _CODE_LENGTH + 2 or any(character not in _VALUE for character in code):
        return None
    return code if _fits(code) else _put_right(code)


def _read(typed: str) -> str:
    return typed.upper().translate(_LOOK_ALIKE)


def _put_right(code: str) -> str | None:
    """The code that is meant with the fewest slips; None where there is none, or where it could be several."""
    fault = _fault(code)
    alike = [(_step(code, place, _CONFUSED[sign]), place) for place, sign in enumerate(code) if sign in _CONFUSED]
    for count in range(1, _LOOK_ALIKES_MOST + 1):
        several = (
            "".join(_CONFUSED[sign] if place in places else sign for place, sign in enumerate(code))
            for picked in combinations(alike, count)
            if not (fault + sum(step for step, _place in picked)) % _CHECK_PRIME
            for places in [{place for _step, place in picked}]
        )
        swapped = _with_neighbours_swapped(code) if count == 1 else ()
        fitting = {found for found in chain(several, swapped) if _fits(found)}
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def _with_neighbours_swapped(code: str) -> Iterator[str]:
    for place in range(len(code) - 1):
        yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def _is_one_slip(code: str) -> bool:
    """Whether some other character at one place would make it fit."""
    if any(sign not in _VALUE for sign in code):
        # What stands in no code is wrong for certain, and tells nothing of the others.
        return sum(sign not in _VALUE for sign in code) == 1
    fault = _fault(code)
    return any(
        (fault + _step(code, place, letter)) % _CHECK_PRIME == 0 and _fits(code[:place] + letter + code[place + 1 :])
        for place in range(len(code))
        for letter in _ALPHABET
    )


def _fault(code: str) -> int:
    return sum(_VALUE[sign] * weight for sign, weight in zip(code, _WEIGHTS, strict=True)) % _CHECK_PRIME


def _step(code: str, place: int, letter: str) -> int:
    """By how much the fault changes with that letter at that place."""
    return (_VALUE[letter] - _VALUE[code[place]]) * _WEIGHTS[place]


def _fits(code: str) -> bool:
    return hmac.compare_digest(_check_characters(code[:_CODE_LENGTH]), code[_CODE_LENGTH:])


def _code_of_digits(checked: int) -> str | None:
    number = checked // 100
    if checked % 97 != 1 or number >> 5 * _CODE_LENGTH:
        return None
    data = _letters(number)
    return data + _check_characters(data)


def _letters(number: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CODE_LENGTH)))


def receipt_hash(*, key: bytes, code: str) -> bytes:
    """The 32 bytes that are stored of a code. It has 85 bits of its own, so a fast keyed hash protects it."""
    # Another word in front than in `receipt_code`: both hash under the same key.
    return hmac.digest(key, b"lookup:" + code.encode(), hashlib.sha256)


def _without_label(text: str) -> str:
    """What was copied with its label (“编号：…”), blanks and dashes, without them."""
    bare = _NO_PART.sub("", to_half_width(text).rpartition(":")[2])
    return _ANY_DIGIT.sub(lambda digit: str(int(digit[0])), bare)


def to_half_width(text: str) -> str:
    """Full-width digits, letters and signs as their ordinary forms."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c == "\u3000" else c for c in text)


def _check_digit(body: str) -> str:
    """ISO 7064 mod 11,10: finds every single wrong digit and nearly every swap."""
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def _check_characters(data: str) -> str:
    """Two characters from the remainder by a prime: finds every single error and every swap."""
    number = 0
    for character in data:
        number = (number * 32 + _VALUE[character]) % _CHECK_PRIME
    return _ALPHABET[number >> 5] + _ALPHABET[number & 31]
