"""Our Word templates: whole packages that Word and WPS open without a warning. docs/letters.md says how."""

import dataclasses
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath

import pytest
from docx import Document
from lxml import etree
from tests.documents.test_letter_word import LETTER

from huiyin.documents.letters import default_template, letter_docx
from huiyin.documents.letters.word_filling import template_check
from huiyin.documents.rules.layouts import LetterLayout

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# Those that come with Windows, and so with whatever WPS runs on.
KNOWN_FONTS = {"仿宋", "宋体", "黑体", "楷体"}


def filled(layout: LetterLayout) -> bytes:
    return letter_docx(dataclasses.replace(LETTER, layout=layout.value), sha256="9f86d081884c7d65" * 4)


@pytest.fixture(
    scope="module", params=[(layout, how) for layout in LetterLayout for how in ("empty", "filled")], ids=str
)
def package(request: pytest.FixtureRequest) -> Iterator[zipfile.ZipFile]:
    layout, how = request.param
    with zipfile.ZipFile(BytesIO(default_template(layout) if how == "empty" else filled(layout))) as archive:
        yield archive


def parts(package: zipfile.ZipFile) -> dict[str, etree._Element]:
    return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def test_every_part_is_well_formed_and_has_a_type(package: zipfile.ZipFile) -> None:
    found = parts(package)
    types = found.pop("[Content_Types].xml")
    overrides = {part.get("PartName") for part in types.iter(f"{TYPES}Override")}
    defaults = {part.get("Extension") for part in types.iter(f"{TYPES}Default")}
    assert all(f"/{name}" in overrides or name.rsplit(".", 1)[-1] in defaults for name in found)
    assert all(name.lstrip("/") in found for name in overrides), "and no type is of a part that isn't there"
    assert len(package.namelist()) == len(set(package.namelist()))


def test_every_relation_leads_to_a_part_and_none_outside(package: zipfile.ZipFile) -> None:
    names = set(package.namelist())
    for name, part in parts(package).items():
        for relation in part.iter(RELATION):
            assert relation.get("TargetMode") != "External"
            source = dirname(dirname(name))
            assert normpath(join(source, relation.get("Target", "").lstrip("/"))) in names


def test_every_run_names_its_fonts_and_no_theme_is_asked(package: zipfile.ZipFile) -> None:
    for name, part in parts(package).items():
        assert "theme" not in name and "heme=" not in package.read(name).decode()
        for run in part.iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None and fonts.get(f"{W}eastAsia") in KNOWN_FONTS
        for fonts in part.iter(f"{W}rFonts"):
            assert set(fonts.attrib.values()) <= KNOWN_FONTS


def test_lines_are_on_the_grid_and_the_only_field_is_the_page(package: zipfile.ZipFile) -> None:
    document = parts(package)["word/document.xml"]
    grid = document.find(f".//{W}docGrid")
    assert grid is not None and (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    fields = [text.text for part in parts(package).values() for text in part.iter(f"{W}instrText")]
    assert fields and {(field or "").strip() for field in fields} == {"PAGE"}
    assert not any(list(part.iter(f"{W}fldSimple")) for part in parts(package).values())


def test_a_table_says_the_same_widths_thrice(package: zipfile.ZipFile) -> None:
    for table in parts(package)["word/document.xml"].iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")]
        width = table.find(f"{W}tblPr/{W}tblW")
        assert width is not None and sum(grid) == int(width.get(f"{W}w", "0"))
        for row in table.iter(f"{W}tr"):
            assert [int(cell.get(f"{W}w", "0")) for cell in row.iter(f"{W}tcW")] == grid


@pytest.mark.parametrize("layout", LetterLayout)
def test_our_templates_pass_their_own_check_and_are_the_same_every_time(layout: LetterLayout) -> None:
    template_check(default_template(layout))
    assert default_template(layout) == default_template(layout)


def test_margins_are_those_of_the_standard() -> None:
    for layout in (LetterLayout.OFFICIAL, LetterLayout.LETTER):
        section = Document(BytesIO(default_template(layout))).sections[0]
        measured = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in measured if side is not None] == [37, 35, 28, 26]


def test_a_letter_is_filled_into_the_template_of_its_layout() -> None:
    red = {
        layout: b"E60012" in zipfile.ZipFile(BytesIO(filled(layout))).read("word/document.xml")
        for layout in LetterLayout
    }
    assert red == {LetterLayout.PLAIN: False, LetterLayout.OFFICIAL: True, LetterLayout.LETTER: False}
    head = zipfile.ZipFile(BytesIO(filled(LetterLayout.LETTER))).read("word/header1.xml").decode()
    assert "云渡县信访局" in re.sub(r"<[^>]+>", "", head) and "thickThinSmallGap" in head
    for layout in LetterLayout:
        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(filled(layout))).paragraphs)
        for words in ("信访处理意见书", "云渡信访信复〔2026〕12号", "2026年12月30日", "您好：", "可以申请复查。"):
            assert words in text
