"""Tasks over HTTP: giving, doing, checking, the four lists, files and lists from files."""

from datetime import timedelta
from io import BytesIO
from typing import Any, cast
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now, office_day
from huiyin.tasks.models import Task
from huiyin.tasks.rules.states import TaskState
from huiyin.tasks.selectors.paths import task_path
from huiyin.tasks.services import TaskDraft, task_give, task_return, task_take
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.documents.conftest import picture


@pytest.fixture
def today(cast: Cast) -> Cast:
    """The cast, now: pages ask the machine for the time."""
    cast.at = now()
    return cast


def _day(days: int) -> str:
    return (office_day(now()) + timedelta(days=days)).isoformat()


def _give(cast: Cast, by: str = "mayor", days: int = 10, **given: Any) -> UUID:
    values = {
        "text": "排查老旧小区电梯。",
        "unit_id": cast.units["housing"],
        "due_on": office_day(cast.at) + timedelta(days=days),
        **given,
    }
    return task_give(actor=cast.actor(by), draft=TaskDraft(**values), at=cast.at)


def _move(client: Client, pk: UUID, code: str, *, seen: int | None = None, **data: Any) -> Any:
    version = Task.objects.values_list("version", flat=True).get(pk=pk) if seen is None else seen
    address = reverse("desk:task_move", args=[pk, code])
    return client.post(address, {"seen": version, **data}, follow=True)


def test_a_task_is_given_done_with_a_file_and_checked(today: Cast, desk: Desk) -> None:
    mayor, handler = desk("mayor"), desk("handler")
    page = mayor.get("/desk/tasks/new/").text
    assert "写事、写地方、写单位，不写谁说了什么、谁去了哪里。" in page
    wrong = mayor.post(
        "/desk/tasks/new/", {"text": "排查电梯。", "unit_id": today.units["housing"], "due_on": _day(0)}
    )
    assert wrong.status_code == 422 and "请填明天或者以后的日期" in wrong.text and "排查电梯。" in wrong.text
    housing = today.units["housing"]
    given = {"text": "排查电梯。", "unit_id": housing, "due_on": _day(5), "due_time": "17:30"}
    done = mayor.post("/desk/tasks/new/", given, follow=True)
    assert "已交办，承办的单位会看到" in done.text
    pk = Task.objects.values_list("pk", flat=True).get()
    assert done.redirect_chain[-1][0] == reverse("desk:task", args=[pk]) == task_path(pk)
    page = handler.get(task_path(pk)).text
    assert "接办" in page and "验收销号" not in page and "17:30" in page
    assert "已接办" in _move(handler, pk, "take").text
    refused = _move(handler, pk, "finish", note="")
    assert refused.status_code == 422 and "请写明做了什么、结果怎样" in refused.text
    file = SimpleUploadedFile("清单.txt", "电梯 12 部".encode(), "text/plain")
    assert "等交办的单位验收" in _move(handler, pk, "finish", note="已排查 12 部。", files=file).text
    page = mayor.get(task_path(pk)).text
    assert "已排查 12 部。" in page and "清单.txt" in page
    (file_id,) = Task.objects.get(pk=pk).files.values_list("file_id", flat=True)
    address = reverse("desk:task_file", args=[pk, file_id])
    assert b"".join(cast(Any, mayor.get(address)).streaming_content) == "电梯 12 部".encode()
    assert desk("education_handler").get(address).status_code == 404
    assert "已验收销号" in _move(mayor, pk, "check").text
    assert Task.objects.get(pk=pk).state == TaskState.CHECKED


def test_a_photo_of_a_task_has_its_small_picture_for_who_may_open_the_file(today: Cast, desk: Desk) -> None:
    pk, handler = _give(today), desk("handler")
    _move(handler, pk, "take")
    _move(handler, pk, "finish", note="修好了。", files=SimpleUploadedFile("电梯.png", picture("PNG")))
    (file_id,) = Task.objects.get(pk=pk).files.values_list("file_id", flat=True)
    small = reverse("desk:task_small", args=[pk, file_id])
    page = desk("mayor").get(task_path(pk)).text
    assert f'src="{small}"' in page
    shown = handler.get(small)
    assert shown.headers["Content-Type"] == "image/jpeg" and "no-store" in shown.headers["Cache-Control"]
    assert desk("education_handler").get(small).status_code == 404
    other = _give(today, text="另一件")
    assert handler.get(reverse("desk:task_small", args=[other, file_id])).status_code == 404


def test_a_unit_is_chosen_by_its_everyday_name_alone(today: Cast, desk: Desk) -> None:
    given = {"text": "排查锅炉。", "unit_id_text": "县住建局", "due_on": _day(6)}
    assert "已交办，承办的单位会看到" in desk("mayor").post("/desk/tasks/new/", given, follow=True).text
    assert Task.objects.get().unit_id == today.units["housing"]


def test_a_refused_move_shows_its_reason_and_keeps_the_typed_text(today: Cast, desk: Desk) -> None:
    pk, leader = _give(today), desk("housing_leader")
    task_take(actor=today.actor("handler"), task_id=pk, at=today.at)
    late = _move(leader, pk, "return", seen=1, reason="不归我们管。")
    assert late.status_code == 409 and "这项任务有了变化：接办任务" in late.text and "不归我们管。" in late.text
    # Two pressed the same: the state has no such move any more, and that is said.
    twice = _move(leader, pk, "take", seen=1)
    assert twice.status_code == 409 and "接办任务" in twice.text
    Task.objects.filter(pk=pk).update(extended_at=today.at)
    page = leader.get(task_path(pk)).text
    assert "这项任务已经延期过一次，不能再延" in page and "move-ask_time" not in page
    stranger = desk("education_registrar")
    assert stranger.get(task_path(pk)).status_code == 404 and _move(stranger, pk, "take").status_code == 404
    assert _move(leader, pk, "praise").status_code == 404


def test_the_four_lists_are_four_orders_of_one(today: Cast, desk: Desk) -> None:
    _give(today, text="甲", days=9)
    _give(today, text="乙", days=3, unit_id=today.units["education"])
    _give(today, text="丙", days=6, unit_id=today.units["town"], reference="督1")
    mayor = desk("mayor")
    found = {}
    for order in ("due", "task", "unit", "origin"):
        page = mayor.get(f"/desk/tasks/?list=given&order={order}").text
        found[order] = sorted("甲乙丙", key=lambda text: page.index(f">{text}<"))
    assert found == {
        "due": ["乙", "丙", "甲"],
        "task": ["甲", "乙", "丙"],
        "unit": ["甲", "乙", "丙"],
        "origin": ["乙", "丙", "甲"],
    }
    book = load_workbook(BytesIO(mayor.get("/desk/tasks/sheet/?list=given&order=unit&format=xlsx").content))
    rows = list(book.worksheets[0].values)
    assert rows[0][0] == "责任单位和责任人" and [row[1] for row in rows[1:]] == ["甲", "乙", "丙"]
    annex = mayor.get("/desk/tasks/sheet/?list=given&order=due&format=pdf")
    assert annex.content.startswith(b"%PDF") and annex.headers["Content-Type"] == "application/pdf"
    below = mayor.get("/desk/tasks/below/").text
    assert "云渡县教育局" in below
    assert desk("handler").get("/desk/tasks/?list=given").status_code == 403
    assert desk("handler").get("/desk/tasks/below/").status_code == 403
    assert desk("auditor").get("/desk/tasks/").status_code == 403
    assert "这里没有任务" in desk("town_registrar").get("/desk/tasks/?only=late").text


def test_tasks_waiting_for_their_giver_have_a_list(today: Cast, desk: Desk) -> None:
    pk = _give(today, text="甲")
    _give(today, text="乙")
    task_return(actor=today.actor("housing_leader"), task_id=pk, reason="不归我们。", at=today.at)
    page = desk("mayor").get("/desk/tasks/?list=given&only=waiting").text
    assert ">甲<" in page and ">乙<" not in page and "已退回" in page


def test_a_list_from_a_file_is_given_once_and_wrong_rows_are_named(today: Cast, desk: Desk) -> None:
    mayor = desk("mayor")
    form = load_workbook(BytesIO(mayor.get("/desk/tasks/import/form/").content))
    header = list(next(form.worksheets[0].values))
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (
        header,
        ["1", "排查电梯。", "住建局", "handler", f"{_day(9)} 17:30", "柳荫镇、教育局"],
        ["2", "排查校车。", "教育局", "", _day(9), ""],
        ["3", "排查河道。", "水利局", "", _day(9), ""],
        ["4", "排查食堂。", "教育局", "", "下周五", ""],
        ["5", "", "教育局", "", _day(9), ""],
        ["6", "排查消防。", "纪委监委", "", _day(9), ""],
    ):
        sheet.append(row)
    target = BytesIO()
    book.save(target)
    report = mayor.post("/desk/tasks/import/", {"tasks": SimpleUploadedFile("清单.xlsx", target.getvalue())}).text
    assert "交办了 2 项" in report and "没有叫“水利局”的单位" in report and "看不懂期限“下周五”" in report
    assert "请写明要做什么" in report and "任务只能交给本单位和本单位管的下级单位" in report
    task = Task.objects.get(reference="1")
    assert (task.has_time, task.officer_id, task.assisting.count()) == (True, today.officers["handler"], 2)
    again = mayor.post("/desk/tasks/import/", {"tasks": SimpleUploadedFile("清单.xlsx", target.getvalue())}).text
    assert "2 行以前交办过" in again and Task.objects.count() == 2
    rubbish = mayor.post("/desk/tasks/import/", {"tasks": SimpleUploadedFile("x.xlsx", b"PK\x03\x04rubbish")})
    assert rubbish.status_code == 422
    assert desk("handler").get("/desk/tasks/import/").status_code == 403


def test_a_task_of_a_matter_leads_there_and_the_matters_page_gives_one(today: Cast, desk: Desk) -> None:
    filed = today.file()
    today.to_handler(filed)
    office = desk("office_leader")
    assert f"/desk/tasks/new/?number={filed.number}" in office.get(f"/desk/matters/{filed.number}/").text
    given = {"text": "派人看现场。", "unit_id": today.units["office"], "due_on": _day(5), "number": filed.number}
    done = office.post("/desk/tasks/new/", given, follow=True)
    assert f'href="/desk/matters/{filed.number}/"' in done.text
    wrong = office.post("/desk/tasks/new/", {**given, "number": "1234567890123456"})
    assert wrong.status_code == 422 and "派人看现场。" in wrong.text


@pytest.mark.parametrize("count", [2, 6])
def test_a_list_and_a_task_take_a_fixed_number_of_statements(today: Cast, desk: Desk, count: int) -> None:
    filed = today.file()
    today.to_handler(filed)
    for number in range(count):
        origin = Ref("matter", filed.matter_id) if number % 2 else None
        pk = _give(today, by="housing_leader", text=f"第{number}项", origin=origin)
    client = desk("approver")
    client.get("/desk/tasks/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/desk/tasks/")
    assert len(queries) == 6
    with CaptureQueriesContext(connection) as queries:
        client.get(task_path(pk))
    assert len(queries) == 14
