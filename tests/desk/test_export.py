"""A list as a spreadsheet: the lines that the officer sees, and an entry in the ledger."""

import json
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook

from huiyin.flows.jobs import jobs_round
from huiyin.jobs.selectors import jobs_of
from huiyin.kernel.time import now
from huiyin.ledger.models import Entry
from huiyin.matters.lists import services as export
from tests.cast import WHO, Cast
from tests.desk.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_what_the_officer_sees_leaves_and_is_on_record(cast: Cast, desk: Desk) -> None:
    cast.file(title="=HYPERLINK(1)")
    cast.file(kind="inquiry", title="想问补贴")
    cast.file(unit_id=cast.units["town"], title="别处的事")
    browser = desk("registrar")
    assert "导出这张表" in browser.get("/desk/work/unit/").text
    answer = browser.post("/desk/work/unit/export/")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(load_workbook(BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][0] == "编号"
    assert {row[1] for row in rows[1:]} == {"'=HYPERLINK(1)", "想问补贴"}
    assert not any(WHO.name in str(cell) for row in rows for cell in row)
    narrowed = browser.post("/desk/work/unit/export/", {"kind": "inquiry"})
    rows = list(load_workbook(BytesIO(narrowed.content), read_only=True).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[1] for row in rows[1:]] == ["想问补贴"]
    exported = Entry.objects.filter(kind="matters.list.exported").order_by("pk")
    entries = [json.loads(entry.content or "{}")["facts"] for entry in exported]
    assert entries == [
        {"box": "unit", "only": {}, "lines": 2},
        {"box": "unit", "only": {"kind": "inquiry"}, "lines": 1},
    ]


@pytest.mark.parametrize("waits", [False, True])
def test_no_export_and_no_entry_is_about_one_handler(
    cast: Cast, desk: Desk, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = cast.file(title="一号的"), cast.file(title="二号的")
    cast.to_handler(first)
    cast.to_handler(second, "handler_two")
    browser, chosen = desk("housing_registrar"), {"handler": str(cast.officers["handler"])}
    sentence = "导出的表里有这份清单上所有承办人的事项"
    page = browser.get("/desk/work/unit/", chosen).text
    assert "二号的" not in page and sentence in page and "只在页面上看，不能保存" in page
    assert "保存这个筛选" not in page and sentence not in browser.get("/desk/work/unit/?handler=none").text
    if waits:
        monkeypatch.setattr(export, "EXPORT_AT_ONCE", 0)
    answer = browser.post("/desk/work/unit/export/", {**chosen, "kind": "claim"})
    if waits:
        assert jobs_round(at=now()) == 1
        [job] = jobs_of(officer_id=cast.officers["housing_registrar"], at=now())
        assert "handler" not in job.asked
        answer = browser.get(f"/desk/jobs/{job.id}/file/")
    sheet = load_workbook(BytesIO(b"".join(answer)), read_only=True).active
    assert {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"一号的", "二号的"}  # type: ignore[union-attr]
    entry = Entry.objects.get(kind="matters.list.exported")
    assert json.loads(entry.content or "{}")["facts"] == {"box": "unit", "only": {"kind": "claim"}, "lines": 2}


def test_what_the_officer_s_lines_leave_out_isn_t_exported(cast: Cast, desk: Desk) -> None:
    cast.file()
    browser = desk("registrar")
    browser.post("/desk/work/unit/facts/", {"fact": ["kind", "place"]})
    answer = browser.post("/desk/work/unit/export/")
    rows = list(load_workbook(BytesIO(answer.content), read_only=True).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0] == ("编号", "标题", "类别", "状态", "地点", "最早到期")
    assert rows[1][2:5] == ("申诉求决", "已登记", "云渡县柳荫镇云水小区")


@pytest.mark.parametrize("waits", [False, True])
def test_what_no_spreadsheet_may_hold_stops_no_export(
    cast: Cast, desk: Desk, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored since before such characters were taken off: a list made at once, and one by the worker."""
    cast.file(title="路灯\uffff不亮\ufffe")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET title = %s, place = %s", ["灯\uffff坏\x0b了", "东\ufffe街"])
    if waits:
        monkeypatch.setattr(export, "EXPORT_AT_ONCE", 0)
    browser = desk("registrar")
    answer = browser.post("/desk/work/unit/export/")
    if waits:
        assert jobs_round(at=now()) == 1
        [job] = jobs_of(officer_id=cast.officers["registrar"], at=now())
        answer = browser.get(f"/desk/jobs/{job.id}/file/")
    content = b"".join(answer)
    rows = list(load_workbook(BytesIO(content), read_only=True).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert (rows[1][1], rows[1][5]) == ("灯坏了", "东街")


def test_a_list_that_is_not_theirs_is_refused(cast: Cast, desk: Desk) -> None:
    cast.file()
    assert desk("handler").post("/desk/work/unit/export/").status_code == 403
    assert desk("registrar").get("/desk/work/unit/export/").status_code == 405
    assert not Entry.objects.filter(kind="matters.list.exported").exists()
