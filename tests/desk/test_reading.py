"""The tray of leaders over HTTP: one after the other, read or written on; and the counts."""

import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.time import now, office_day
from huiyin.matters.models import LeaderReading, Matter, Remark
from huiyin.matters.reading.rules import TRAY_FOR
from huiyin.tasks.models import Task
from huiyin.tasks.services import task_finish
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes


@pytest.fixture
def today(cast: Cast) -> Cast:
    """The cast, now: pages ask the machine for the time."""
    cast.at = now()
    return cast


def _day(days: int) -> str:
    return (office_day(now()) + timedelta(days=days)).isoformat()


def test_a_leader_reads_letters_in_turn_and_remarks_on_one(today: Cast, desk: Desk) -> None:
    third, second, first = (today.file(title=title) for title in ("电梯停了", "路灯不亮", "水管漏水"))
    leader = desk("office_leader")
    listed = leader.get("/desk/reading/").text
    assert re.findall(r"电梯停了|路灯不亮|水管漏水", listed) == ["水管漏水", "路灯不亮", "电梯停了"]
    assert "等您阅的来信" in leader.get("/desk/").text
    page = leader.get(f"/desk/reading/{first.number}/").text
    assert "批示不能决定事项" in page and "还有 3 件等您阅" in re.sub(r"\s+", " ", page)
    assert f'href="/desk/reading/{second.number}/"' in page and 'aria-keyshortcuts="j"' in page
    answer = leader.post(f"/desk/reading/{first.number}/", {"read": "1"})
    assert answer.headers["Location"] == f"/desk/reading/{second.number}/"
    refused = leader.post(f"/desk/reading/{second.number}/", {"remark": "1", "words": "", "due_on": ""})
    assert refused.status_code == 422 and "请写下批示的话" in refused.text and not Remark.objects.exists()
    refused = leader.post(f"/desk/reading/{second.number}/", {"remark": "1", "words": "看一看", "due_on": _day(0)})
    assert refused.status_code == 422 and "请填明天或者以后的日期" in refused.text
    answer = leader.post(
        f"/desk/reading/{second.number}/", {"remark": "1", "words": "请尽快修好。", "due_on": _day(4)}
    )
    assert answer.headers["Location"] == f"/desk/reading/{third.number}/"
    assert LeaderReading.objects.count() == 2
    task = Task.objects.get()
    task_finish(actor=today.actor("registrar"), task_id=task.pk, note="已修好。", at=now())
    tray = leader.get("/desk/reading/").text
    assert "已办结，请阅" in tray and "已修好。" in tray and f"/desk/tasks/{task.pk}/" in tray
    # A second press of the same button.
    assert leader.post(f"/desk/reading/{first.number}/", {"read": "1"}).status_code == 302
    assert LeaderReading.objects.count() == 2
    leader.post(f"/desk/reading/{third.number}/", {"read": "1"})
    assert "没有等您阅的" in leader.get("/desk/reading/").text


def test_the_page_has_a_few_and_what_waited_too_long_lies_by_itself(
    today: Cast, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    matters = [
        today.file(title=f"第{place}封", received_at=today.at - TRAY_FOR + timedelta(days=3)) for place in range(9)
    ]
    old, older = (today.file(title=title, received_at=today.at - TRAY_FOR * 2) for title in ("旧信", "更旧的"))
    Matter.objects.filter(pk__in=[old.matter_id, older.matter_id]).update(next_due_at=today.at + timedelta(days=9))
    leader = desk("office_leader")
    leader.get("/desk/")
    with django_assert_max_num_queries(14):
        page = leader.get("/desk/reading/").text
    assert re.findall(r"第(\d)封</a>", page) == list("8765432") and "共 9 件" in page
    assert "旧信</a>" not in page and re.search(r'没阅的旧信\s*<span class="count">2<', page)
    assert "更旧的</a>" in leader.get("/desk/reading/old/").text
    assert "没有没阅的旧信" in leader.get("/desk/reading/old/?page=9").text
    # Read among the old ones, the next old one follows; the last one leads back to where they lie.
    letter = leader.get(f"/desk/reading/{older.number}/").text
    assert 'href="/desk/reading/old/" aria-keyshortcuts="u"' in letter
    answer = leader.post(f"/desk/reading/{older.number}/", {"read": "1"})
    assert answer.headers["Location"] == f"/desk/reading/{old.number}/"
    assert 'name="read"' not in leader.get(f"/desk/reading/{older.number}/").text
    answer = leader.post(f"/desk/reading/{old.number}/", {"read": "1"})
    assert answer.headers["Location"] == "/desk/reading/old/"
    assert LeaderReading.objects.count() == 2 and len(matters) == 9


def test_on_the_page_of_the_matter(today: Cast, desk: Desk) -> None:
    filed = today.file()
    today.to_handler(filed)
    leader = Hand(desk("mayor"))
    assert {"leader_read", "remark"} <= codes(leader.look(filed))
    leader.do(filed, "leader_read")
    assert "leader_read" not in codes(leader.look(filed))
    leader.do(
        filed, "remark", words="请核实学区的事。", due_on=_day(4), unit_id=str(today.units["education"]),
        unit_id_text="教育局",
    )  # fmt: skip
    page = leader.look(filed)
    assert "请核实学区的事。" in page and "批给云渡县教育局" in re.sub(r"\s+", "", page)
    office = desk("registrar").get("/desk/reading/count/").text
    assert "江望舒" not in office  # the leader of another unit than theirs
    table = desk("mayor").get(f"/desk/reading/count/table/?year={office_day(now()).year}&as=csv")
    assert "江望舒,1,1,0,0," in table.content.decode()


def test_the_accused_finds_no_trace_of_an_instruction(today: Cast, desk: Desk) -> None:
    filed = today.file(title="电梯停了")
    today.to_handler(filed)
    Hand(desk("mayor")).do(filed, "remark", words="请尽快修好。", due_on=_day(4), unit_id="", unit_id_text="")
    Matter.objects.filter(pk=filed.matter_id).update(respondent_officer=today.officers["housing_leader"])
    accused = desk("housing_leader")
    for address in (
        "/desk/",
        "/desk/reading/",
        "/desk/reading/old/",
        "/desk/reading/count/",
        "/desk/reading/count/table/?as=csv",
        "/desk/tasks/",
    ):
        assert not re.search("电梯停了|请尽快修好|江望舒", accused.get(address).text), address
    assert accused.get(f"/desk/reading/{filed.number}/").status_code == 404
