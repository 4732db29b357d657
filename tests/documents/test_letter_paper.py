"""The one template of all numbered letters: what stands in the content stands on the paper, and nothing else."""

import dataclasses
import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from tests.documents.conftest import picture

from huiyin.documents.letters import CheckMark, Item, LetterContent, Line, Section, letter_pdf

MARKUP = r'#import "x": * #panic() $a^2$ \ [b] {c} *d* _e_ <f> @g // h `i` = j -- ~ & /* k */ "l"'
FULL = LetterContent(
    code="reply",
    title="信访处理意见书",
    unit="云渡县住房和城乡建设局",
    issued_on=date(2026, 12, 30),
    number="云渡住建信复〔2026〕12号",
    matter="2026112148310927",
    addressee="您好",
    opening="现答复如下。",
    fields=(Line("受理日期", "2026年12月1日"), Line("没有值的", "")),
    sections=(
        Section("我们查明的情况", text="看过现场。\n也看过账册。"),
        Section("对各项诉求的意见", items=(Item("修好电梯", "支持", "已经修好。"), Item("公布记录"))),
        Section("经过", table=(("时间", "步骤"), ("2026-12-01", "受理"))),
    ),
    remedy="可以申请复查。",
    article="《信访工作条例》第三十二条",
    signatures=("主持人",),
)
DOT = "\uff0e"
CHECK = CheckMark("https://huiyin.invalid/letters/check/?number=1&mark=2", "9F86 D081 884C 7D65")


def pages(pdf: bytes) -> list[str]:
    """The text of each page without white space: line ends are where the layout put them."""
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def words(pdf: bytes) -> str:
    return "".join(pages(pdf))


def test_all_that_is_in_the_content_is_on_the_paper() -> None:
    text = words(letter_pdf(FULL, check=CHECK))
    for expected in (
        "信访处理意见书", "云渡县住房和城乡建设局", "2026年12月30日", "云渡住建信复〔2026〕12号", "您好：",
        "现答复如下。", "受理日期2026年12月1日", "一、我们查明的情况", "看过现场。", "也看过账册。",
        f"1{DOT}修好电梯", "意见：支持", "已经修好。", f"2{DOT}公布记录", "2026-12-01受理",
        "如果您不同意", "可以申请复查。",
        "第三十二条", "主持人：", "9F86D081884C7D65", "20261121-4831-0927",
    ):  # fmt: skip
        assert expected in text
    assert "没有值的" not in text


def test_what_is_empty_leaves_nothing_behind() -> None:
    bare = LetterContent(code="forward", title="转送单", unit="云渡县信访局", issued_on=date(2026, 12, 30))
    text = words(letter_pdf(bare))
    for unsaid in ("如果您不同意", "本文书依据", "核验码", "：", "一、"):
        assert unsaid not in text


@pytest.mark.parametrize("field", ["title", "unit", "addressee", "opening", "remedy", "article", "number"])
def test_nothing_typed_is_ever_markup(field: str) -> None:
    text = words(letter_pdf(dataclasses.replace(FULL, **{field: MARKUP}), check=CHECK))  # type: ignore[arg-type]
    assert re.sub(r"\s", "", MARKUP) in text


def test_nor_within_lines_points_and_tables() -> None:
    content = dataclasses.replace(
        FULL,
        fields=(Line("事项", MARKUP),),
        sections=(Section(MARKUP, MARKUP, (Item(MARKUP, MARKUP, MARKUP),), (("甲", "乙"), (MARKUP, MARKUP))),),
    )
    assert words(letter_pdf(content)).count("#panic()") == 8


def test_twenty_requests_are_numbered_to_the_end_and_the_end_stays_together() -> None:
    for many in range(10, 21):
        items = tuple(Item("请说明由谁负责。", "支持", "由物业公司负责，" * 12) for _ in range(many))
        content = dataclasses.replace(FULL, sections=(Section("意见", items=items),), signatures=())
        sheets = pages(letter_pdf(content, check=CHECK))
        assert f"{many}{DOT}请说明由谁负责。" in "".join(sheets)
        assert all(expected in sheets[-1] for expected in ("本文书依据", "2026年12月30日", "核验码"))


def test_a_word_longer_than_a_line_breaks() -> None:
    long = "https://example.invalid/" + "a" * 300
    assert long in words(letter_pdf(dataclasses.replace(FULL, opening=long)))


def test_the_seal_is_on_the_paper_only_if_there_is_one() -> None:
    assert not PdfReader(BytesIO(letter_pdf(FULL))).pages[0].images
    for kind in ("PNG", "JPEG"):
        sheets = PdfReader(BytesIO(letter_pdf(FULL, seal=picture(kind, (60, 60))))).pages
        assert any(sheet.images for sheet in sheets)


def test_the_same_content_is_the_same_file() -> None:
    assert letter_pdf(FULL, check=CHECK) == letter_pdf(FULL, check=CHECK)


def test_a_reader_for_the_blind_can_read_it() -> None:
    catalogue: Any = PdfReader(BytesIO(letter_pdf(FULL, check=CHECK))).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("zh")
