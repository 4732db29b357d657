"""The same matter brought twice: worked on together, each with its own number, clocks and answer; and apart again."""

from huiyin.kernel.ids import format_matter_number
from tests.journeys.county import DRAFT, JourneyCounty

WHY = "同一个小区的同一部电梯。"


def test_merged_apart_again_merged_and_answered_each_by_itself(county: JourneyCounty) -> None:
    first = county.filed()
    county.cast.to_handler(first.filed)
    county.pass_days(3)
    second = county.filed(requests=("退还多收的钱",))
    county.cast.to_handler(second.filed, handler="handler_two")
    owed = {person.number: person.clocks for person in (first, second)}
    shown = format_matter_number(first.number)
    approver = county.desk("approver")
    approver.matter(second.number).refused("并入", into="1234", reason=WHY)
    approver.do(second.number, "并入相同的事项", into=shown, reason=WHY)
    other = county.desk("handler_two")
    other.matter(second.number).sees(f"这件事项已并入 {shown}")
    assert not other.offers("起草答复")
    second.look().sees("相同的事项").sees_not(shown, first.number, WHY)
    first.look().sees_not("相同的事项", second.number, format_matter_number(second.number), WHY)
    assert owed == {person.number: person.clocks for person in (first, second)}

    # Reversible: everything is as it was.
    approver.do(second.number, "解除合并")
    assert other.can(second.number, "起草答复")
    assert owed == {person.number: person.clocks for person in (first, second)}

    approver.do(second.number, "并入相同的事项", into=shown, reason=WHY)
    handler = county.desk("handler")
    along = {f"outcome_{second.number}_1": "解释说明", f"reasons_{second.number}_1": "下月退还。"}
    handler.matter(first.number).refused("提交审批", under="起草答复", **DRAFT)
    handler.press("提交审批", under="起草答复", **DRAFT, **along)
    approver.matter(first.number).sees("下月退还。")
    approver.do(first.number, "批准答复")
    handler.do(first.number, "送达答复")
    for person, own, others in (
        (first, DRAFT["reasons_2"], "下月退还。"),
        (second, "下月退还。", DRAFT["reasons_2"]),
    ):
        assert person.lead.startswith("已经书面答复")
        person.sees(own).sees_not(others)
        assert "信访处理意见书" in person.letters.values()
    assert not first.letters.keys() & second.letters.keys()

    # From here on each goes its own way.
    first.says("提交评价", of_office="满意", of_unit="满意")
    assert second.look().offers("提交评价") and second.links("不服，申请复查")
    county.is_proved(first.number)
    county.is_proved(second.number)
