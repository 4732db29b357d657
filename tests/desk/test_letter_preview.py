"""The letter beside the text: printed as it would be, kept nowhere."""

import dataclasses
import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from huiyin.desk.letters import previews
from huiyin.documents.errors import PrintBusy
from huiyin.documents.letters import LetterContent, Section, content_read, letter_pages
from huiyin.documents.models import Letter, LetterCounter, LetterSeries
from huiyin.documents.rules.layouts import LayoutChoice, LetterLayout
from huiyin.documents.services.letters import layout_set
from huiyin.kernel.time import now
from huiyin.ledger.models import Entry
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.reply.services.reply import reply_approve
from tests.cast import SEED, WHO, Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db

_DRAFT = {
    "seen": "1", "facts": "我们查看了现场。", "outcome_1": "upheld", "reasons_1": "账目没有公示。", "basis": "第六条",
    "steps": "2026-12-30 公示账目\n没有日期的一行",
}  # fmt: skip
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"')


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[LetterContent]:
    """What would go to the typesetter; each print is two pages of the letter P."""
    found: list[LetterContent] = []

    def pages(content: LetterContent) -> list[bytes]:
        found.append(content)
        return [b"P", b"P"]

    monkeypatch.setattr(previews, "letter_pages", pages)
    return found


def _kept() -> list[int]:
    return [model._default_manager.count() for model in (Entry, Letter, LetterCounter, LetterSeries)]


def test_a_draft_is_set_as_the_letter_and_leaves_nothing_behind(
    cast: Cast, desk: Desk, printed: list[LetterContent]
) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    choice = LayoutChoice(LetterLayout.OFFICIAL, two_sided=True)
    layout_set(unit_id=cast.units["housing"], choice=choice, actor=SEED, at=cast.at)
    browser, address = desk("handler"), f"/desk/matters/{filed.number}/draft/preview/"
    before = _kept()
    with CaptureQueriesContext(connection) as asked:
        page = browser.post(address, _DRAFT, headers={"HX-Request": "true"})
    assert page.status_code == 200 and page["Cache-Control"] == "private, no-store"
    assert page.text.count('src="data:image/png;base64,UA=="') == 2 and "<html" not in page.text
    (content,) = printed
    facts, opinions, promises, basis = content.sections
    assert promises.text == "1. 公示账目（2026年12月30日前）"
    assert (facts.text, basis.text) == ("我们查看了现场。", "第六条")
    # One opinion is written, the other isn't yet.
    assert [(item.verdict, item.words) for item in opinions.items] == [("支持", "账目没有公示。"), ("", "")]
    assert (content.number, content.layout, content.two_sided) == ("（编号在发出时给出）", "official", True)
    assert content.seal == "" and not content.stamped_by_server
    assert _kept() == before
    written = {match[1] for query in asked.captured_queries if (match := _WRITES.match(query["sql"]))}
    assert written <= {"web_session", "django_session"}
    assert WHO.name not in str(content)


def test_what_a_draft_says_is_what_its_letter_says(cast: Cast, desk: Desk, printed: list[LetterContent]) -> None:
    """The preview and the letter that is served have the same words."""
    filed = cast.file()
    cast.to_handler(filed)
    typed = {
        "facts": "经实地查看，情况属实。", "basis": "《物业管理条例》第六条",
        "outcome_1": "upheld", "outcome_2": "upheld",
        "reasons_1": "理由成立，已督促办理。", "reasons_2": "理由成立，已督促办理。",
    }  # fmt: skip
    desk("handler").post(f"/desk/matters/{filed.number}/draft/preview/", typed, headers={"HX-Request": "true"})
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=now())
    issued = content_read(Letter.objects.get(code="reply").content)
    (content,) = printed
    assert dataclasses.replace(content, number="", seal="") == dataclasses.replace(issued, number="", seal="")


def test_without_a_script_it_is_a_page_that_leads_back_with_all_that_was_typed(
    cast: Cast, desk: Desk, printed: list[LetterContent]
) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    browser = desk("handler")
    assert "看成文" in browser.get(f"/desk/matters/{filed.number}/?move=draft").text
    page = browser.post(f"/desk/matters/{filed.number}/draft/preview/", _DRAFT).text
    assert "返回修改" in page and "<html" in page
    carried = dict(re.findall(r'<textarea class="carried" name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL))
    assert carried.keys() == _DRAFT.keys()
    address = f"/desk/matters/{filed.number}/draft/"
    assert f'action="{address}"' in page
    back = browser.post(address, {**carried, "show_again": ""})
    assert back.status_code == 200
    assert "我们查看了现场。</textarea>" in back.text and "账目没有公示。</textarea>" in back.text
    assert "没有日期的一行</textarea>" in back.text


def test_first_answers_are_seen_before_they_are_given(cast: Cast, desk: Desk, printed: list[LetterContent]) -> None:
    filed = cast.file()
    browser = desk("registrar")
    for code, typed, wanted in (
        ("accept", {"procedure": "simple"}, "简易程序"),
        ("decline", {"ground": "no_request", "explanation": "请写明<b>要求</b>。"}, "请写明<b>要求</b>。"),
        ("redirect", {"route": "请到法院起诉。", "body": "县法院"}, "请到法院起诉。"),
        # Nothing typed, or what no page offers.
        ("decline", {}, "不予受理"),
        ("accept", {"procedure": "quick"}, "受理"),
    ):
        page = browser.post(f"/desk/matters/{filed.number}/{code}/preview/", typed, headers={"HX-Request": "true"})
        assert page.status_code == 200 and wanted in str(printed[-1]), code
        assert printed[-1].number == "（编号在发出时给出）"
    assert Letter.objects.count() == 0 and cast.matter(filed).state == "registered"


def test_who_cant_make_the_step_sees_no_letter(cast: Cast, desk: Desk, printed: list[LetterContent]) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    address = f"/desk/matters/{filed.number}/draft/preview/"
    assert desk("education_handler").post(address, _DRAFT).status_code == 404
    assert desk("approver").post(address, _DRAFT).status_code == 403
    # A step that isn't open now, one that leaves no letter that is typed, and none at all.
    browser = desk("handler")
    assert browser.post(address.replace("/draft/", "/accept/"), {}).status_code in {403, 409}
    for code in ("note", "nothing"):
        assert browser.post(address.replace("/draft/", f"/{code}/"), {}).status_code == 404
    assert browser.get(address).status_code == 405
    assert not printed


def test_what_is_too_long_and_a_busy_press_are_shown_beside_the_form(
    cast: Cast, desk: Desk, printed: list[LetterContent], monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    browser, address = desk("handler"), f"/desk/matters/{filed.number}/draft/preview/"
    long = browser.post(address, {**_DRAFT, "facts": "长" * 20_001}, headers={"HX-Request": "true"})
    assert (long.status_code, "最多 20,000 字" in long.text) == (200, True) and not printed

    def busy(_content: LetterContent) -> list[bytes]:
        raise PrintBusy

    monkeypatch.setattr(previews, "letter_pages", busy)
    page = browser.post(address, _DRAFT)
    assert page.status_code == 503 and "返回修改" in page.text and 'name="facts"' in page.text


def test_each_page_is_marked(cast: Cast, desk: Desk) -> None:
    """By the typesetter itself: what is marked isn't what is printed."""
    content = LetterContent(
        code="reply", title="信访处理意见书", unit="云渡县住房和城乡建设局", issued_on=cast.at.date(),
        sections=(Section("依据", text="第六条。\n" * 40),),
    )  # fmt: skip
    for layout in LetterLayout:
        laid_out = dataclasses.replace(content, layout=layout.value)
        pages = [Image.open(BytesIO(page)).convert("L") for page in letter_pages(laid_out)]
        assert len(pages) > 1
        for page in pages:
            middle = page.crop((page.width // 4, page.height // 3, 3 * page.width // 4, 2 * page.height // 3))
            greys = sum(middle.histogram()[170:245])
            assert greys > middle.width * middle.height / 60, layout
