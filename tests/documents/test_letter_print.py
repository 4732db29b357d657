"""Letters: every word arrives on the paper as it was written, in an embedded Chinese font."""

import dataclasses
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.documents.qr_reading import codes_in, page_picture

from huiyin.documents.errors import FontMissing
from huiyin.documents.fonts import choose_fonts
from huiyin.documents.letters import DueLine, OpinionLine, ReceiptLetter, ReplyLetter, receipt_pdf, reply_pdf
from huiyin.documents.letters.press import Patience, the_press
from huiyin.documents.letters.printing import printable
from huiyin.kernel.ids import digits_of_code

RECEIPT = ReceiptLetter(
    number="2026112148310927",
    code="K7QM3XTD92RBWV8H5CC",
    kind="申诉求决",
    received_on=date(2026, 11, 21),
    channel="网上",
    unit="青河县信访局",
    due=(
        DueLine("告知是否受理", date(2026, 12, 6), "《信访工作条例》第二十三条"),
        DueLine("书面答复", date(2027, 1, 20), "《信访工作条例》第三十四条"),
    ),
    lookup_url="https://huiyin.invalid/q/a-rather-long-path-that-people-copy-by-hand",
    requests=("公开补偿款账目。", "修好东街的路灯。"),
    ledger_mark="9f86d081884c7d65",
)
REPLY = ReplyLetter(
    number="2026112148310927",
    unit="青河县自然资源局",
    title="信访事项处理意见书",
    addressee="您好",
    summary="您反映补偿款没有按时发放。",
    received_on=date(2026, 11, 21),
    accepted_on=date(2026, 12, 1),
    facts="我们查阅了账册。",
    opinions=(OpinionLine("公开账目", "支持", "十个工作日内张榜公布。"),),
    legal_basis="《土地管理法》第四十八条。",
    remedies="您可以在三十日内提出复查。",
    drafter_unit="东街镇人民政府",
    issued_on=date(2026, 12, 30),
    article="《信访工作条例》第三十二条",
    promises="1. 补发余款（2027年1月20日前）",
)
MARKUP = r'#import "x": * #panic() $a^2$ \ [b] {c} *d* _e_ <f> @g // h `i` = j -- ~ & /* k */ "l"'


def words(pdf: bytes) -> str:
    """The text of a PDF without any white space. Line ends are where the layout put them."""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"[\s\u200b\u202a-\u202e]", "", text)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("pdf", [receipt_pdf(RECEIPT), reply_pdf(REPLY)], ids=["receipt", "reply"])
def test_a_letter_is_a_pdf_with_title_language_and_embedded_font(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-")
    assert re.search(rb"/FontFile[23]", pdf)
    assert re.search(rb"/Lang\s*\(zh", pdf)
    assert b"dc:title" in pdf
    assert b"pdfuaid" in pdf, "a letter that says to be accessible (PDF/UA-1)"
    assert b"20261121-4831-0927" in pdf
    assert pages(pdf) == 1


def test_the_receipts_code_leads_to_its_number() -> None:
    (code,) = codes_in(page_picture(receipt_pdf(RECEIPT), dots_an_inch=150), dots_an_inch=150)
    assert code.text == RECEIPT.lookup_url
    assert min(code.sides) > 20 and max(code.sides) < 1.02 * min(code.sides), code.sides


def test_the_receipt_says_everything() -> None:
    text = words(receipt_pdf(RECEIPT))
    for part in (
        "20261121-4831-0927", "K7QM-3XTD-92RB-WV8H-5CC", digits_of_code(RECEIPT.code), "申诉求决",
        "2026年11月21日", "网上", "青河县信访局", "告知是否受理", "2026年12月6日", "第二十三条", "书面答复",
        "2027年1月20日", "第三十四条", RECEIPT.lookup_url, "公开补偿款账目。", "修好东街的路灯。", "9f86d081884c7d65",
        "第1页，共1页",
    ):  # fmt: skip
        assert part in text


def test_the_reply_says_everything() -> None:
    text = words(reply_pdf(REPLY))
    for part in (
        "青河县自然资源局", "信访事项处理意见书", "20261121-4831-0927", "您好：", "2026年11月21日", "2026年12月1日",
        "一、您反映的事项您反映补偿款没有按时发放。", "二、", "我们查阅了账册。", "公开账目", "意见：支持",
        "十个工作日内张榜公布。", "《土地管理法》第四十八条。", "五、", "您可以在三十日内提出复查。",
        "本意见依据《信访工作条例》第三十二条作出。", "2026年12月30日", "承办单位：东街镇人民政府",
    ):  # fmt: skip
        assert part in text


def test_empty_parts_are_left_out_and_the_rest_counted_anew() -> None:
    bare = dataclasses.replace(
        REPLY,
        summary="",
        facts=" \n ",
        opinions=(),
        drafter_unit="",
        article="",
        addressee="",
        accepted_on=None,
        promises="",
    )
    text = words(reply_pdf(bare))
    assert "一、依据" in text and "二、如果您不同意" in text
    assert "三、" not in text and "承办单位" not in text and "受理" not in text and "None" not in text

    receipt = words(receipt_pdf(dataclasses.replace(RECEIPT, due=(), requests=(), ledger_mark="", kind="")))
    assert "一、" not in receipt and "存证" not in receipt and "类别" not in receipt


@pytest.mark.parametrize("field", ["summary", "facts", "legal_basis", "remedies", "title", "unit", "addressee"])
def test_what_looks_like_markup_is_printed_as_it_is(tmp_path: Path, field: str) -> None:
    pdf = reply_pdf(dataclasses.replace(REPLY, **{field: MARKUP}))  # type: ignore[arg-type]
    assert re.sub(r"\s", "", MARKUP) in words(pdf)


def test_markup_in_requests_and_opinions_is_printed_as_it_is() -> None:
    wanted = re.sub(r"\s", "", MARKUP)
    assert wanted in words(receipt_pdf(dataclasses.replace(RECEIPT, requests=(MARKUP,))))
    text = words(reply_pdf(dataclasses.replace(REPLY, opinions=(OpinionLine(MARKUP, MARKUP, MARKUP),))))
    assert text.count(wanted) == 3


def test_long_letters_lose_nothing() -> None:
    facts = "\n".join(f"第{number}段：" + "经查，情况如下。" * 40 for number in range(40))
    opinions = tuple(OpinionLine(f"诉求{number}号", "解释说明", f"理由{number}号。" * 30) for number in range(20))
    pdf = reply_pdf(dataclasses.replace(REPLY, facts=facts, opinions=opinions))
    text = words(pdf)
    assert pages(pdf) > 5
    assert all(f"第{number}段：" in text for number in range(40))
    assert all(text.count(f"理由{number}号。") >= 29 for number in range(20))
    assert f"共{pages(pdf)}页" in text


def test_a_word_longer_than_a_line_stays_on_the_paper() -> None:
    long = "https://example.invalid/" + "abcdefghij" * 40
    assert long in words(reply_pdf(dataclasses.replace(REPLY, facts=long)))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("好😀👨‍👩‍👧坏", "好〔表情〕坏"),
        ("🇨🇳", "〔表情〕"),
        ("1️⃣ ☎️", "1 ☎"),
        ("a\x00b\u202ec", "abc"),
        ("𠮷\ue000", "𠮷\ue000"),
    ],
)
def test_emoji_become_words_and_rare_characters_stay(typed: str, printed: str) -> None:
    assert printable(typed) == printed
    assert reply_pdf(dataclasses.replace(REPLY, facts=typed)).startswith(b"%PDF-")


def test_the_same_letter_is_the_same_file() -> None:
    first = reply_pdf(REPLY)
    receipt_pdf(RECEIPT)
    assert reply_pdf(REPLY) == first


def test_a_character_that_no_font_has_stops_no_letter() -> None:
    assert reply_pdf(dataclasses.replace(REPLY, facts="\U0010fffd")).startswith(b"%PDF-")


def test_letters_may_be_printed_by_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_press(), "_patience", Patience(print=300, turn=300, line=300))
    with ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(receipt_pdf, [RECEIPT] * 12))
    assert all(pdf.startswith(b"%PDF-") for pdf in printed)


def test_no_letter_without_a_chinese_font() -> None:
    with pytest.raises(FontMissing):
        choose_fonts({"DejaVu Sans", "Noto Color Emoji", "Noto Sans"})


def test_one_chinese_font_is_enough() -> None:
    only = choose_fonts({"DejaVu Sans", "Noto Sans CJK SC"})
    assert (only.serif, only.sans) == ("Noto Sans CJK SC", "Noto Sans CJK SC")
    assert choose_fonts({"Noto Serif CJK SC", "Noto Serif SC", "SimHei"}).serif == "Noto Serif SC"
