"""Supervision by rule and by hand, answered in writing and listed until it is ended; and a recommendation."""

from tests.journeys.county import DRAFT, JourneyCounty

ANSWER, DEMAND = "检测机构 5 月 20 日出报告，月底前答复。", "请说明为什么两个月没有进展。"
PROBLEM, PROPOSAL = "一季度物业收费投诉增加一倍。", "建议全县小区每年公示一次收支。"


def test_a_late_answer_is_supervised_until_it_is_there(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number = person.number
    county.pass_days(67)  # 8 May: two days late
    person.look().sees("云渡县信访局督办这件事项，要求云渡县住房和城乡建设局", "逾期没有答复")
    leader = county.desk("housing_leader")
    leader.open("/desk/").follow("督办").sees("逾期没有答复", "还没有")
    assert leader.links_to(f"/desk/matters/{number}/")
    assert not county.desk("handler").can(number, "答复督办")
    leader.do(number, "答复督办", answer=ANSWER)
    person.look().sees("已就督办作出书面说明").sees_not(ANSWER)

    office = county.desk("registrar")
    office.open("/desk/").follow("督办")
    assert office.links_to(f"/desk/matters/{number}/")
    office.matter(number).sees(ANSWER)
    assert not leader.can(number, "结束督办")
    office.do(number, "结束督办", reason="情况已经说明，月底再看。")
    office.open("/desk/supervision/")
    assert not office.links_to(f"/desk/matters/{number}/")
    county.rounds()
    office.open("/desk/supervision/")
    assert not office.links_to(f"/desk/matters/{number}/")  # not raised again for the same lateness

    mayor = county.desk("mayor")
    mayor.matter(number).refused("发出督办", demand="", due_on=county.day(3))
    mayor.do(number, "督办", demand=DEMAND, due_on=county.day(3))
    person.look().sees("云渡县人民政府督办这件事项").sees_not(DEMAND)
    county.desk("approver").do(number, "答复督办", answer="已经约定检测日期。")
    mayor.do(number, "结束督办", reason="已经说明。")
    county.desk("approver").matter(number).sees("督办函")
    assert "督办函" not in person.letters.values()
    county.is_proved(number)


def test_each_rule_that_is_broken_is_asked_about(county: JourneyCounty) -> None:
    waits, unsent, undone = county.filed(), county.filed(), county.filed()
    for person in (unsent, undone):
        county.cast.to_handler(person.filed)
    handler, approver = county.desk("handler"), county.desk("approver")
    handler.do(unsent.number, "起草答复", **DRAFT)
    handler.do(undone.number, "起草答复", steps=f"{county.day(8)} 修好三幢的电梯", **DRAFT)
    for person in (unsent, undone):
        approver.do(person.number, "批准答复")
    handler.do(undone.number, "送达答复")

    county.pass_days(17)
    waits.look().sees("云渡县人民政府督办这件事项，要求云渡县信访局", "逾期没有告知是否受理")
    unsent.look().sees("云渡县信访局督办这件事项", "办理结果没有告诉信访人")
    undone.look().sees("云渡县信访局督办这件事项", "处理意见没有落实")
    office, unit = county.desk("registrar"), county.desk("housing_leader")
    for officer, seen in ((office, (waits, unsent, undone)), (unit, (unsent, undone))):
        officer.open("/desk/").follow("督办")
        for person in (waits, unsent, undone):
            assert bool(officer.links_to(f"/desk/matters/{person.number}/")) is (person in seen)
    county.desk("office_leader").do(waits.number, "答复督办", answer="登记员生病，今天受理。")
    office.do(waits.number, "受理")
    county.desk("mayor").do(waits.number, "结束督办", reason="已经受理。")
    waits.look().sees("云渡县人民政府结束了这次督办")
    county.is_proved(waits.number)


def test_a_recommendation_is_sent_and_answered(county: JourneyCounty) -> None:
    office = county.desk("office_leader")
    office.open("/desk/").follow("督办").follow("建议书").follow("写一份建议书")
    typed = {"kind": "改进工作建议", "problem": PROBLEM, "evidence": "1 至 3 月共 12 件。", "proposal": PROPOSAL}
    office.refused("发出", to_unit_id_text="", **typed)
    office.press("发出", to_unit_id_text="住建局", **typed).sees("建议书已发出", "还没有")

    unit = county.desk("approver")
    unit.open("/desk/").follow("督办").follow("建议书").follow("改进工作建议").sees(PROBLEM, PROPOSAL)
    unit.refused("答复", adopted="采纳", reply="")
    unit.press("答复", adopted="采纳", reply="下季度起逐个小区公示。").sees("已答复建议", "采纳")
    office.open("/desk/supervision/recommendations/").follow("改进工作建议").sees("下季度起逐个小区公示。", "采纳")
    assert office.fetch("下载建议书 PDF").startswith(b"%PDF")
    for stranger in ("handler", "nobody", "education_registrar"):
        assert PROBLEM not in county.desk(stranger).client.get("/desk/supervision/recommendations/").text
