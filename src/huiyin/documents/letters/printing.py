"""From content to PDF. The content travels as JSON: Typst only ever sees it as text, never as its own markup.

It is printed in another process, see `press.py`: every function here may raise PrintBusy, PrintStuck and PrintFailed
besides FontMissing.
"""

import dataclasses
import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date

from huiyin.documents.letters.content import LetterContent, ReceiptLetter, ReplyLetter
from huiyin.documents.letters.press import PrintForm, the_press
from huiyin.documents.letters.standard import standard_letter
from huiyin.documents.qr import qr_svg_document
from huiyin.documents.rules.layouts import STAMP_MM, LetterLayout
from huiyin.kernel.ids import digits_of_code, format_matter_number, format_receipt_code
from huiyin.kernel.text import clean

_TEMPLATES = {LetterLayout.PLAIN: "letter", LetterLayout.OFFICIAL: "official", LetterLayout.LETTER: "letterhead"}
# Pictures that Chinese fonts don't have; on paper they would be empty boxes.
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff][\ufe0e\ufe0f\u200d\u20e3\u2640\u2642\U000e0020-\U000e007f]*)+"
)
_JOINERS = re.compile("[\ufe0e\ufe0f\u20e3\U000e0000-\U000e007f]")
# Across each page of what isn't a letter yet.
_PREVIEW = "草稿 预览"
_LONG_WORD = re.compile(r"[^\s\u2e80-\U0003ffff]{60,}")


def receipt_pdf(content: ReceiptLetter) -> bytes:
    """The receipt as PDF; one page unless there are a great many requests. Raises FontMissing."""
    letter = _plain(content) | {
        "number": _number(content.number),
        "code": format_receipt_code(content.code) if len(content.code) == 19 else content.code,
        "digits": digits_of_code(content.code) if len(content.code) == 19 else "",
        "lookup_url": content.lookup_url,  # as it is: somebody will copy it
        "qr": qr_svg_document(content.lookup_url),
    }
    return the_press().print("receipt", letter, content.received_on)


def reply_pdf(content: ReplyLetter) -> bytes:
    """The handling opinion as PDF, as many pages as it needs. Raises FontMissing."""
    return the_press().print("reply", _plain(content) | {"number": _number(content.number)}, content.issued_on)


@dataclass(frozen=True, slots=True)
class CheckMark:
    """What a reader needs to find out whether a letter is genuine: an address, and the beginning of its hash."""

    url: str
    mark: str


def letter_pdf(content: LetterContent, *, check: CheckMark | None = None, seal: bytes = b"") -> bytes:
    """Any letter as PDF, in its layout; `seal` is a PNG or JPEG. Raises FontMissing."""
    return _printed(content, check, seal, PrintForm.PDF)


def letter_picture(content: LetterContent, *, seal: bytes = b"") -> bytes:
    """The first page as a small PNG, for somebody who chooses among layouts. Raises FontMissing."""
    return _printed(content, None, seal, PrintForm.PICTURE)


def letter_pages(content: LetterContent) -> list[bytes]:
    """The pages as PNG, each marked as a preview: no page of it passes for a letter. Twelve at most.

    Raises FontMissing.
    """
    return [b64decode(page) for page in json.loads(_printed(content, None, b"", PrintForm.PAGES))]


@dataclass(frozen=True, slots=True)
class StampPlace:
    """Where a stamp belongs: its page, from 1; its middle, from the upper left corner, and its size in mm."""

    page: int
    x: float
    y: float
    size: float


def letter_stamp_place(content: LetterContent, *, check: CheckMark | None = None) -> StampPlace | None:
    """Where the stamp goes in the print that `letter_pdf` makes of the same; None where it has no place for one."""
    places = json.loads(_printed(content, check, b"", PrintForm.PLACES))
    found = next((place for place in places if place["what"] == "stamp"), None)
    return StampPlace(page=found["page"], x=found["x"], y=found["y"], size=found["size"]) if found else None


def _printed(content: LetterContent, check: CheckMark | None, seal: bytes, form: PrintForm) -> bytes:
    layout = LetterLayout(content.layout or LetterLayout.PLAIN)
    letter = _plain(content) | {
        "number": _number(content.number or content.matter),
        "matter": _number(content.matter),
        "check": {"url": check.url, "mark": check.mark, "qr": qr_svg_document(check.url)} if check else None,
        "seal": _picture(seal) if seal else "",
        "sealed": bool(seal) or content.stamped_by_server,
        "stamp_mm": content.stamp_mm or STAMP_MM,
        "mark": _PREVIEW if form is PrintForm.PAGES else "",
    }
    if layout is not LetterLayout.PLAIN:
        letter |= {name: _plain_value(value) for name, value in standard_letter(content).items()}
    return the_press().print(_TEMPLATES[layout], letter, content.issued_on, form)


def _picture(image: bytes) -> str:
    """A picture as text: Typst is given JSON only, and an SVG may carry a picture within it."""
    kind = "png" if image.startswith(b"\x89PNG") else "jpeg"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">'
        f'<image width="100" height="100" href="data:image/{kind};base64,{b64encode(image).decode()}"/></svg>'
    )


def printable(text: str) -> str:
    """Text that paper can show: emoji as 〔表情〕, and words longer than a line may break anywhere."""
    shown = _JOINERS.sub("", _EMOJI.sub("〔表情〕", clean(text)))
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r".{1,8}", word[0])), shown)


def chinese_date(on: date) -> str:
    """The day as letters write it: 2026年12月30日."""
    return f"{on.year}年{on.month}月{on.day}日"


def _number(number: str) -> str:
    return format_matter_number(number) if len(number) == 16 and number.isdigit() else number


def _plain(content: ReceiptLetter | ReplyLetter | LetterContent) -> dict[str, object]:
    fields = dataclasses.asdict(content)
    return {name: _plain_value(value) for name, value in fields.items()}


def _plain_value(value: object) -> object:
    match value:
        case str():
            return printable(value)
        case date():
            return chinese_date(value)
        case list() | tuple():
            return [_plain_value(item) for item in value]
        case dict():
            return {name: _plain_value(item) for name, item in value.items()}
        case _:
            return value
