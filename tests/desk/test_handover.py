"""From unit to unit on the matter's page: each side finds what is theirs to do, and nothing else."""

from datetime import timedelta

from django.test import Client

from huiyin.kernel.time import now, office_day
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.models import Assist, Handover
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, codes

WHY = "物业收费由镇里管理，不属于住建局的职权范围。"
BETWEEN = {
    "object", "take_back", "refuse_objection", "dispute", "settle_dispute", "report_back", "contribute", "end_assist",
}  # fmt: skip


def _fresh(cast: Cast) -> Registered:
    """Filed just now: the pages ask the clock of the machine."""
    cast.at = now()
    filed = cast.file()
    matter_accept(actor=cast.actor("registrar"), matter_id=filed.matter_id, at=cast.at)
    return filed


def _day(days: int) -> str:
    return (office_day(now()) + timedelta(days=days)).isoformat()


def _offered(hand: Hand, filed: Registered) -> set[str]:
    return codes(hand.look(filed)) & BETWEEN


def test_objection_refusal_dispute_and_decision(cast: Cast, desk: Desk) -> None:
    filed = _fresh(cast)
    sender, receiver, leader, mayor = (
        Hand(desk(name)) for name in ("registrar", "housing_registrar", "housing_leader", "mayor")
    )
    sender.do(filed, "assign_unit", unit=cast.units["housing"], words="请现场查看")
    assert _offered(receiver, filed) == {"object"}
    assert _offered(sender, filed) == set()
    short = receiver.send(filed, "object", reasons="不归我管")
    assert short.status_code == 422 and "至少 10 个字" in short.text and "不归我管" in short.text
    receiver.do(filed, "object", reasons=WHY)
    assert _offered(receiver, filed) == set()
    page = sender.look(filed)
    assert WHY in page and codes(page) & BETWEEN == {"take_back", "refuse_objection"}
    assert _offered(leader, filed) == set()
    assert "这件事项的异议还没有结果" in receiver.look(filed)
    sender.do(filed, "refuse_objection", reasons="按职责应由住建局办。")
    assert "按职责应由住建局办" in receiver.look(filed)
    receiver.do(filed, "dispute", reasons=WHY)
    page = mayor.look(filed)
    assert codes(page) & BETWEEN == {"settle_dispute"} and "云渡县人民政府" in page
    missing = mayor.send(filed, "settle_dispute", outcome="other", reasons="按三定方案。")
    assert missing.status_code == 422 and "按三定方案" in missing.text
    mayor.do(filed, "settle_dispute", outcome="back", reasons="按三定方案。")
    assert cast.matter(filed).lead_unit_id == cast.units["office"]
    assert "按三定方案" in sender.look(filed)


def test_an_assignment_asks_for_a_day_and_gets_its_report(cast: Cast, desk: Desk) -> None:
    filed = _fresh(cast)
    sender, receiver = Hand(desk("registrar")), Hand(desk("housing_registrar"))
    for given in ({}, {"due_on": _day(0)}):
        answer = sender.send(filed, "assign_unit", unit=cast.units["housing"], mode="assign", **given)
        assert answer.status_code == 422, given
    assert "请填明天或者以后的日期" in answer.text
    sender.do(filed, "assign_unit", unit=cast.units["housing"], mode="assign", due_on=_day(10))
    assert Handover.objects.get(matter_id=filed.matter_id).report_due_on is not None
    page = receiver.look(filed)
    assert "报告办理结果的期限" in page and codes(page) & BETWEEN == {"object", "report_back"}
    receiver.do(filed, "report_back", report="电梯已修好，收支已公示。")
    assert "电梯已修好，收支已公示" in sender.look(filed)
    assert "report_back" not in _offered(receiver, filed)


def test_units_help_from_their_own_list(cast: Cast, desk: Desk) -> None:
    filed = _fresh(cast)
    lead, helper = Hand(desk("registrar")), Hand(desk("education_handler"))
    lead.do(filed, "ask_assist", unit=cast.units["education"], question="请核实学区。", due_on=_day(5))
    lead.do(filed, "ask_assist", unit=cast.units["town"], question="请走访一次。", due_on=_day(2))
    found = _list(desk("education_handler"))
    assert filed.number[:8] in found and "协办期限" in found and "还有 5 天" in found
    page = helper.look(filed)
    assert "请核实学区" in page and codes(page) == {"contribute", "record_field_visit"}
    helper.do(filed, "contribute", contribution="在学区之内。")
    assert "没有等本单位协办的事项" in _list(desk("education_handler"))
    page = lead.look(filed)
    assert "在学区之内" in page and "end_assist" in codes(page)
    town = Assist.objects.get(matter_id=filed.matter_id, unit_id=cast.units["town"])
    lead.do(filed, "end_assist", assist=str(town.pk))
    assert desk("town_registrar").get(f"/desk/matters/{filed.number}/").status_code == 404


def _list(client: Client) -> str:
    return client.get("/desk/work/assist/").text
