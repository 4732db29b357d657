"""Which layout a unit's letters have: who says so, what is fixed with a letter, what the fonts at hand allow."""

import dataclasses
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries
from tests.documents.conftest import AT
from tests.documents.test_letter_issue import CONTENT, SEED, issued
from tests.documents.test_letter_issue import office as office

from huiyin.documents.errors import LayoutRefused, StampServerUnset, StampSizeRefused
from huiyin.documents.fonts import choose_fonts
from huiyin.documents.letters import content_read, content_text
from huiyin.documents.models import LetterSeries
from huiyin.documents.rules.layouts import LayoutChoice, LetterLayout
from huiyin.documents.rules.titles import title_lines, width
from huiyin.documents.selectors import series_view, series_views
from huiyin.documents.services import file_open
from huiyin.documents.services.letters import layout_set, letter_print
from huiyin.kernel.errors import NotAllowed, NotThere
from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import UnitPlan, units_create

OFFICIAL = LayoutChoice(
    LetterLayout.OFFICIAL, {"reply": LetterLayout.LETTER, "forward": LetterLayout.OFFICIAL}, 45, two_sided=True
)


def choose(unit: Unit, choice: LayoutChoice) -> None:
    layout_set(unit_id=unit.pk, choice=choice, actor=SEED, at=AT)


def text_of(letter_id: Any) -> str:
    with file_open(file_id=letter_print(letter_id=letter_id, at=AT)) as file:
        return "".join(PdfReader(BytesIO(file.read())).pages[0].extract_text().split())


def test_a_unit_that_chose_nothing_writes_plain_letters(office: Unit) -> None:
    content = content_read(issued(office).content)
    assert (content.layout, content.stamp_mm, content.two_sided) == ("plain", 42, False)


def test_each_kind_has_its_layout_and_it_is_fixed_when_the_letter_is_issued(office: Unit, folder: Path) -> None:
    choose(office, OFFICIAL)
    acceptance, reply = issued(office), issued(office, dataclasses.replace(CONTENT, code="reply"))
    kept = [content_read(letter.content) for letter in (acceptance, reply)]
    assert [content.layout for content in kept] == ["official", "letter"]
    assert all((content.stamp_mm, content.two_sided) == (45, True) for content in kept)
    choose(office, LayoutChoice())
    # Not printed yet when the unit changed its mind.
    assert "云渡县信访局文件" in text_of(acceptance.pk)
    assert "云渡县信访局文件" not in text_of(issued(office).pk)


def test_a_choice_is_in_the_ledger_once(office: Unit) -> None:
    choose(office, OFFICIAL)
    choose(office, OFFICIAL)
    entry = Entry.objects.get(kind="documents.layout.set")
    assert entry.subject == str(Ref("unit", office.pk))
    series = LetterSeries.objects.get(unit=office)
    assert series.layout_by_code == {"reply": "letter"}, "what is as all others needs no line"
    assert series_views()[0].choice == dataclasses.replace(OFFICIAL, by_code={"reply": LetterLayout.LETTER})
    entries_sequence(at=AT)
    assert ledger_verify().problems == []
    LetterSeries.objects.update(layout="plain")
    assert ledger_verify().problems


def test_one_unit_is_read_as_it_stands_among_all(
    office: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    choose(office, OFFICIAL)
    # Its own name is the prefix of the first one already, so it gets another.
    plans = [UnitPlan("民政局", UnitKind.BUREAU, "云渡信访"), UnitPlan("水务局", UnitKind.BUREAU)]
    closed = units_create(plans=plans, parent_id=None, actor=SEED, at=AT)[1]
    Unit.objects.filter(pk=closed.pk).update(is_active=False)
    assert [series_view(unit_id=view.unit_id) for view in series_views()] == series_views()
    assert [view.agency_prefix for view in series_views()] == ["云渡信访", "民政局"]
    with django_assert_num_queries(1):
        series_view(unit_id=office.pk)
    for unit_id in (closed.pk, 0, 10**30):
        with pytest.raises(NotThere):
            series_view(unit_id=unit_id)


def test_only_administrators_choose(office: Unit) -> None:
    stranger = dataclasses.replace(SEED, kind=type(SEED.kind).PETITIONER)
    with pytest.raises(NotAllowed):
        layout_set(unit_id=office.pk, choice=OFFICIAL, actor=stranger, at=AT)
    assert not LetterSeries.objects.exists()


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (LayoutChoice(by_code={"registration": LetterLayout.OFFICIAL}), LayoutRefused),
        (LayoutChoice(by_code={"none": LetterLayout.OFFICIAL}), LayoutRefused),
        (LayoutChoice(stamp_mm=29), StampSizeRefused),
        (LayoutChoice(stamp_mm=61), StampSizeRefused),
        (LayoutChoice(stamped_by_server=True), StampServerUnset),
    ],
)
def test_what_no_office_has_is_refused(office: Unit, choice: LayoutChoice, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        choose(office, choice)


def test_letters_of_before_there_were_layouts_are_plain_and_keep_their_hash() -> None:
    old = '{"code":"reply","issued_on":"2026-11-21","sections":[{"heading":"一"}],"title":"答复","unit":"局"}'
    content = content_read(old)
    assert (content.layout, content.sections[0].attached, content.copies) == ("", False, ())
    assert content_text(content) == old


def test_all_that_is_new_is_kept() -> None:
    content = dataclasses.replace(
        CONTENT, copies=("甲", "乙"), layout="letter", stamp_mm=45, two_sided=True, stamped_by_server=True
    )
    assert content_read(content_text(content)) == content


# 7.3.1: a title breaks into a trapezium or a diamond, and never within a word.

TITLES = (
    "云渡县信访局关于修好楼道照明和公布维修记录的信访处理意见书",
    "关于对清河湾县住房和城乡建设局未在规定期限内答复信访事项的督办函",
    "关于修好楼道照明、公布维修记录以及退还多收的物业服务费用等三项诉求的处理意见书",
)
WORDS = ("信访", "处理", "意见书", "清河湾县住房和城乡建设局", "督办函", "答复", "云渡县信访局")


@pytest.mark.parametrize("title", TITLES)
def test_a_long_title_breaks_between_words_into_a_shape(title: str) -> None:
    lines = title_lines(title, words=("清河湾县住房和城乡建设局", "云渡县信访局"))
    assert "".join(lines) == title and 2 <= len(lines) <= 3
    widths = [width(line) for line in lines]
    assert max(widths) <= 19
    assert len(set(widths)) > 1, "no rectangle"
    if len(lines) == 3:
        assert not (widths[1] < widths[0] and widths[1] < widths[2]), "no hourglass"
    assert all(any(word in line for line in lines) for word in WORDS if word in title)
    assert not any(line[0] in "的、，》）" for line in lines)


@pytest.mark.parametrize("title", ["信访处理意见书", "一" * 19, "", "一"])
def test_a_title_that_fits_is_one_line(title: str) -> None:
    assert title_lines(title) == [title]


@pytest.mark.parametrize("title", ["一" * 100, "的" * 60, "a" * 200, "《" + "书" * 70])
def test_a_title_without_a_place_to_break_is_cut_all_the_same(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title and max(width(line) for line in lines) <= 19


# The fonts at hand.


@pytest.mark.parametrize(
    ("families", "wishes", "instead"),
    [
        ({"Noto Serif SC", "Noto Sans CJK SC"}, {}, {"xiaobiaosong", "fangsong", "kaiti"}),
        ({"Noto Serif SC"}, {}, {"xiaobiaosong", "fangsong", "kaiti", "heiti"}),
        ({"Noto Serif SC", "SimHei", "FangSong", "KaiTi"}, {}, {"xiaobiaosong"}),
        ({"Noto Serif SC", "SimHei", "某仿宋", "LXGW WenKai"}, {"fangsong": ["某仿宋"]}, {"xiaobiaosong"}),
        ({"Noto Serif SC", "SimHei", "FangSong", "KaiTi"}, {"xiaobiaosong": ["没有的"]}, {"xiaobiaosong"}),
    ],
)
def test_a_face_that_is_missing_is_named(
    families: set[str], wishes: Mapping[str, list[str]], instead: set[str]
) -> None:
    chosen = choose_fonts(families, wishes)
    assert set(chosen.substitutes) == instead
    assert all(font.family in families for font in chosen.roles.values())


def test_a_font_that_is_wished_for_comes_before_those_we_know() -> None:
    chosen = choose_fonts({"Noto Serif SC", "FangSong", "某仿宋"}, {"fangsong": ["某仿宋"]})
    assert chosen.roles["fangsong"].family == "某仿宋"
    assert choose_fonts({"Noto Serif SC", "FangSong"}).roles["fangsong"].family == "FangSong"


def test_a_bold_serif_stands_in_for_xiaobiaosong() -> None:
    assert choose_fonts({"Noto Serif SC"}).roles["xiaobiaosong"].weight == "bold"
    assert choose_fonts({"Noto Serif SC", "FZXiaoBiaoSong-B05S"}).roles["xiaobiaosong"].weight == "regular"
