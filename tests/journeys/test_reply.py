"""The answer: an opinion on each request, a chain of approval by post, and service by web, by post or in person."""

from typing import Any

from tests.journeys.county import DRAFT, JourneyCounty, Petitioner

CHANGED = {**DRAFT, "reasons_2": "电梯 3 月 20 日已修好。"}


def _approved(county: JourneyCounty) -> Petitioner:
    person = county.filed()
    county.cast.to_handler(person.filed)
    county.desk("handler").do(person.number, "起草答复", **DRAFT)
    county.desk("approver").do(person.number, "批准答复")
    return person


def test_drafted_sent_back_approved_signed_and_served(county: JourneyCounty, settings: Any) -> None:
    settings.HUIYIN_SIGNED_BY_LEADER = True
    person = county.filed()
    county.cast.to_handler(person.filed, handler="drafting_approver")
    number, drafter, approver = person.number, county.desk("drafting_approver"), county.desk("approver")
    unfinished = {name: value for name, value in DRAFT.items() if name != "reasons_2"}
    drafter.matter(number).refused("提交审批", under="起草答复", **unfinished).sees("第 2 条")
    drafter.do(number, "起草答复", **DRAFT)
    assert not drafter.can(number, "批准答复")  # an approver too, but not of their own draft
    drafter.sees("这份答复是您起草的")
    person.look().sees_not(DRAFT["facts"])

    assert approver.finds(number, "等我审批")
    approver.do(number, "退回修改", reason="第 2 条写明修好的日期。")
    drafter.matter(number).sees("第 2 条写明修好的日期。", DRAFT["reasons_1"])
    drafter.do(number, "起草答复", **CHANGED)
    approver.do(number, "批准答复")

    assert not drafter.can(number, "送达答复") and not drafter.can(number, "邮寄答复")
    drafter.sees("答复要先由单位负责人签发，才能送达。")
    county.desk("housing_leader").do(number, "签发答复")
    drafter.do(number, "送达答复")
    assert person.lead.startswith("已经书面答复")
    person.sees(CHANGED["reasons_1"], CHANGED["reasons_2"], "支持", "网上送达").sees_not("容止", "顾南亭", "楚天阔")
    person.follow("单独一页").sees(CHANGED["reasons_2"], "30 天内")
    # From 2 March on the web: thirty days, until the first of April.
    assert "到 2026年4月1日 为止" in person.clocks
    assert "信访处理意见书" in person.letters.values()
    county.is_proved(number)


def test_by_post_the_time_begins_when_it_is_received(county: JourneyCounty) -> None:
    person = _approved(county)
    number = person.number
    county.desk("handler").do(number, "邮寄答复", note="挂号 XA123")
    person.look().sees("已寄给您，等回执", "挂号 XA123", DRAFT["reasons_1"])
    assert "您可以评价答复" not in person.clocks
    county.desk("housing_registrar").matter(number).sees("已寄出，等回执")

    county.pass_days(5)
    person.says("寄来的答复我收到了", acknowledged_on=county.day(-1)).sees("记下了")
    # Taken on 6 March: thirty days end on Ching Ming, 5 April, a holiday until the 6th.
    assert "到 2026年4月7日 为止" in person.clocks
    assert not county.desk("handler").can(number, "登记送达回执")
    county.is_proved(number)


def test_handed_over_or_acknowledged_at_the_desk(county: JourneyCounty) -> None:
    person = _approved(county)
    number, handler = person.number, county.desk("handler")
    handler.do(number, "送达答复", method="当面送达", note="在接待室交给本人签收。")
    person.look().sees("当面送达", "在接待室交给本人签收。")
    assert "到 2026年4月1日 为止" in person.clocks
    county.is_proved(number)

    other = _approved(county)
    handler.do(other.number, "邮寄答复")
    county.pass_days(4)
    handler = county.desk("handler")
    handler.matter(other.number).refused("登记", under="登记送达回执", acknowledged_on=county.day(0), words="")
    handler.do(other.number, "登记送达回执", acknowledged_on=county.day(0), words="本人签收")
    other.look().sees("本人签收")
    county.is_proved(other.number)
