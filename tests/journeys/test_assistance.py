"""Somebody in need is referred to an aid scheme, which hears of it only when they say so; its answer is told."""

from tests.journeys.county import ACCUSED_UNIT, DRAFT, JourneyCounty

WHY = "家里主要劳动力住院，三个月没有收入。"


def test_asked_first_then_referred_answered_and_asked_after(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, handler = person.number, county.desk("handler")
    help_ = {"scheme": "临时救助", "why": WHY}
    assert not county.desk("housing_leader").can(number, "建议转介救助")
    handler.matter(number).refused("请信访人决定", unit_text=ACCUSED_UNIT, **help_).sees("它是被反映方")
    handler.do(number, "建议转介救助", body="云渡县慈善会", **help_).sees("还没有转出任何内容")
    handler.do(number, "建议转介救助", unit_text="云渡县教育局", scheme="教育资助", why="学费交不上。")
    person.look().sees("建议把您转介给云渡县慈善会", WHY, "转不转由您决定").sees_not("沈秋白", "救助转介函")

    person.says("同意转介").sees("已经记下您同意")
    assert "救助转介函" in person.letters.values()
    assert "我们承诺 2026年4月1日 前问明救助的答复，告诉您" in person.clocks
    handler.do(number, "登记不同意转介", way="在电话里", note="3 月 2 日来电，说学费自己想办法。")
    person.look().sees("您在电话里没有同意转介教育资助，什么都没有转出。", "说学费自己想办法")
    assert not person.offers("同意转介")

    handler.do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    handler.do(number, "送达答复")
    county.pass_days(33)
    assert person.lead.startswith("这件事项已经办结")  # the matter is, the help isn't forgotten
    handler = county.desk("handler")
    handler.do(number, "登记救助答复", granted="给予救助", answer="每月六百元。", answered_on=county.day(-1))
    person.look().sees("云渡县慈善会答复了临时救助的申请：给予救助", "每月六百元。")
    handler.do(number, "登记救助回访", words="第一个月的已经收到。")
    person.look().sees("第一个月的已经收到。")
    assert not handler.can(number, "登记救助回访")
    county.is_proved(number)
