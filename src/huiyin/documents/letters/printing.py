"""From content to PDF. The content travels as JSON: Typst only ever sees it as text, never as its own markup."""

import dataclasses
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

from huiyin.documents.fonts import built_fonts_folder, choose_fonts, load_fonts
from huiyin.documents.letters.content import LetterContent, ReceiptLetter, ReplyLetter
from huiyin.documents.qr import qr_svg_document
from huiyin.kernel.ids import format_matter_number, format_receipt_code
from huiyin.kernel.text import clean

_TEMPLATES = Path(__file__).resolve().parent
# A compiler remembers what it has laid out, which makes the second letter some twenty times faster; it isn't made for
# two threads at once.
_ONE_AT_A_TIME = Lock()

# Pictures that Chinese fonts don't have; on paper they would be empty boxes.
_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff][\ufe0e\ufe0f\u200d\u20e3\u2640\u2642\U000e0020-\U000e007f]*)+"
)
_JOINERS = re.compile("[\ufe0e\ufe0f\u20e3\U000e0000-\U000e007f]")
_LONG_WORD = re.compile(r"[^\s\u2e80-\U0003ffff]{60,}")


def receipt_pdf(content: ReceiptLetter) -> bytes:
    """The receipt as PDF; one page unless there are a great many requests. Raises FontMissing."""
    letter = _plain(content) | {
        "number": _number(content.number),
        "code": format_receipt_code(content.code) if len(content.code) == 19 else content.code,
        "lookup_url": content.lookup_url,  # as it is: somebody will copy it
        "qr": qr_svg_document(content.lookup_url),
    }
    return _print("receipt", letter, content.received_on)


def reply_pdf(content: ReplyLetter) -> bytes:
    """The handling opinion as PDF, as many pages as it needs. Raises FontMissing."""
    return _print("reply", _plain(content) | {"number": _number(content.number)}, content.issued_on)


@dataclass(frozen=True, slots=True)
class CheckMark:
    """What a reader needs to find out whether a letter is genuine: an address, and the beginning of its hash."""

    url: str
    mark: str


def letter_pdf(content: LetterContent, *, check: CheckMark | None = None, seal: bytes = b"") -> bytes:
    """Any letter as PDF; `seal` is a PNG or JPEG. Raises FontMissing."""
    letter = _plain(content) | {
        "number": _number(content.number or content.matter),
        "matter": _number(content.matter),
        "check": {"url": check.url, "mark": check.mark, "qr": qr_svg_document(check.url)} if check else None,
        "seal": _picture(seal) if seal else "",
    }
    return _print("letter", letter, content.issued_on)


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


def _print(template: str, letter: dict[str, object], on: date) -> bytes:
    folder = built_fonts_folder()
    fonts = choose_fonts(load_fonts(folder).families())
    given = {"letter": json.dumps(letter | {"fonts": dataclasses.asdict(fonts)}, ensure_ascii=False)}
    # The letter's own day instead of the machine's clock: the same content is the same file, byte for byte.
    made = datetime.combine(on, time(0), UTC)
    with _ONE_AT_A_TIME:
        try:
            return _compile(_compiler(folder), template, given, made, "ua-1")
        except typst.TypstError:
            # PDF/UA-1 forbids characters that no font here has; better one empty box on paper than no letter.
            return _compile(_compiler(folder), template, given, made, None)


def _compile(
    compiler: typst.Compiler, template: str, given: dict[str, str], made: datetime, standard: Literal["ua-1"] | None
) -> bytes:
    printed = compiler.compile(
        _TEMPLATES / f"{template}.typ", format="pdf", sys_inputs=given, timestamp=made, pdf_standards=standard
    )
    if not isinstance(printed, bytes):
        raise TypeError(template)
    return printed


@cache
def _compiler(folder: Path) -> typst.Compiler:
    # Templates may read nothing but this folder, and there is no way from a text to a template.
    return typst.Compiler(root=_TEMPLATES, font_paths=load_fonts(folder), ignore_system_fonts=True)
