"""What doesn't fit in a line in the layouts after GB/T 9704-2012: titles, names and lists, measured on the PDF."""

import dataclasses
from collections.abc import Callable
from itertools import pairwise

import pytest
from tests.documents.sheet import MM, PrintedPage, Run, width_of
from tests.documents.standard_letters import (
    BODY,
    CHARACTER,
    FOURTH,
    LEFT,
    PITCH,
    RED,
    RIGHT,
    SHORT,
    TRACKING,
    close,
    in_layout,
    right_of,
    with_page_of,
)
from tests.documents.standard_letters import printed as printed

from huiyin.documents.letters import Section

both = pytest.mark.parametrize("layout", ["official", "letter"])
Printed = Callable[..., list[PrintedPage]]
MIDDLE = (LEFT + RIGHT) / 2
TITLE = "云渡县信访局关于修好楼道照明、公布维修记录以及退还多收的物业服务费用等三项诉求的信访处理意见书"
TOWNS = ("清河湾镇", "石桥镇", "东山街道", "柳林乡")
NAMES = tuple(f"{town}人民政府信访工作联席会议办公室和群众来访接待中心" for town in TOWNS)
LONG = dataclasses.replace(
    SHORT,
    title=TITLE,
    addressee=f"{NAMES[0]}、{NAMES[1]}",
    copies=NAMES,
    sections=(
        Section("情况", text=BODY),
        Section(f"{NAMES[0]}、{NAMES[1]}的修缮清单", text="一盏灯。", attached=True),
        Section(f"{NAMES[2]}、{NAMES[3]}的修缮清单", text="一盏灯。", attached=True),
    ),
)


def lines_of(page: PrintedPage, text: str, size: int) -> list[Run]:
    """The lines that together say this text, in its size."""
    for start, first in enumerate(page.runs):
        lines: list[Run] = []
        for run in page.runs[start:]:
            lines.append(run)
            if (shown := "".join(line.text for line in lines)) == text and first.size == size:
                return lines
            if not text.startswith(shown):
                break
    raise AssertionError(text)


# 7.3.1: a title of several lines.


@both
def test_a_title_of_several_lines_is_centred_and_makes_a_shape(printed: Printed, layout: str) -> None:
    lines = lines_of(printed(in_layout(layout, LONG))[0], TITLE, 22)
    assert len(lines) == 3
    # A mark at the end of a line is half as wide as a character.
    widths = [width_of(line.text.rstrip("、"), line.size) + line.text.endswith("、") * 11 / MM for line in lines]
    for line, width in zip(lines, widths, strict=True):
        assert line.size == 22 and "Bold" in line.font
        assert close(line.x + width / 2, MIDDLE)
        assert line.x >= LEFT and line.x + width <= RIGHT
    assert min(abs(after - before) for before, after in pairwise(widths)) > 5, "no rectangle"
    assert not (widths[1] < widths[0] and widths[1] < widths[2]), "no hourglass"


# 7.3.2: the addressee.


@both
def test_the_addressee_is_a_line_below_a_title_of_any_length(printed: Printed, layout: str) -> None:
    for content, title in ((LONG, TITLE), (SHORT, SHORT.title)):
        page = printed(in_layout(layout, content))[0]
        addressee = page.run(content.addressee[:4])
        line = page.run("事项：").base - page.run("现答复如下。").base
        assert close(line, PITCH, 1)
        assert close(addressee.top, lines_of(page, title, 22)[-1].bottom + line)


@both
def test_a_long_addressee_goes_on_at_the_edge_and_ends_with_a_colon(printed: Printed, layout: str) -> None:
    lines = lines_of(printed(in_layout(layout, LONG))[0], f"{LONG.addressee}：", 16)
    assert len(lines) > 1 and all(close(line.x, LEFT) for line in lines)
    assert all(len(line.text) >= 24 for line in lines[:-1])
    # The page may have a line more or less than 22 (7.3.5.5).
    assert all(close(after.base - before.base, PITCH, 1) for before, after in pairwise(lines))


# 7.3.4: the list of attachments.


@both
def test_a_long_name_of_an_attachment_goes_on_under_the_name(printed: Printed, layout: str) -> None:
    page = with_page_of(printed(in_layout(layout, LONG)), "附件：")
    label = page.run("附件：")
    for number, part in enumerate(LONG.sections[1:], start=1):
        first, *more = lines_of(page, f"{number}. {part.heading}", 16)
        assert len(more) == 2
        assert close(first.x, LEFT + 5 * CHARACTER)
        name = first.x + width_of(f"{number}. ", 16, tracking=TRACKING)
        assert all(close(line.x, name) and right_of(line) <= RIGHT + 0.3 for line in more)
        assert number > 1 or close(first.base, label.base, 0.01)


@both
def test_the_only_attachment_has_no_number_and_goes_on_under_its_name(printed: Printed, layout: str) -> None:
    content = dataclasses.replace(LONG, sections=LONG.sections[:2])
    page = with_page_of(printed(in_layout(layout, content)), "附件：")
    first, *more = lines_of(page, content.sections[1].heading, 16)
    assert more and all(close(line.x, first.x) for line in (first, *more))
    assert close(first.x, LEFT + 5 * CHARACTER)


# 7.4: copies.


@both
def test_copies_of_several_lines_begin_beside_their_label_and_hang(printed: Printed, layout: str) -> None:
    page = printed(in_layout(layout, LONG))[-1]
    label, first, *more = lines_of(page, f"抄送：{'，'.join(NAMES)}。", 14)
    assert len(more) == 4
    assert label.text == "抄送：" and close(label.x, LEFT + FOURTH)
    assert close(label.base, first.base, 0.01), "its label is on the first line"
    assert all(close(line.x, first.x) for line in more) and close(first.x, label.x + 3 * FOURTH)
    assert all(after.base > before.base for before, after in pairwise((first, *more)))
    assert all(right_of(line, tracking=0) <= RIGHT - FOURTH + 0.1 for line in (first, *more))
    assert more[-1].bottom < page.run("核验码").top
    if layout == "official":
        rules = sorted(rule.y for rule in page.rules if rule.colour != RED)
        assert rules[0] < label.top and more[-1].bottom < rules[1]


def test_a_long_organ_and_its_day_of_printing_begin_on_a_line(printed: Printed) -> None:
    unit = "云渡县人民政府信访工作联席会议办公室和群众来访接待中心"
    page = printed(dataclasses.replace(SHORT, unit=unit))[-1]
    organ, day = lines_of(page, unit, 14), page.run("2026年3月7日印发")
    assert len(organ) == 2 and close(organ[0].base, day.base, 0.01)
    assert organ[1].bottom < max(rule.y for rule in page.rules)
