"""Both sides agree: the agreement takes the place of the opinion, approved and served like one."""

from tests.journeys.county import JourneyCounty

AGREED = "物业公司退还去年多收的 320 元，今年 4 月起公示收支。"


def test_an_agreement_is_the_answer(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, handler = person.number, county.desk("handler")
    given = {"facts": "3 月 4 日在社区调解。", "agreement": AGREED, "agreed_on": county.day(0)}
    handler.matter(number).unfold("和解（调解）结案").sees("还没有材料")
    handler.refused("提交审批", under="和解（调解）结案", **given)

    person.says("发送", body="我同意退 320 元、4 月起公示的办法。")
    handler.do(number, "和解（调解）结案", proof="我同意退 320 元", **given)
    person.look().sees_not(AGREED)
    approver = county.desk("approver")
    assert approver.finds(number, "等我审批")
    approver.matter(number).sees(AGREED)
    approver.do(number, "批准答复")
    handler.do(number, "送达答复")

    assert person.lead.startswith("已经书面答复")
    person.sees(AGREED, "和解（调解）协议", "网上送达")
    assert "信访处理意见书" in person.letters.values()
    person.says("提交评价", of_office="满意", of_unit="满意", words="谢谢")
    county.pass_days(32)
    assert person.lead.startswith("这件事项已经办结")
    person.sees(AGREED)
    county.is_proved(number)
