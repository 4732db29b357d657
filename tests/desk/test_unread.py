"""The line in the list says that something of the petitioner's is new, until who works on it reads it."""

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.kernel.actor import petitioner
from huiyin.matters.lists.selectors.lists import MatterFilter, WorkList, matter_list_for
from huiyin.matters.lists.services import filter_as_words, filter_of_words
from huiyin.matters.messages.services.petitioner import petitioner_question, petitioner_write
from huiyin.matters.messages.services.read import matter_mark_read
from huiyin.matters.messages.services.work import matter_answer
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address

NEW = "有新来话"
ONLY = "unread=1"


def _written(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    petitioner_write(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="电梯今天又停了。", at=cast.at
    )
    return filed


def _line(desk: Desk, username: str, work_list: str, query: str = "") -> str:
    page = desk(username).get(f"/desk/work/{work_list}/?{query}").text
    return page[page.index('<ul class="work-list"') :] if "work-row" in page else ""


def test_the_line_says_so_until_the_handler_has_opened_the_page(cast: Cast, desk: Desk) -> None:
    filed = _written(cast)
    for username, work_list in (("handler", "mine"), ("housing_registrar", "unit"), ("mayor", "below")):
        assert NEW in _line(desk, username, work_list), username
    assert address(filed) in _line(desk, "handler", "mine", ONLY)
    # Neither a glance from above or from a colleague, nor asking whether the page is there, is reading it.
    for username in ("mayor", "housing_registrar", "approver"):
        assert NEW in Hand(desk(username)).look(filed)
    assert desk("handler").head(address(filed)).status_code == 200
    assert NEW in _line(desk, "handler", "mine")

    page = Hand(desk("handler")).look(filed)
    assert NEW in page and "还没有经办人员看过" in page
    assert NEW not in _line(desk, "handler", "mine")
    assert NEW not in Hand(desk("handler")).look(filed)
    assert _line(desk, "handler", "mine", ONLY) == ""


def test_without_a_handler_anyone_who_gives_it_out_reads_it(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="请快一点。", at=cast.at)
    assert NEW in _line(desk, "registrar", "arrivals")
    Hand(desk("registrar")).look(filed)
    assert NEW not in _line(desk, "office_approver", "arrivals")


def test_what_comes_while_the_page_is_open_stays_new(cast: Cast) -> None:
    filed = _written(cast)
    shown: datetime | None = cast.matter(filed).unread_at
    assert shown is not None
    cast.later(minutes=1)
    petitioner_write(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="有人被关在里面。", at=cast.at
    )
    actor = cast.actor("handler")
    assert not matter_mark_read(actor=actor, matter_id=filed.matter_id, unread_at=shown, at=cast.at)
    assert cast.matter(filed).unread_at == cast.at
    assert matter_mark_read(actor=actor, matter_id=filed.matter_id, unread_at=cast.at, at=cast.at)


def test_reading_is_no_step(cast: Cast, desk: Desk) -> None:
    filed = _written(cast)
    before = cast.matter(filed).version
    Hand(desk("handler")).look(filed)
    matter = cast.matter(filed)
    assert (matter.version, matter.unread_at) == (before, None)


def test_anyone_who_answers_has_read(cast: Cast) -> None:
    filed = _written(cast)
    matter_answer(actor=cast.actor("approver"), matter_id=filed.matter_id, body="已派人去。", at=cast.at)
    assert cast.matter(filed).unread_at is None


def test_a_list_asks_nothing_more_for_it(cast: Cast) -> None:
    for _ in range(3):
        _written(cast)
    with CaptureQueriesContext(connection) as captured:
        found = matter_list_for(actor=cast.actor("handler"), work_list=WorkList.MINE, only=MatterFilter(unread=True))
    assert [row.is_unread for row in found.rows] == [True] * 3
    # The actor is made in two.
    assert len(captured) == 3


def test_the_filter_is_kept_for_exports(cast: Cast) -> None:
    only = MatterFilter(unread=True)
    assert filter_of_words(filter_as_words(only)) == only
    assert filter_of_words(filter_as_words(MatterFilter())) == MatterFilter()


def test_the_page_lists_questions_and_the_form_says_what_it_answers(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    petitioner_question(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="什么时候来修？", at=cast.at
    )
    handler = Hand(desk("handler"))
    page = handler.look(filed)
    assert "信访人有 1 个提问还没有回答" in page and "信访人提问（等回答）" in page
    assert "会作为对这个提问的回答：“什么时候来修？”" in handler.unfold(filed, "answer")
    answered = handler.do(filed, "answer", body="周五上午来修。").text
    assert "已回复信访人。信访人会收到通知。" in answered
    assert "信访人提问（已回答）" in answered and "周五上午来修。" in answered and "还没有回答" not in answered
    assert "等信访人补充" not in answered
