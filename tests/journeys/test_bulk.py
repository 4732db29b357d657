"""Several matters in one go, a list as an officer likes it, and a long export that can be left."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from huiyin.flows.jobs import jobs_round
from huiyin.matters.lists import services as export
from tests.journeys.county import JourneyCounty
from tests.journeys.hands import content_of


def test_given_away_and_given_out_in_one_go(county: JourneyCounty) -> None:
    lift, water, road = (county.filed(title=title) for title in ("电梯停运", "水压不足", "路灯不亮"))
    for person in (lift, water, road):
        county.cast.accept(person.filed)
    registrar = county.desk("registrar")
    registrar.open("/desk/").follow("本单位全部").press("交给其他单位", pick=("电梯停运", "水压不足"))
    registrar.sees("2 件", "能通知到的还会收到通知").sees_not("路灯不亮")
    registrar.refused("都交给这个单位", unit_text="没有这个单位")
    registrar.press("都交给这个单位", unit_text="住建局", words="请一并答复。").sees("办好 2 件")
    for person in (lift, water):
        person.look().sees("事项已交给云渡县住房和城乡建设局")
    road.look().sees_not("住房和城乡建设局")

    # Somebody else was quicker with one of them: the other goes through all the same.
    director = county.desk("housing_registrar")
    director.open("/desk/").follow("新到的").press("指定承办人", pick=("电梯停运", "水压不足"))
    county.desk("approver").do(water.number, "指定承办人", handler="方予安")
    director.press("指定这位承办人", handler="沈秋白").sees("办好 1 件", "1 件没有改动")
    assert county.desk("handler").finds(lift.number, "我承办的")
    assert county.desk("handler_two").finds(water.number, "我承办的")
    for person in (lift, water, road):
        county.is_hidden(person.number)
    county.is_proved(lift.number)


def test_a_letter_is_with_the_competent_unit_after_three_presses(county: JourneyCounty) -> None:
    """Without a script, which spares the second."""
    registrar = county.desk("registrar")
    letter = {"text": "云水小区物业费涨价，没有公示。", "requests": "公示近三年收支", "name": "谷小满"}
    registrar.open("/desk/").follow("登记")
    registrar.press("按现在的内容再看一次建议", channel="来信", respondent="柳荫镇", **letter)
    registrar.press("登记、受理并交给云渡县住房和城乡建设局").sees(
        "已登记、受理，并交给云渡县住房和城乡建设局。", "登记回执"
    )
    number = registrar.part(".receipt-number").replace("-", "").replace(" ", "")
    registrar.follow("打开这件事项").sees("云渡县住房和城乡建设局")
    assert county.desk("housing_registrar").finds(number, "新到的")
    county.is_hidden(number)
    county.is_proved(number)


def test_a_list_is_arranged_and_exported(county: JourneyCounty, monkeypatch: pytest.MonkeyPatch) -> None:
    person = county.filed(title="电梯停运")
    county.filed(title="想问补贴", kind="inquiry")
    registrar = county.desk("registrar")
    registrar.open("/desk/").follow("本单位全部").sees("电梯停运", "想问补贴")
    registrar.press("筛选", kind="申诉求决").sees("电梯停运").sees_not("想问补贴")
    registrar.press("保存", name="求决的").follow("求决的").sees("电梯停运").sees_not("想问补贴")
    exported = content_of(registrar.send("导出这张表（XLSX）"))
    rows = list(load_workbook(BytesIO(exported), read_only=True).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[1] for row in rows] == ["标题", "电梯停运"]

    # A long one is left to the worker, found again, and fetched by nobody else.
    monkeypatch.setattr(export, "EXPORT_AT_ONCE", 1)
    registrar.open("/desk/").follow("本单位全部").press("导出这张表（XLSX）").sees("我的任务", "排队中")
    registrar.open("/desk/")
    assert jobs_round(at=county.cast.at) == 1
    registrar.follow("我的任务").sees("做好了")
    address = registrar.links("下载")[0]
    assert registrar.fetch("下载").startswith(b"PK")
    county.desk("office_approver").has_no(address)
    county.is_proved(person.number)
