"""Returns over HTTP: as the unit that owes, the unit that receives, whoever commands, and strangers."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from huiyin.notices.rules import RETURN_PATH
from huiyin.returns.models import Correction, Return, Scheme
from huiyin.returns.rules.counts import counts_of
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.services import slots_list
from tests.cast import Cast, keep_time
from tests.desk.conftest import Desk
from tests.reception.house import STARTS, publish
from tests.returns.schemes import begin, go_on, of_unit, record, send

_DUE = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
_RULE = "写事、写地方、写单位，不写谁说了什么、谁去了哪里"


@pytest.fixture
def daily(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A daily scheme runs; pages take the cast's instant for now."""
    keep_time(cast, monkeypatch)
    begin(cast)
    return cast


def _address(row: Return) -> str:
    return reverse("desk:return", args=[row.pk])


def _post(client: Client, row: Return, form: str, **given: Any) -> Any:
    return client.post(_address(row), {"form": form, "seen": row.version, **given}, follow=True)


def test_notices_lead_to_the_page(daily: Cast) -> None:
    row = of_unit(daily)
    assert f"{RETURN_PATH}{row.pk}/" == _address(row)


def test_one_press_says_nothing_and_two_presses_make_one_return(daily: Cast, desk: Desk) -> None:
    client, row = desk("handler"), of_unit(daily)
    page = client.get("/desk/returns/").text
    assert "安全每日报告" in page and "待报" in page and "2026-03-02 15:00 前" in page
    assert "报 2026-03-02 00:00 — 2026-03-02 15:00 的" in page
    nothing = reverse("desk:return_nothing", args=[row.pk])
    assert nothing in page
    assert "已报无事" in client.post(nothing, follow=True).text
    assert "这一期已经报过了" in desk("housing_registrar").post(nothing, follow=True).text
    page = client.get("/desk/returns/").text
    assert nothing not in page and "按时" in page and "没有要报的" in page
    row.refresh_from_db()
    assert row.is_nothing and row.version == 2


def test_a_return_is_filled_in_corrected_and_marked(daily: Cast, desk: Desk) -> None:
    client, row = desk("handler"), of_unit(daily)
    page = client.get(_address(row)).text
    # The sentence stands above the free text.
    assert 0 < page.index(_RULE) < page.index('name="note"')
    wrong = _post(client, row, "send", count_hazards_found="三处", note="河堤有裂缝")
    assert wrong.status_code == 422 and "要填 0 到 999999 的整数" in wrong.text and "河堤有裂缝" in wrong.text
    assert _post(client, row, "send", count_hazards_found=2, note="字" * 201).status_code == 422
    page = _post(client, row, "send", count_hazards_found=2, note="河堤有裂缝").text
    assert "已报告。" in page and "2 处" in page and "河堤有裂缝" in page and "填表报告" not in page
    row.refresh_from_db()
    refused = _post(client, row, "correct", count_hazards_found=3, note="河堤有裂缝", reason="")
    assert refused.status_code == 422
    same = _post(client, row, "correct", count_hazards_found=2, note="河堤有裂缝", reason="再核对一遍")
    assert same.status_code == 422 and "没有改动" in same.text
    page = _post(client, row, "correct", count_hazards_found=3, note="河堤有裂缝", reason="漏了一处").text
    assert "已更正" in page and "漏了一处" in page and "有更正" in page
    assert list(Correction.objects.values_list("field", "old", "new")) == [("hazards_found", "2", "3")]
    row.refresh_from_db()
    page = _post(desk("mayor"), row, "mark", reason="塌方一处没有报").text
    assert "塌方一处没有报" in page and "事后发现" in page


def test_a_page_that_is_out_of_date_keeps_what_was_typed(daily: Cast, desk: Desk) -> None:
    row = of_unit(daily)
    send(daily, row)
    answer = _post(desk("approver"), row, "send", count_hazards_found=5, note="第二个人写的")
    assert answer.status_code == 409 and "第二个人写的" in answer.text and "有了变化" in answer.text


def test_counted_fields_are_shown_and_not_typed(daily: Cast, desk: Desk) -> None:
    """Neither the field nor a forged one of the same name changes the number."""
    begin(daily, name="接访日报", unit_ids=(daily.units["office"],), field_codes=("reception_days_held",))
    publish(daily)
    go_on(daily, STARTS + timedelta(hours=1))
    row = of_unit(daily, "office")
    Return.objects.filter(unit=daily.units["office"]).exclude(due_at__gte=STARTS).update(state=ReturnState.CALLED_OFF)
    row = of_unit(daily, "office")
    client = desk("registrar")
    page = client.get(_address(row)).text
    assert "系统统计到现在" in page and 'name="count_reception_days_held"' not in page
    nothing = reverse("desk:return_nothing", args=[row.pk])
    assert nothing not in page and nothing not in client.get("/desk/returns/").text
    refused = client.post(nothing)
    assert refused.status_code == 409 and "领导接访" in refused.text
    _post(client, row, "send", count_reception_days_held=3, note="")
    row.refresh_from_db()
    assert counts_of(row.counts_text) == {"reception_days_held": 1}


def test_the_receiver_writes_down_a_call(daily: Cast, desk: Desk) -> None:
    row = of_unit(daily, "town")
    daily.at = _DUE + timedelta(minutes=20)
    client = desk("mayor")
    given = {"way": "phone", "caller_post": "值班干部", "reported_at": "2026-03-02T14:50", "note": ""}
    assert _post(client, row, "record", **given | {"caller_post": ""}).status_code == 422
    assert _post(client, row, "record", **given | {"reported_at": "2026-03-02T15:30"}).status_code == 422
    page = _post(client, row, "record", count_meetings_held=1, **given).text
    assert "已记下" in page and "电话，接收单位代记" in page and "按时" in page
    assert "更正报告" in page and "代记电话或者短信报告" not in page


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("housing_leader", True), ("mayor", True), ("handler", True), ("education_handler", False),
        ("town_leader", False), ("office_leader", False), ("auditor", False), ("administrator", False),
        ("commission_handler", False),
    ],
)  # fmt: skip
def test_other_units_never_see_it(daily: Cast, desk: Desk, name: str, sees: bool) -> None:
    row, client = of_unit(daily), desk(name)
    scheme = reverse("desk:return_scheme", args=[row.scheme_id])
    assert client.get(_address(row)).status_code == (200 if sees else 404)
    # The town owes by the same scheme: it sees the scheme, and nothing of the other unit's.
    knows = sees or name == "town_leader"
    for address in (scheme, reverse("desk:return_rollup", args=[row.scheme_id])):
        answer = client.get(address)
        assert answer.status_code == (200 if knows else 404), address
        assert sees or str(row.pk) not in answer.text
    assert client.post(reverse("desk:return_nothing", args=[row.pk])).status_code in (
        {302} if name in {"handler", "housing_leader"} else {403, 404}
    )


@pytest.mark.parametrize(("name", "is_there"), [("handler", True), ("registrar", True), ("auditor", False)])
def test_the_place_on_the_left(daily: Cast, desk: Desk, name: str, is_there: bool) -> None:
    page = desk(name).get("/desk/search/").text
    assert ('href="/desk/returns/"' in page) is is_there
    assert desk(name).get("/desk/returns/").status_code == (200 if is_there else 403)
    assert desk(name).get("/desk/returns/schemes/").status_code == (200 if is_there else 403)


def _scheme(cast: Cast, **given: Any) -> dict[str, Any]:
    return {
        "form": "begin", "name": "领导接访周报", "document": "云政办〔2026〕3号", "reason": "每周知道接访情况",
        "receiving_unit_id": cast.units["county"], "rhythm": "weekly", "weekday": "0", "times": "17:00",
        "off_days": "stay", "covers": "period_before", "begins_on": "2026-03-02",
        "field_codes": ["reception_days_held"], "unit_ids": [cast.units["office"], cast.units["town"]], **given,
    }  # fmt: skip


def test_a_scheme_is_begun_and_ended(daily: Cast, desk: Desk) -> None:
    client, new = desk("mayor"), "/desk/returns/schemes/new/"
    page = client.get(new).text
    assert "领导接访 · 系统统计" in page and "柳荫镇人民政府" in page and "纪委监委" not in page
    for wrong, words in (
        ({"unit_ids": []}, "请选哪些单位要报"),
        ({"field_codes": ["who_went_where"]}, "请从列出的选项里选一项"),
        ({"weekday": ""}, "请选星期几"),
        ({"times": "8:00 20:00", "rhythm": "daily"}, "最多 31 天"),
        ({"reason": "无"}, "至少 4 个字"),
    ):
        answer = client.post(new, _scheme(daily, **wrong))
        assert answer.status_code == 422 and words in answer.text and "云政办〔2026〕3号" in answer.text, wrong
    assert Scheme.objects.count() == 1
    given = _scheme(daily, unit_ids=[daily.units["office"]], unit_kinds=["town", "village"])
    assert "每周，星期一 17:00 前" in client.post(new, given, follow=True).text
    scheme = Scheme.objects.get(name="领导接访周报")
    owed = {unit.unit_id for unit in scheme.units.all()}
    assert owed == {daily.units[unit] for unit in ("office", "town", "village")}
    address = reverse("desk:return_scheme", args=[scheme.pk])
    assert "结束这项报告制度" in client.get(address).text
    assert "结束这项报告制度" not in desk("registrar").get(address).text
    assert desk("registrar").get(new).status_code == 403  # nobody is below the petition office
    end = {"form": "end", "last_day": "2026-03-01", "reason": "试行结束"}
    assert client.post(address, end).status_code == 422
    assert "已定下最后一天" in client.post(address, end | {"last_day": "2026-03-02"}, follow=True).text


def test_the_roll_up_names_the_missing_and_counts_nothing_as_a_return(daily: Cast, desk: Desk) -> None:
    """Three units: in time with a number, late with "nothing", missing."""
    begin(daily, name="三个单位", unit_ids=tuple(daily.units[unit] for unit in ("housing", "town", "education")))
    rows = {row.unit_id: row for row in Return.objects.filter(scheme__name="三个单位")}
    send(daily, rows[daily.units["housing"]], hazards_found=4)
    daily.at = _DUE + timedelta(minutes=5)
    record(daily, rows[daily.units["town"]])
    client, scheme_id = desk("mayor"), rows[daily.units["town"]].scheme_id
    address = reverse("desk:return_rollup", args=[scheme_id])
    page = client.get(address).text
    assert "应报 3，按时 1，迟报 1，未报 1。" in page and "按时率 33.3%。" in page
    missing = page[page.index("未报的") : page.index("各单位")]
    assert "云渡县教育局" in missing and "柳荫镇" not in missing
    later = "?first=2026-03-02&last=2026-03-03"
    daily.at = _DUE + timedelta(days=1)
    slots_list(at=daily.at)
    client = desk("mayor")  # signed in anew after a day
    page = client.get(address + later).text
    assert "应报 3，" in page and "还没到时间的 3。" in page
    # Who owes sees its own line only; a leader of the town sees the town's.
    own = desk("town_leader").get(address + "?first=2026-03-02").text
    assert "应报 1，按时 0，迟报 1，未报 0。" in own and "教育局" not in own
    assert "还没到时间的 3。" in client.get(address + "?first=x").text  # what is no day isn't asked for


def test_what_was_called_off_is_in_no_roll_up(daily: Cast, desk: Desk) -> None:
    row = of_unit(daily)
    Return.objects.filter(pk=row.pk).update(state=ReturnState.CALLED_OFF)
    daily.at = _DUE + timedelta(hours=1)
    page = desk("mayor").get(reverse("desk:return_rollup", args=[row.scheme_id])).text
    assert "应报 1，按时 0，迟报 0，未报 1。" in page and "云渡县住房和城乡建设局" not in page


def test_the_spreadsheet_has_the_same_numbers(daily: Cast, desk: Desk) -> None:
    send(daily, of_unit(daily), hazards_found=4)
    row = of_unit(daily)
    daily.at = _DUE + timedelta(minutes=5)
    client, address = desk("mayor"), reverse("desk:return_export", args=[row.scheme_id])
    assert client.get(address).status_code == 405
    assert desk("education_handler").post(address).status_code == 404
    answer = client.post(address, {"first": "2026-03-02", "last": "2026-03-02"})
    assert "filename" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(answer)))
    units = list(book["汇总"].values)
    assert units[1][:6] == ("云渡县住房和城乡建设局", 1, 1, 0, 0, "100.0%") and units[1][9:] == (4, 0)
    assert units[3][:6] == ("合计", 2, 1, 0, 1, "50.0%")
    assert [line[2] for line in book["逐期"].values] == ["情况", "按时", "未报"]


def test_the_pages_take_a_fixed_number_of_statements(
    daily: Cast, desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(daily, name="接访日报", field_codes=("reception_days_held",))
    go_on(daily, daily.at + timedelta(days=12))
    row = of_unit(daily)
    unit, above = desk("housing_leader"), desk("mayor")
    addresses = (
        (unit, "/desk/returns/", 13),
        (unit, _address(row), 8),
        (above, "/desk/returns/schemes/", 7),
        (above, reverse("desk:return_scheme", args=[row.scheme_id]), 9),
        (above, reverse("desk:return_rollup", args=[row.scheme_id]) + "?first=2026-03-01&last=2026-04-01", 8),
    )
    for client, address, most in addresses:
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
