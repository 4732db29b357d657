"""An open page asks whether it is still as it was shown: cheaply, through the gate, and without being there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.desk.news import limits
from huiyin.desk.news.limits import AskedCounts
from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Matter
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.models import LastLook
from huiyin.web.sessions import SEEN
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, version

pytestmark = pytest.mark.django_db
BACKGROUND = {"X-Background": "1"}
# Session, officer, and the officer as an actor in two.
SIGNED_IN = 4
STRANGE = "2026010100000018"


def _asks(page: str) -> str:
    """The address that a page asks."""
    found = re.search(r'data-news="([^"]+)"', page)
    assert found, page
    return found[1].replace("&amp;", "&")


def _ask(client: Client, where: str, mark: str = "") -> Any:
    return client.get(where, headers=BACKGROUND | ({"If-None-Match": mark} if mark else {}))


def _handled(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    return filed


def _note(cast: Cast, filed: Registered, who: str, body: str = "已看过合同", **given: Any) -> None:
    matter_note(actor=cast.actor(who), matter_id=filed.matter_id, body=body, at=now(), **given)


def test_a_page_that_is_as_it_was_shown_takes_a_single_statement(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    client = desk("handler")
    where = _asks(client.get(address(filed)).text)
    first = _ask(client, where)
    assert first.status_code == 200 and "有了变化" not in first.text
    with CaptureQueriesContext(connection) as captured:
        again = _ask(client, where, first["ETag"])
    assert again.status_code == 304 and not again.content
    assert len(captured) == SIGNED_IN + 1, [query["sql"][:90] for query in captured]
    # Whatever packs answers on the way weakens the mark.
    assert _ask(client, where, f"W/{first['ETag']}").status_code == 304
    assert "no-store" in again["Cache-Control"]


def test_a_change_is_named_with_what_was_done_and_by_which_office(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    client = desk("handler")
    where = _asks(client.get(address(filed)).text)
    mark = _ask(client, where)["ETag"]
    _note(cast, filed, "approver")
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="又停了", at=now())
    changed = _ask(client, where, mark)
    assert changed.status_code == 200 and changed["ETag"] != mark
    text = re.sub(r"\s+", " ", changed.text)
    assert "这件事项有了变化" in text and "信访人（刚刚）：信访人补充" in text
    assert "云渡县住房和城乡建设局（刚刚）：记录" in text
    # No officer by name and not what was written: that stands on the page.
    assert "顾南亭" not in text and "合同" not in text and "又停了" not in text
    _note(cast, filed, "handler")
    assert "您在另一个窗口（刚刚）：记录" in _ask(client, where, changed["ETag"]).text


def test_what_changes_nothing_is_no_news(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    client = desk("handler")
    page = client.get(address(filed)).text
    seen = version(page)
    assert "有了变化" not in _ask(client, f"/desk/news/?matter={filed.number}&seen={seen}").text
    assert "有了变化" not in _ask(client, f"/desk/news/?matter={filed.number}&seen={int(seen) + 5}").text


@pytest.mark.parametrize("who", ["education_registrar", "auditor", "recused"])
def test_a_matter_that_is_not_theirs_is_answered_as_if_it_were_not_there(cast: Cast, desk: Desk, who: str) -> None:
    filed = _handled(cast)
    if who == "recused":
        who = "approver"
        matter_recuse(
            actor=cast.actor("housing_leader"), matter_id=filed.matter_id, officer_id=cast.officers["approver"],
            reason="是亲戚", at=cast.at,
        )  # fmt: skip
    client = desk(who)
    answers = []
    for number in (filed.number, STRANGE, "'; DROP TABLE", ""):
        client.get("/desk/")
        with CaptureQueriesContext(connection) as captured:
            answer = _ask(client, f"/desk/news/?matter={number}&seen=1")
        answers.append((answer.status_code, answer["ETag"], re.sub(r'value="[^"]{20,}"', "", answer.text)))
        assert len(captured) <= SIGNED_IN + 5
    assert "您现在看不到了" in answers[0][2]
    assert len(set(answers)) == 1


def test_asking_keeps_no_session_alive(cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle session ends although its page has gone on asking to the last minute."""
    filed = _handled(cast)
    client = desk("handler")
    where = _asks(client.get(address(filed)).text)
    began = now()
    used = client.session[SEEN]
    for minutes in range(5, settings.SESSION_COOKIE_AGE // 60, 10):
        monkeypatch.setattr("huiyin.web.middleware.idle.now", lambda at=minutes: began + timedelta(minutes=at))
        assert _ask(client, where).status_code == 200
    assert client.session[SEEN] == used
    over = began + timedelta(seconds=settings.SESSION_COOKIE_AGE + 2)
    monkeypatch.setattr("huiyin.web.middleware.idle.now", lambda: over)
    assert _ask(client, where).status_code in {302, 403}


def test_asking_is_not_reading(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    client = desk("handler")
    where = _asks(client.get(address(filed)).text)
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="又停了", at=now())
    _ask(client, where)
    assert Matter.objects.get(pk=filed.matter_id).unread_at is not None
    assert not LastLook.objects.exists()
    client.get(address(filed))
    assert Matter.objects.get(pk=filed.matter_id).unread_at is None


def test_a_list_says_how_many_are_new(cast: Cast, desk: Desk) -> None:
    cast.file()
    client = desk("registrar")
    where = _asks(client.get("/desk/work/arrivals/?kind=claim").text)
    assert "件新的" not in _ask(client, where).text
    cast.at = now()
    for _ in range(3):
        cast.file()
    answer = _ask(client, where)
    assert re.search(r"有 3 件新的", answer.text) and 'href="/desk/work/arrivals/?kind=claim"' in answer.text
    with CaptureQueriesContext(connection) as captured:
        assert _ask(client, where, answer["ETag"]).status_code == 304
    assert len(captured) == SIGNED_IN + 1
    # A list that none of the posts opens tells nothing, whatever the address says.
    assert "件新的" not in _ask(desk("handler"), where).text
    for odd in ("since=nan", "since=1e400", "since=99999999999.9&kind=x", "seen=5", "list=arrivals"):
        assert _ask(client, f"/desk/news/?list=arrivals&{odd}").status_code == 200


def test_without_a_sign_in_there_is_no_answer(cast: Cast, client: Client) -> None:
    assert _ask(client, "/desk/news/").status_code == 302
    assert _ask(client, f"/desk/news/?matter={cast.file().number}").status_code == 302


def test_asking_without_end_is_refused_before_anything_is_read(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ASKED", AskedCounts())
    monkeypatch.setattr(limits, "ASKED_MOST", 3)
    monkeypatch.setattr(limits, "now", lambda: cast.at)
    client, other = desk("handler"), desk("registrar")
    assert [_ask(client, "/desk/news/").status_code for _ in range(3)] == [200] * 3
    with CaptureQueriesContext(connection) as captured:
        refused = _ask(client, "/desk/news/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert len(captured) == 2  # session and officer; no actor, no gate
    assert _ask(other, "/desk/news/").status_code == 200  # somebody else's asking is their own
    assert client.get("/desk/").status_code == 200  # and pages are no asking
    cast.later(minutes=1)
    assert _ask(client, "/desk/news/").status_code == 200


def test_an_outdated_form_is_refused_without_a_script_as_ever(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    hand = Hand(desk("handler"))
    hand.look(filed)
    _note(cast, filed, "approver")
    answer = hand.send(filed, "note", body="我写的还在")
    assert answer.status_code == 409 and "我写的还在" in answer.text and "data-bound" in answer.text


def test_a_form_asks_colleagues_to_look_without_a_script(cast: Cast, desk: Desk) -> None:
    filed = _handled(cast)
    hand = Hand(desk("handler"))
    form = hand.unfold(filed, "note")
    assert "请谁看" in form and "顾南亭（云渡县住房和城乡建设局 · " in form and "方予安" not in form
    answer = hand.do(filed, "note", body="请看", mentions=[str(cast.officers["approver"])])
    assert "请看：顾南亭（云渡县住房和城乡建设局" in answer.text
    bad = hand.send(filed, "note", body="请看", mentions=[str(cast.officers["mayor"])])
    assert bad.status_code == 422 and "只能从名单里选" in bad.text
