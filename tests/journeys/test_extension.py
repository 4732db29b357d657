"""More time for an answer: asked for by the handler, decided by the head of the unit, told at once."""

from tests.journeys.county import JourneyCounty

WHY = "要等电梯检测机构出报告。"


def test_more_time_is_asked_for_refused_asked_again_and_granted(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number = person.number
    assert "答复期限 2026年5月6日" in person.clocks  # 60 days end on Labour Day: the first workday after the holiday

    county.pass_days(40)
    handler, approver = county.desk("handler"), county.desk("approver")
    assert not approver.can(number, "批准延期")
    handler.matter(number).refused("提交申请", days=31, reason=WHY).sees("请填 1 至 30 天")
    handler.do(number, "申请延期", days=20, reason=WHY).sees("申请延长 20 天")
    assert not handler.can(number, "申请延期") and not handler.can(number, "批准延期")
    person.look().sees_not(WHY)

    approver.matter(number).sees(WHY)
    approver.do(number, "不批准延期", reason="请先向检测机构催一催。")
    handler.matter(number).sees("请先向检测机构催一催")
    person.look().sees_not("催一催")
    assert "答复期限 2026年5月6日" in person.clocks

    handler.do(number, "申请延期", days=20, reason=WHY)
    county.desk("housing_leader").do(number, "批准延期")
    person.look().sees("批准延长 20 天", "原因：" + WHY)
    assert "答复期限 2026年5月26日" in person.clocks
    assert "延期告知书" in person.letters.values()
    assert not handler.can(number, "申请延期")  # once only
    county.is_proved(number)
