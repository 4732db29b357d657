"""What an answer promises: done, confirmed, closed, asked after; and opened again when it wasn't true."""

from tests.journeys.county import DRAFT, JourneyCounty

REPAIR, PUBLISH = "修好三幢的电梯", "公示近三年收支"


def _answered_again(county: JourneyCounty, number: str, steps: str) -> None:
    handler = county.desk("handler")
    handler.do(number, "起草答复", steps=steps, **DRAFT)
    county.desk("approver").matter(number).sees(REPAIR)
    county.desk("approver").do(number, "批准答复")
    handler.do(number, "送达答复")


def test_promised_done_closed_called_back_and_opened_again(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number = person.number
    handler = county.desk("handler")
    handler.matter(number).refused("提交审批", under="起草答复", steps=REPAIR, **DRAFT).sees("要先写日期")
    _answered_again(county, number, f"2026-03-20 {REPAIR}\n2026-03-30 {PUBLISH}")
    person.look().sees(REPAIR, PUBLISH, "答应您要做的事")
    assert "承办单位承诺 2026年3月20日 前落实一项" in person.clocks
    person.says("提交评价", of_office="满意", of_unit="满意")

    county.pass_days(15)
    registrar = county.desk("housing_registrar")
    assert not registrar.can(number, "办结")  # nothing closes before the promises are kept
    registrar.sees("落实以后才能办结")
    county.desk("handler").do(number, "登记已落实", position=REPAIR, note="3 月 16 日更换钢丝绳。")
    person.look().sees("3 月 16 日更换钢丝绳。")
    person.says("这一项已经做到").sees("已经记下，谢谢您")
    assert not person.offers("这一项已经做到")
    registrar.do(number, "办结")
    assert person.lead.startswith("这件事项已经办结")
    assert "办结后，我们最迟 2026年4月16日 回访您" in person.clocks

    county.pass_days(7)
    registrar = county.desk("housing_registrar")
    registrar.open("/desk/").follow("督办").follow("待回访")
    assert registrar.links_to(f"/desk/matters/{number}/")
    registrar.do(number, "登记回访", result="没有落实", words="电梯前天又停了。")
    person.look().sees("我们重新办理", "没有落实")
    assert person.lead.startswith("承办单位正在查清事实")
    assert "答复期限 2026年5月25日" in person.clocks  # sixty days from 24 March end on a Saturday

    _answered_again(county, number, f"2026-04-10 {REPAIR}")
    person.says("这一项已经做到")
    county.pass_days(32)
    assert person.lead.startswith("这件事项已经办结")
    registrar = county.desk("housing_registrar")
    registrar.do(number, "登记回访", result="已经落实", words="现在好用。")
    person.look().sees("记下的是：已经落实")
    registrar.open("/desk/supervision/call-backs/")
    assert not registrar.links_to(f"/desk/matters/{number}/")
    county.is_proved(number)
