"""The layouts after GB/T 9704-2012, measured on the PDF. docs/letters.md says of each measure what it is."""

import dataclasses
from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from tests.documents.sheet import MM, PrintedPage, sheets, width_of
from tests.documents.standard_letters import (
    BODY,
    BOTTOM,
    CHARACTER,
    FOURTH,
    LEFT,
    LETTER,
    ON,
    PITCH,
    RED,
    RIGHT,
    SEAL,
    SHORT,
    THIRD,
    TOP,
    TRACKING,
    centre_of,
    close,
    reds,
    right_of,
    with_page_of,
)
from tests.documents.standard_letters import letter as letter
from tests.documents.standard_letters import official as official
from tests.documents.standard_letters import printed as printed
from tests.documents.test_letter_paper import CHECK

from huiyin.documents.letters import Item, LetterContent, Line, Section, letter_pdf

# 5.2.1 and 5.2.3: the area and its grid.


@pytest.mark.parametrize("layout", ["official", "letter"])
def test_a_full_page_has_22_lines_of_28_characters(printed: Callable[..., list[PrintedPage]], layout: str) -> None:
    text = "县" * 28 * 60
    pages = printed(dataclasses.replace(LETTER, layout=layout, sections=(Section("情况", text=text),)))
    full = [run for run in pages[1].runs if set(run.text) == {"县"}]
    assert len(full) == 22
    assert {len(run.text) for run in full} == {28}
    assert all(close(run.x, LEFT) and run.size == 16 for run in full)
    assert all(close(right_of(run, tracking=0) + 27 * TRACKING / MM, RIGHT, 0.3) for run in full)
    assert close(full[0].top, TOP) and close(full[-1].bottom, BOTTOM)
    assert all(close(after.base - before.base, PITCH, 0.01) for before, after in pairwise(full))


# 7.2: the head.


def test_the_mark_is_red_72_mm_below_the_edge_and_centred(official: list[PrintedPage]) -> None:
    mark = official[0].run("云渡县信访局文件")
    assert close(mark.top, TOP + 35) and "Bold" in mark.font and mark.size > 40
    assert close(mark.x + width_of(mark.text, mark.size) / 2, (LEFT + RIGHT) / 2)


def test_the_number_is_two_lines_below_it(official: list[PrintedPage]) -> None:
    mark, number = official[0].run("云渡县信访局文件"), official[0].run("云渡信访信复〔2026〕12号")
    assert number.size == 16 and close(number.top, mark.bottom + 2 * PITCH)
    assert close(centre_of(number), (LEFT + RIGHT) / 2, 0.3)


def test_the_red_rule_is_4_mm_below_the_number_and_as_wide_as_the_area(official: list[PrintedPage]) -> None:
    (rule,) = reds(official[0])
    assert close(rule.y, official[0].run("云渡信访信复").bottom + 4)
    assert close(rule.left, LEFT) and close(rule.right, RIGHT)


# 7.3: the body.


def test_the_title_is_of_the_second_size_two_lines_below_the_rule(official: list[PrintedPage]) -> None:
    title = official[0].run("信访处理意见书")
    assert title.size == 22 and "Bold" in title.font
    assert close(title.top, reds(official[0])[0].y + 2 * PITCH)
    assert close(title.x + width_of(title.text, title.size) / 2, (LEFT + RIGHT) / 2)


def test_addressee_and_body_follow_and_the_first_page_has_words(official: list[PrintedPage]) -> None:
    title, addressee, body = (official[0].run(start) for start in ("信访处理意见书", "您好：", "现答复如下。"))
    assert close(addressee.x, LEFT) and close(addressee.top, title.bottom + PITCH)
    assert addressee.text.endswith("：")
    assert close(body.x, LEFT + 2 * CHARACTER) and body.size == 16
    assert close(body.base, addressee.base + PITCH, 0.01)


def test_levels_differ_by_numbers_and_faces(official: list[PrintedPage]) -> None:
    page = with_page_of(official, "二、")
    first, second = page.run("二、对各项诉求的意见"), page.run("（一）修好电梯")
    assert "Sans" in first.font and first.size == second.size == 16
    assert close(first.x, LEFT + 2 * CHARACTER) and close(second.x, LEFT + 2 * CHARACTER)
    assert with_page_of(official, "意见：支持。已经修好。").run("意见：").size == 16
    assert any(page.has("2. 公布记录") for page in official)


def test_attachments_are_listed_a_line_below_the_body(official: list[PrintedPage]) -> None:
    page = with_page_of(official, "附件：")
    last, label = page.run("本文书依据"), page.run("附件：")
    assert close(label.x, LEFT + 2 * CHARACTER)
    pitch = page.run("附件：").base - last.base
    names = [run for run in page.runs if run.text in {"1. 和解（调解）协议", "2. 修缮清单"}]
    assert len(names) == 2 and close(names[0].x, names[1].x) and close(names[0].x, LEFT + 5 * CHARACTER)
    assert close(pitch, 2 * (names[1].base - names[0].base), 0.05)


def test_date_and_name_are_below_the_middle_of_the_stamp(official: list[PrintedPage]) -> None:
    page = with_page_of(official, "2026年3月7日")
    (stamp,), date_line = page.pictures, page.run("2026年3月7日")
    name = next(run for run in page.runs if run.text == "云渡县信访局" and run.base < date_line.base)
    assert close(right_of(date_line), RIGHT - 4 * CHARACTER, 0.3)
    assert close(centre_of(name), centre_of(date_line), 0.3)
    middle = (stamp.left + stamp.right) / 2, (stamp.top + stamp.bottom) / 2
    assert close(middle[0], centre_of(date_line), 0.3)
    assert stamp.top < name.top and date_line.bottom < stamp.bottom, "it presses both"
    below = (name.top + date_line.bottom) / 2 - middle[1]
    assert 1 < below < 8
    last = max((run for run in page.runs if run.base < name.top), key=lambda run: run.base)
    assert 0 <= stamp.top - last.bottom <= PITCH, "at most a line below the words"


@pytest.mark.parametrize("size", [30, 38, 42, 45, 50, 60])
@pytest.mark.parametrize("layout", ["official", "letter"])
def test_stamps_of_any_size_are_near_the_words_and_press_both(
    printed: Callable[..., list[PrintedPage]], size: int, layout: str
) -> None:
    pages = printed(dataclasses.replace(SHORT, stamp_mm=size, layout=layout))
    page = with_page_of(pages, "2026年3月7日")
    (stamp,), date_line = page.pictures, page.run("2026年3月7日")
    assert close(stamp.right - stamp.left, size) and close(stamp.bottom - stamp.top, size)
    name = next(run for run in page.runs if run.text == "云渡县信访局" and run.size == 16)
    last = max((run for run in page.runs if run.base < name.top), key=lambda run: run.base)
    # With other than 22 lines a line is a little higher or lower.
    assert 0 <= stamp.top - last.bottom <= PITCH * 22 / 19
    assert stamp.top < name.top and date_line.bottom < stamp.bottom


def test_without_a_stamp_the_name_is_two_characters_in_and_the_date_two_more(
    printed: Callable[..., list[PrintedPage]],
) -> None:
    page = with_page_of(
        printed(dataclasses.replace(SHORT, unit="云渡县人民政府信访工作办公室"), sealed=False), "2026年3月7日"
    )
    name = next(run for run in page.runs if run.text == "云渡县人民政府信访工作办公室" and run.size == 16)
    date_line = page.run("2026年3月7日")
    assert close(right_of(name), RIGHT - 2 * CHARACTER, 0.3)
    assert close(date_line.x, name.x + 2 * CHARACTER)
    assert close(name.base - page.run("本文书依据").base, 2 * PITCH, 1.5)
    assert close(date_line.base - name.base, PITCH, 0.8)


def test_a_date_longer_than_the_name_is_two_characters_in_itself(printed: Callable[..., list[PrintedPage]]) -> None:
    content = dataclasses.replace(SHORT, unit="信访局", issued_on=date(2026, 12, 30))
    page = with_page_of(printed(content, sealed=False), "2026年12月30日")
    date_line = page.run("2026年12月30日")
    assert close(right_of(date_line), RIGHT - 2 * CHARACTER, 0.3)
    name = next(run for run in page.runs if run.text == "信访局" and run.size == 16)
    assert close(name.x, date_line.x - 2 * CHARACTER)


def test_the_note_is_in_brackets_below_the_date(official: list[PrintedPage]) -> None:
    page = with_page_of(official, "2026年3月7日")
    note = page.run("（联系电话：0000-8100001）")
    assert close(note.x, LEFT + 2 * CHARACTER)
    assert page.run("2026年3月7日").base < note.base < page.run("2026年3月7日").base + 1.2 * PITCH
    assert sum("联系电话" in page.text for page in official) == 1, "and nowhere else"


def test_what_is_empty_leaves_nothing_behind(printed: Callable[..., list[PrintedPage]]) -> None:
    bare = LetterContent(
        code="forward",
        title="转送单",
        unit="云渡县信访局",
        issued_on=ON,
        fields=(Line("联系电话", ""),),
        layout="official",
    )
    text = "".join(page.text for page in printed(bare, sealed=False))
    for unsaid in ("联系电话", "附件", "抄送", "本文书依据", "如果您不同意", "："):
        assert unsaid not in text


def test_attachments_have_pages_of_their_own(official: list[PrintedPage]) -> None:
    first, second = with_page_of(official, "附件1"), with_page_of(official, "附件2")
    assert first is not second and first is not with_page_of(official, "2026年3月7日")
    label, title = first.run("附件1"), first.run("和解（调解）协议")
    assert close(label.x, LEFT) and close(label.top, TOP) and "Sans" in label.font and label.size == 16
    assert title.size == 22 and close(title.top, TOP + 2 * PITCH, 1)
    assert "双方同意。" in first.text and "一盏灯。" in second.text


# 7.4: the print matter.


def test_the_print_matter_ends_where_the_area_ends(official: list[PrintedPage]) -> None:
    page = official[-1]
    rules = sorted((rule for rule in page.rules if rule.colour != RED), key=lambda rule: rule.y)
    assert [round(rule.width, 2) for rule in rules] == [0.35, 0.25, 0.25, 0.35]
    assert all(close(rule.left, LEFT) and close(rule.right, RIGHT) for rule in rules)
    assert close(rules[-1].y, BOTTOM)
    copies, organ, day = page.run("抄送："), page.run("云渡县信访局"), page.run("2026年3月7日印发")
    assert {round(run.size) for run in (copies, organ, day)} == {14}
    assert close(copies.x, LEFT + FOURTH) and close(organ.x, LEFT + FOURTH)
    assert close(right_of(day, tracking=0), RIGHT - FOURTH, 0.3)
    assert "申请人。" in page.text
    assert rules[0].y < copies.top < rules[1].y and rules[2].y < organ.top < rules[3].y
    assert rules[1].y < page.run("核验码").top < rules[2].y


# 7.5: page numbers.


def test_page_numbers_stand_at_the_outer_side_7_mm_below_the_area(official: list[PrintedPage]) -> None:
    for number, page in enumerate(official, start=1):
        shown = page.run(f"— {number} —")
        assert shown.size == 14
        # The dash is in the middle of its square.
        assert close((shown.top + shown.bottom) / 2, BOTTOM + 7, 0.3)
        if number % 2:
            assert close(right_of(shown, tracking=0), RIGHT - FOURTH, 0.3)
        else:
            assert close(shown.x, LEFT + FOURTH)


# 5.2.1 and 7.4 where both sides of the paper are printed on.


def test_printed_on_both_sides_even_pages_mirror_and_the_print_matter_is_on_one(
    printed: Callable[..., list[PrintedPage]],
) -> None:
    pages = printed(dataclasses.replace(SHORT, two_sided=True))
    assert len(pages) == 2
    assert close(pages[0].run("您好：").x, 28)
    rules = [rule for rule in pages[1].rules if rule.colour != RED]
    assert rules and all(close(rule.left, 26) and close(rule.right, 182) for rule in rules)
    assert not [rule for rule in pages[0].rules if rule.colour != RED]
    assert close(pages[1].run("— 2 —").x, 26 + FOURTH)


# 10.1: the letter.


def test_a_letter_begins_30_mm_below_the_edge(letter: list[PrintedPage]) -> None:
    mark = letter[0].run("云渡县信访局")
    assert close(mark.top, 30) and mark.size > 40 and "文件" not in letter[0].text
    assert close(mark.x + width_of(mark.text, mark.size) / 2, (LEFT + RIGHT) / 2)


def test_its_double_rules_are_170_mm_wide_thick_outside(letter: list[PrintedPage]) -> None:
    first, second, third, fourth = sorted(reds(letter[0]), key=lambda rule: rule.y)
    assert all(close(rule.left, 20) and close(rule.right, 190) for rule in (first, second, third, fourth))
    assert close(first.y, letter[0].run("云渡县信访局").bottom + 4)
    assert first.width > second.width and third.width < fourth.width
    assert close(second.y - first.y, 0.8) and close(fourth.y - third.y, 0.8)
    assert close(297 - third.y, 20)
    assert not any(reds(page) for page in letter[1:])


def test_its_number_is_at_the_right_below_the_first_rule(letter: list[PrintedPage]) -> None:
    number, rules = letter[0].run("云渡信访信复"), sorted(reds(letter[0]), key=lambda rule: rule.y)
    assert close(number.top - rules[1].y, 7 / 8 * THIRD, 0.3)
    assert close(right_of(number), RIGHT, 0.3)
    assert close(letter[0].run("信访处理意见书").top, number.bottom + 2 * PITCH)


def test_its_first_page_has_no_number_and_its_print_matter_no_rules(letter: list[PrintedPage]) -> None:
    assert "— 1 —" not in letter[0].text and "— 2 —" in letter[1].text
    last = letter[-1]
    assert not last.rules and "印发" not in last.text
    assert "抄送：" in last.text and "核验码" in last.text


# 7.3.5.5: the stamp never stands without words.


@pytest.mark.parametrize("layout", ["official", "letter"])
def test_however_long_it_is_words_stand_beside_the_stamp(layout: str) -> None:
    for lines in range(1, 25):
        sections = (Section("情况", text="\n".join([BODY] * lines)),)
        content = dataclasses.replace(SHORT, layout=layout, sections=sections, article="", copies=())
        pages = sheets(letter_pdf(content, check=CHECK, seal=SEAL))
        page = next(page for page in pages if page.pictures)
        assert BODY in page.text, lines
        assert "现答复如下。" in pages[0].text, "and the first page has words"
        assert pages[-1].pictures or pages[-2].pictures, "no page in between is empty"


def test_a_letter_of_one_page_stays_one(printed: Callable[..., list[PrintedPage]]) -> None:
    assert len(printed(dataclasses.replace(SHORT, layout="letter"))) == 1


# What people type, long names, long titles.


@pytest.mark.parametrize("layout", ["official", "letter"])
def test_nothing_typed_is_markup_and_all_of_it_arrives(
    printed: Callable[..., list[PrintedPage]], layout: str
) -> None:
    markup = '#import "x": * #panic() $a^2$ [b] *d* _e_ <f> @g // h'
    content = dataclasses.replace(
        LETTER,
        layout=layout,
        title=f"信访{markup}",
        addressee=markup,
        opening=markup,
        fields=(Line(markup, markup), Line("联系电话", markup)),
        sections=(
            Section(markup, markup, (Item(markup, markup, markup), Item(markup)), (("甲", markup), ("乙", markup))),
            Section("协议", markup, attached=True),
        ),
        copies=(markup,),
        signatures=(markup,),
    )
    text = "".join("".join(page.text for page in printed(content)).split())
    assert text.count("#panic()") == 17


@pytest.mark.parametrize("layout", ["official", "letter"])
def test_a_reader_for_the_blind_can_read_it_and_it_is_the_same_every_time(layout: str) -> None:
    content = dataclasses.replace(LETTER, layout=layout)
    made = letter_pdf(content, check=CHECK, seal=SEAL)
    catalogue: Any = PdfReader(BytesIO(made)).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and catalogue["/Lang"].startswith("zh")
    # Typst writes it only for what passes as PDF/UA-1.
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert letter_pdf(content, check=CHECK, seal=SEAL) == made


def test_a_long_name_of_the_unit_stays_within_the_area(printed: Callable[..., list[PrintedPage]]) -> None:
    unit = "云渡县人民政府信访工作联席会议办公室和群众来访接待中心"
    page = printed(dataclasses.replace(SHORT, unit=unit))[0]
    marks = [run for run in page.runs if run.size > 24]
    assert len(marks) == 2 and "".join(run.text for run in marks) == f"{unit}文件"
    assert all(run.x >= LEFT - 0.1 and run.x + width_of(run.text, run.size) <= RIGHT + 0.5 for run in marks)
    names = [run for run in page.runs if run.size == 16 and run.text in unit]
    assert all(run.x >= LEFT and right_of(run) <= RIGHT + 0.3 for run in names)
