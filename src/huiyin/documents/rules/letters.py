"""The letters of the house: their codes, how they are numbered, whom they are for."""

import hashlib
from enum import StrEnum

from huiyin.kernel.text import N_

WORD_LENGTH = 20
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
    # Printed on demand from what is there, and so without a number of their own.
    REGISTRATION = "registration"
    SERVICE_RECEIPT = "service_receipt"


# Letters without a number: nothing is decided by them.
UNNUMBERED = frozenset({LetterCode.REGISTRATION, LetterCode.SERVICE_RECEIPT})
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
    LetterCode.REGISTRATION: N_("信访登记表"),
    LetterCode.SERVICE_RECEIPT: N_("送达回证"),
}


def series_mark(code: LetterCode) -> str:
    """The two characters that tell a unit's series apart: 信复 for answers, 信告 for notices, 信函 between units."""
    return _MARKS.get(code, "信告" if code in TO_PETITIONER else "信函")


def letter_number(*, word: str, year: int, serial: int) -> str:
    """机关代字〔year〕n号: the full year, no 第, no zeroes in front (GB/T 9704-2012, 7.2.5)."""
    return f"{word}〔{year}〕{serial}号"


def number_as_typed(text: str) -> str:
    """A number as people copy it: other brackets and blanks make no difference."""
    plain = "".join(text.split())
    for brackets in ("[]", "()", "（）", "【】"):
        plain = plain.replace(brackets[0], "〔").replace(brackets[1], "〕")
    return plain


def check_mark(sha256: str) -> str:
    """The beginning of the content's hash as it is printed beside the QR code: 16 hex digits in groups of four."""
    return " ".join(sha256[place : place + 4].upper() for place in range(0, 16, 4))


def mark_as_typed(text: str) -> str:
    """A check mark as people copy it, in the way the hash is written."""
    return "".join(text.split()).lower().replace("-", "")


def content_hash(text: str) -> str:
    """SHA-256 of a letter's content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
