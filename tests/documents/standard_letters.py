"""A letter in the layouts after GB/T 9704-2012, and what its tests measure it with, in millimetres."""

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.documents.conftest import picture
from tests.documents.sheet import MM, PrintedPage, Rule, Run, sheets, width_of
from tests.documents.test_letter_paper import CHECK

from huiyin.documents.letters import Item, LetterContent, Line, Section, letter_pdf

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
CHARACTER = 156 / 28
THIRD, FOURTH = 16 / MM, 14 / MM
PITCH = (225 - THIRD) / 21
TRACKING = CHARACTER * MM - 16
RED = (0.0, 0.8, 0.8, 0.0)
BODY = "看过现场，也看过账册。"
ON = date(2026, 3, 7)
LETTER = LetterContent(
    code="reply",
    title="信访处理意见书",
    unit="云渡县信访局",
    issued_on=ON,
    number="云渡信访信复〔2026〕12号",
    matter="2026112148310927",
    addressee="您好",
    opening="现答复如下。",
    fields=(Line("事项", "楼道照明"), Line("联系电话", "0000-8100001")),
    sections=(
        Section("我们查明的情况", text=BODY * 8),
        Section("对各项诉求的意见", items=(Item("修好电梯", "支持", "已经修好。"), Item("公布记录"))),
        Section("和解（调解）协议", text="双方同意。", attached=True),
        Section("修缮清单", text="一盏灯。", attached=True),
    ),
    article="《信访工作条例》第三十二条",
    copies=("申请人",),
    layout="official",
    stamp_mm=42,
)
SHORT = dataclasses.replace(LETTER, sections=(Section("情况", text=BODY),), fields=LETTER.fields)
SEAL = picture("PNG", (60, 60))


@pytest.fixture(scope="module")
def printed() -> Callable[..., list[PrintedPage]]:
    """The pages of a letter, each letter printed once for all tests."""
    made: dict[Any, list[PrintedPage]] = {}

    def of(content: LetterContent, *, sealed: bool = True) -> list[PrintedPage]:
        key = (content, sealed)
        if key not in made:
            made[key] = sheets(letter_pdf(content, check=CHECK, seal=SEAL if sealed else b""))
        return made[key]

    return of


@pytest.fixture(scope="module")
def official(printed: Callable[..., list[PrintedPage]]) -> list[PrintedPage]:
    return printed(LETTER)


@pytest.fixture(scope="module")
def letter(printed: Callable[..., list[PrintedPage]]) -> list[PrintedPage]:
    return printed(dataclasses.replace(LETTER, layout="letter"))


def close(measured: float, wanted: float, tolerance: float = 0.15) -> bool:
    return abs(measured - wanted) <= tolerance


def right_of(run: Run, *, tracking: float = TRACKING) -> float:
    """Where a line ends; the space behind its last character isn't part of it."""
    return run.x + width_of(run.text, run.size, tracking=tracking) - tracking / MM


def centre_of(run: Run, *, tracking: float = TRACKING) -> float:
    return (run.x + right_of(run, tracking=tracking)) / 2


def with_page_of(pages: list[PrintedPage], start: str) -> PrintedPage:
    return next(page for page in pages if page.has(start))


def reds(page: PrintedPage) -> list[Rule]:
    return [rule for rule in page.rules if rule.colour == RED]


def in_layout(layout: str, content: LetterContent = LETTER) -> LetterContent:
    return dataclasses.replace(content, layout=layout)
