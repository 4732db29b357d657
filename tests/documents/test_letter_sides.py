"""Letters after GB/T 9704-2012 from page to page: both sides of the paper, numbers, and the form without a stamp."""

import dataclasses
from collections.abc import Callable

import pytest
from tests.documents.sheet import PrintedPage
from tests.documents.standard_letters import (
    BODY,
    BOTTOM,
    CHARACTER,
    FOURTH,
    LEFT,
    LETTER,
    PITCH,
    RIGHT,
    SHORT,
    close,
    in_layout,
    reds,
    right_of,
)
from tests.documents.standard_letters import letter as letter
from tests.documents.standard_letters import printed as printed

from huiyin.documents.letters import LetterContent, Section

Printed = Callable[..., list[PrintedPage]]
BOTH_SIDES = dataclasses.replace(SHORT, two_sided=True)


def of_lines(count: int, *, attached: bool = False, copies: int = 1) -> LetterContent:
    """A letter for both sides with so many lines of words, in the letter or behind it, and so many copies."""
    text = "\n".join([BODY] * count)
    sections = (Section("情况", BODY), Section("清单", text, attached=True)) if attached else (Section("情况", text),)
    places = tuple(f"云渡县第{number}街道办事处和群众来访接待中心" for number in range(copies))
    return dataclasses.replace(BOTH_SIDES, sections=sections, copies=places)


# 7.5: page numbers, in the letter of 10.1 too.


def test_page_numbers_of_a_letter_stand_as_those_of_other_documents(letter: list[PrintedPage]) -> None:
    assert len(letter) == 4 and not letter[0].has("—")
    for number, page in enumerate(letter[1:], start=2):
        shown = page.run(f"— {number} —")
        assert shown.size == 14 and close((shown.top + shown.bottom) / 2, BOTTOM + 7, 0.3)
        if number % 2:
            assert close(right_of(shown, tracking=0), RIGHT - FOURTH, 0.3)
        else:
            assert close(shown.x, LEFT + FOURTH)


# 7.3.5.2 in the letter of 10.1.


def test_a_letter_without_a_stamp_has_the_name_two_characters_in_and_the_date_two_more(printed: Printed) -> None:
    unit = "云渡县人民政府信访工作办公室"
    page = printed(in_layout("letter", dataclasses.replace(SHORT, unit=unit)), sealed=False)[0]
    name = next(run for run in page.runs if run.text == unit and run.size == 16)
    date_line, last = page.run("2026年3月7日"), page.run("本文书依据")
    assert close(right_of(name), RIGHT - 2 * CHARACTER, 0.3)
    assert close(date_line.x, name.x + 2 * CHARACTER)
    assert close(name.base - last.base, 2 * PITCH, 0.5) and close(date_line.base - name.base, PITCH, 0.5)
    note = page.run("（联系电话")
    assert close(note.x, LEFT + 2 * CHARACTER) and note.base > date_line.base


# 5.2.1 and 7.4 where both sides of the paper are printed on.


def test_a_letter_on_both_sides_mirrors_even_pages_and_ends_where_it_ends(printed: Printed) -> None:
    pages = printed(dataclasses.replace(LETTER, layout="letter", two_sided=True))
    assert all(close(rule.left, 20) and close(rule.right, 190) for rule in reds(pages[0]))
    for number, page in enumerate(pages, start=1):
        left = LEFT if number % 2 else 26
        assert all(run.x >= left - 0.1 for run in page.runs)
        assert any(close(run.x, left) or close(run.x, left + 2 * CHARACTER) for run in page.runs)
        if number > 1:
            shown = page.run(f"— {number} —")
            edge = right_of(shown, tracking=0) - (RIGHT - FOURTH) if number % 2 else shown.x - (26 + FOURTH)
            assert close(edge, 0, 0.3)
    copies = pages[-1].run("抄送：")
    assert close(copies.x, (LEFT if len(pages) % 2 else 26) + FOURTH)
    # 10.1: without rules and organ, its print matter needs no even page.
    assert len(printed(in_layout("letter", BOTH_SIDES))) == 1


@pytest.mark.parametrize("count", [1, 4, 12, 21, 22, 34, 47])
def test_on_both_sides_print_matter_is_on_the_last_even_page(printed: Printed, count: int) -> None:
    pages = printed(of_lines(count))
    assert len(pages) == (2 if count < 22 else 4)
    assert [page.has("抄送：") for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(close(page.run("— ").x, 26 + FOURTH) for page in pages[1::2])
    assert all(page.has(f"— {number} —") for number, page in enumerate(pages, start=1)), "none is empty"
    assert any(close(run.x, 28) for run in pages[0].runs)
    rules = [rule for rule in pages[-1].rules if rule.width > 0.2]
    assert rules and all(close(rule.left, 26) and close(rule.right, 182) for rule in rules)
    assert close(max(rule.y for rule in rules), BOTTOM)


@pytest.mark.parametrize(("content", "count"), [(of_lines(36, attached=True), 6), (of_lines(4, copies=30), 4)])
def test_an_empty_page_and_the_print_matter_behind_it_have_no_number(
    printed: Printed, content: LetterContent, count: int
) -> None:
    """Only where the last words fill an even page, so that the print matter has no room on it."""
    pages = printed(content)
    *words, empty, last = pages
    assert len(pages) == count
    assert not (empty.runs or empty.rules or empty.pictures)
    assert last.has("抄送：") and not last.has("—")
    assert all(page.has(f"— {number} —") for number, page in enumerate(words, start=1))


def test_on_one_side_no_page_is_empty(printed: Printed) -> None:
    pages = printed(dataclasses.replace(of_lines(36, attached=True), two_sided=False))
    assert all(page.has(f"— {number} —") for number, page in enumerate(pages, start=1))
