"""The letters of the house: their codes, how they are numbered, whom they are for."""

import hashlib
import re
from collections.abc import Iterator
from enum import StrEnum

from huiyin.kernel.ids import to_half_width
from huiyin.kernel.text import N_

PREFIX_LENGTH = 20
# A prefix ends where its year begins, so it has no digits.
NOT_IN_A_PREFIX = frozenset("〔〕[]()（）【】0123456789号")
MARK_LENGTH = 2
NUMBER_LENGTH = 40


class LetterCode(StrEnum):
    """What sort of letter it is; the rulebook has its title and its article."""

    ACCEPTANCE = "acceptance"
    DECLINE = "decline"
    FINAL = "final"
    REDIRECT = "redirect"
    FORWARD = "forward"
    ASSIGN = "assign"
    OBJECTION = "objection"
    EXTENSION = "extension"
    HEARING_NOTICE = "hearing_notice"
    HEARING_MINUTES = "hearing_minutes"
    REPLY = "reply"
    REVIEW = "review"
    RECHECK = "recheck"
    CLOSING_REPORT = "closing_report"
    SUPERVISION = "supervision"
    RECOMMENDATION = "recommendation"
    REFERRAL = "referral"
    REPORT_UP = "report_up"
    TALK_NOTICE = "talk_notice"
    # Printed on demand from what is there, and so without a number of their own.
    REGISTRATION = "registration"
    SERVICE_RECEIPT = "service_receipt"


# Nothing is decided by the others, which have no layout and no template of their own either.
NUMBERED = tuple(code for code in LetterCode if code not in {LetterCode.REGISTRATION, LetterCode.SERVICE_RECEIPT})
# What goes to the petitioner; the rest is between units.
TO_PETITIONER = frozenset({
    LetterCode.ACCEPTANCE, LetterCode.DECLINE, LetterCode.FINAL, LetterCode.REDIRECT, LetterCode.EXTENSION,
    LetterCode.HEARING_NOTICE, LetterCode.REPLY, LetterCode.REVIEW, LetterCode.RECHECK,
})  # fmt: skip
# What goes elsewhere with the petitioner's agreement: they read what was said.
COPIED_TO_PETITIONER = frozenset({LetterCode.REFERRAL})
# The series of a letter, as the last two characters before the year.
_MARKS = {
    LetterCode.REPLY: "信复",
    LetterCode.REVIEW: "复查",
    LetterCode.RECHECK: "复核",
    LetterCode.HEARING_NOTICE: "信听",
    LetterCode.HEARING_MINUTES: "信听",
    LetterCode.SUPERVISION: "信督",
    LetterCode.RECOMMENDATION: "信建",
    LetterCode.REPORT_UP: "信报",
    LetterCode.TALK_NOTICE: "信谈",
}
TITLES = {
    LetterCode.ACCEPTANCE: N_("受理告知书"),
    LetterCode.DECLINE: N_("不予受理告知书"),
    LetterCode.FINAL: N_("不再受理告知书"),
    LetterCode.REDIRECT: N_("告知书"),
    LetterCode.FORWARD: N_("转送单"),
    LetterCode.ASSIGN: N_("交办函"),
    LetterCode.OBJECTION: N_("异议函"),
    LetterCode.EXTENSION: N_("延期告知书"),
    LetterCode.HEARING_NOTICE: N_("听证通知书"),
    LetterCode.HEARING_MINUTES: N_("听证笔录"),
    LetterCode.REPLY: N_("答复"),
    LetterCode.REVIEW: N_("复查意见书"),
    LetterCode.RECHECK: N_("复核意见书"),
    LetterCode.CLOSING_REPORT: N_("办结报告"),
    LetterCode.SUPERVISION: N_("督办函"),
    LetterCode.RECOMMENDATION: N_("信访工作建议书"),
    LetterCode.REFERRAL: N_("救助转介函"),
    LetterCode.REPORT_UP: N_("上报报告"),
    LetterCode.TALK_NOTICE: N_("约谈通知书"),
    LetterCode.REGISTRATION: N_("信访登记表"),
    LetterCode.SERVICE_RECEIPT: N_("送达回证"),
}

_BRACKETS = ("[]", "()", "【】", "<>", "《》", "〈〉", "「」", "{}", "〖〗", "⟨⟩", "〚〛")
_DIGITS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "\u3007": "0", "零": "0"})
_TYPED = re.compile(r"(?P<word>[^〔〕]+)〔(?P<year>[0-9oOlIi|〇零]{4})年?〕第?(?P<serial>[0-9oOlIi|〇零]{1,9})号?")
# Of the characters that offices have in their names, and the series in theirs.
_SIMPLE = str.maketrans(
    "縣區鎮鄉訪復覆辦發國務黨紀監財農業環衛職勞聽證查覈告雲東廣寧濱瀋灣龍鳳陽陰門關開長義豐慶興樂應號",
    "县区镇乡访复复办发国务党纪监财农业环卫职劳听证查核告云东广宁滨沈湾龙凤阳阴门关开长义丰庆兴乐应号",
)
_SLIPS_MOST = 2
CHECK_MARK_LENGTH = 16


def default_prefixes(*, unit_id: int, short_name: str, name: str) -> Iterator[str]:
    """What a unit's prefix may be while no one has given it one, the best first: the first that no other unit has."""
    in_hanzi = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(unit_id))
    for candidate in (short_name, name, f"{name[: PREFIX_LENGTH - 8]}之{in_hanzi}"):
        plain = "".join(letter for letter in candidate if letter not in NOT_IN_A_PREFIX)[:PREFIX_LENGTH]
        if plain:
            yield plain


def series_mark(code: LetterCode) -> str:
    """The two characters that tell a unit's series apart: 信复 for answers, 信告 for notices, 信函 between units."""
    return _MARKS.get(code, "信告" if code in TO_PETITIONER else "信函")


def letter_number(*, word: str, year: int, serial: int) -> str:
    """机关代字〔year〕n号: the full year, no 第, no zeroes in front (GB/T 9704-2012, 7.2.5)."""
    return f"{word}〔{year}〕{serial}号"


def number_as_typed(text: str) -> str:
    """A number as people copy it: other brackets, blanks, full-width or traditional characters make no difference.

    Nor does 第, a missing 号, a zero in front, or O and l among the digits.
    """
    plain = "".join(to_half_width(text).split()).translate(_SIMPLE)
    plain = plain.rpartition(":")[2].strip("“”‘’\"'。.,，")
    for pair in _BRACKETS:
        plain = plain.replace(pair[0], "〔").replace(pair[1], "〕")
    found = _TYPED.fullmatch(plain)
    if found is None:
        return plain
    year, serial = (found[part].lower().translate(_DIGITS) for part in ("year", "serial"))
    return letter_number(word=found["word"], year=int(year), serial=int(serial))


def is_nearly(typed: str, number: str) -> bool:
    """Whether a tidied number differs from this one by no more than two slips of the pen."""
    return _slips(typed.strip("第号"), number.strip("第号")) <= _SLIPS_MOST


def _slips(text: str, other: str) -> int:
    """How many characters have to be changed, added or left out (Levenshtein)."""
    before = list(range(len(other) + 1))
    for place, character in enumerate(text, start=1):
        here = [place]
        for column, wanted in enumerate(other, start=1):
            here.append(min(before[column] + 1, here[-1] + 1, before[column - 1] + (character != wanted)))
        before = here
    return before[-1]


def check_mark(sha256: str) -> str:
    """The beginning of the content's hash as it is printed beside the QR code: 16 hex digits in groups of four."""
    return " ".join(sha256[place : place + 4].upper() for place in range(0, CHECK_MARK_LENGTH, 4))


def mark_as_typed(text: str) -> str:
    """A check mark as people copy it, in the way the hash is written: O and l in it can only be 0 and 1.

    Its label and whatever stands around and between its characters are left out.
    """
    return re.sub(r"[\W_\u4e00-\u9fff]", "", to_half_width(text).lower().translate(_DIGITS))


def content_hash(text: str) -> str:
    """SHA-256 of a letter's content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
