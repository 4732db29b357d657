"""The paper, the inks and the faces of the layouts after GB/T 9704-2012, read from the PDF."""

import shutil
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from tests.documents.sheet import BLACK, PrintedPage, sheets
from tests.documents.standard_letters import RED, SEAL, close, in_layout, reds
from tests.documents.standard_letters import letter as letter
from tests.documents.standard_letters import official as official
from tests.documents.standard_letters import printed as printed
from tests.documents.test_letter_paper import CHECK

from huiyin.documents import letters
from huiyin.documents.fonts import built_fonts_folder
from huiyin.documents.letters import letter_pdf
from huiyin.documents.letters.press import Press, _presses

both = pytest.mark.parametrize("layout", ["official", "letter"])
Printed = Callable[..., list[PrintedPage]]
ROLES = ("xiaobiaosong", "fangsong", "kaiti", "heiti", "songti")


# 5.2.1: the paper.


@both
def test_every_page_is_a_sheet_of_a4_upright(printed: Printed, layout: str) -> None:
    pages = printed(in_layout(layout))
    assert len(pages) > 2
    assert all(close(page.width, 210, 0.05) and close(page.height, 297, 0.05) for page in pages)


# 7.2.4, 7.2.7 and 10.1: what is red. 5.2.3: all else is black.


@both
def test_the_mark_is_red_and_every_other_word_is_black(printed: Printed, layout: str) -> None:
    pages = printed(in_layout(layout))
    mark = pages[0].runs[0]
    assert mark.text.startswith("云渡县信访局") and mark.colour == RED
    rest = [run for page in pages for run in page.runs if run is not mark]
    assert len(rest) > 20 and {run.colour for run in rest} == {BLACK}


def test_only_the_rules_of_the_head_are_red(official: list[PrintedPage], letter: list[PrintedPage]) -> None:
    for pages, count in ((official, 1), (letter, 4)):
        assert len(reds(pages[0])) == count
        other = [rule for page in pages for rule in page.rules if rule.colour != RED]
        assert {rule.colour for rule in other} <= {BLACK}
    assert any(rule.colour == BLACK for rule in official[-1].rules)


# The faces: the built one under the name of each role, so that the print says which role a line was set in.


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    """A press that has a font for each role."""
    folder: Path = tmp_path_factory.mktemp("faces")
    for font in built_fonts_folder().glob("*.ttf"):
        shutil.copy(font, folder)
    built = (folder / "NotoSerifSC_400Regular.ttf").read_bytes()
    for role in ROLES:
        # The file has its names at fixed places, so the new ones are as long.
        (folder / f"{role}.ttf").write_bytes(
            built.replace("Noto Serif SC".encode("utf-16-be"), family(role).encode("utf-16-be")).replace(
                "NotoSerifSC".encode("utf-16-be"), short(role).encode("utf-16-be")
            )
        )
    templates = Path(letters.__file__).parent
    press = Press([sys.executable, "-m", "huiyin.documents.typesetter", str(folder), str(templates)])
    yield press
    press.end()


def family(role: str) -> str:
    return f"F {role}".ljust(13, "X")[:13]


def short(role: str) -> str:
    return family(role).replace(" ", "")[:11]


@pytest.fixture
def in_faces(faces: Press, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[str], dict[str, set[str]]]:
    """What a letter in a layout says in each role."""
    monkeypatch.setitem(_presses, "letters", faces)
    settings.HUIYIN_FONTS = {role: [family(role)] for role in ROLES}

    def of(layout: str) -> dict[str, set[str]]:
        pages = sheets(letter_pdf(in_layout(layout), check=CHECK, seal=SEAL))
        found: dict[str, set[str]] = {role: set() for role in ROLES}
        for run in chain.from_iterable(page.runs for page in pages):
            role = next(role for role in ROLES if run.font.startswith(short(role)))
            found[role].add(run.text)
        return found

    return of


@both
def test_each_part_is_printed_in_the_face_that_the_standard_names(
    in_faces: Callable[[str], dict[str, set[str]]], layout: str
) -> None:
    found = in_faces(layout)
    titles = {"信访处理意见书", "和解（调解）协议", "修缮清单"}
    assert found["xiaobiaosong"] == titles | {"云渡县信访局文件" if layout == "official" else "云渡县信访局"}
    assert found["heiti"] == {"一、我们查明的情况", "二、对各项诉求的意见", "附件1", "附件2"}
    assert found["kaiti"] == {"（一）修好电梯"}
    # Digits too: a page number in another face than its dashes would be two lines here.
    numbers = {text for text in found["songti"] if text.startswith("—")}
    assert numbers == {f"— {page} —" for page in range(1 if layout == "official" else 2, 5)}
    assert {
        "云渡信访信复〔2026〕12号", "您好：", "现答复如下。", "事项：楼道照明", "意见：支持。已经修好。",
        "2. 公布记录", "本文书依据《信访工作条例》第三十二条作出。", "附件：", "云渡县信访局", "2026年3月7日",
        "（联系电话：0000-8100001）", "双方同意。", "抄送：", "申请人。",
    } <= found["fangsong"]  # fmt: skip
    assert layout == "letter" or "2026年3月7日印发" in found["fangsong"]
