"""Files that come along with a letter are named in its list of attachments, behind those that are printed."""

import dataclasses

import pytest
from tests.documents.sheet import sheets
from tests.documents.standard_letters import CHARACTER, LEFT, LETTER, SHORT, close, with_page_of

from huiyin.documents.letters import Item, Section, content_read, letter_pdf
from huiyin.documents.letters.kept import content_text

_LISTED = Section("附件", items=(Item("检测报告"), Item("现场照片")), listed=True)


def test_it_is_kept_and_read_as_it_was() -> None:
    content = dataclasses.replace(SHORT, sections=(*SHORT.sections, _LISTED))
    assert content_read(content_text(content)) == content
    assert "listed" not in content_text(SHORT)


def test_the_standard_layouts_name_them_and_print_no_page_of_their_own() -> None:
    content = dataclasses.replace(LETTER, sections=(*LETTER.sections, _LISTED))
    pages = sheets(letter_pdf(content))
    page = with_page_of(pages, "附件：")
    wanted = ["1. 和解（调解）协议", "2. 修缮清单", "3. 检测报告", "4. 现场照片"]
    names = [run for run in page.runs if run.text in wanted]
    assert [run.text for run in names] == wanted
    assert all(close(run.x, LEFT + 5 * CHARACTER) for run in names)
    words = "".join(page.text for page in pages)
    assert "附件2" in words and "附件3" not in words and words.count("检测报告") == 1
    alone = sheets(letter_pdf(dataclasses.replace(SHORT, sections=(*SHORT.sections, _LISTED))))
    assert "1. 检测报告" in with_page_of(alone, "附件：").text


@pytest.mark.parametrize("layout", ["", "letter"])
def test_so_do_the_others(layout: str) -> None:
    content = dataclasses.replace(SHORT, sections=(*SHORT.sections, _LISTED), layout=layout)
    words = "".join(page.text for page in sheets(letter_pdf(content)))
    assert words.index("检测报告") < words.index("现场照片") and "附件" in words
