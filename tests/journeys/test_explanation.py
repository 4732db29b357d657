"""The answer explained face to face, because the petitioner wishes it: with a lawyer, and with the unit above."""

from tests.journeys.county import JourneyCounty

UNCLEAR, PLACE, LAWYER = "为什么按户收，不按面积收", "局二楼会议室", "方律师"
MINUTES = {
    "present": "承办科室两人，律师，信访人", "asked": "哪一级定的", "explained": "逐条看了合同和备案表",
}  # fmt: skip


def test_wished_moved_held_agreed_and_remarked(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.answer(person.filed)
    number = person.number
    person.look().sees("有不明白的，可以请承办单位当面解释", "不影响评价和复查")
    person.follow("请当面解释").sees("15 个工作日内开", "不收费").refused("提出", unclear=" ").sees(
        "请写明哪里不明白"
    )
    person.press("提出", unclear=UNCLEAR, wants_lawyer="on", wants_above="on").sees("承办单位正在定时间")
    assert "我们承诺 2026年3月23日 前开说明会，当面给您解释" in person.clocks
    accused = county.desk("accused")
    for address in ("/desk/", "/desk/explanations/", f"/desk/search/?q={number}"):
        accused.open(address)
        assert not accused.links_to(f"/desk/matters/{number}/"), address
    # It waits on the start page, one press from the form.
    handler = county.desk("handler").open("/desk/").sees("说明会", "要定时间")
    (due,) = handler.links_to(f"/desk/matters/{number}/?move=fix_explanation")
    handler.open(due).sees(UNCLEAR, "信访人希望有律师在场", "写到几楼几号房间")
    day = {"place": PLACE, "lawyer": LAWYER}
    handler.refused("定下来", starts_at=f"{county.day(-1)}T09:30", **day).sees("说明会的时间要在现在以后")
    handler.press("定下来", starts_at=f"{county.day(2)}T09:30", **day).sees("说明会已定下", "还没有答复")
    person.look().sees("2026年3月4日 09:30", PLACE, LAWYER, "已请上一级单位云渡县人民政府参加").sees_not("沈秋白")
    mayor = county.desk("mayor").open("/desk/").sees("等您单位答复")
    mayor.do(number, "答复说明会邀请", comes="参加").sees("已答复")
    person.look().sees("上一级单位云渡县人民政府参加")
    # Another day: the time runs anew, and what was fixed for the unit above is asked anew.
    person.follow("请改时间").press("请改时间", note="周五以后都行").sees("您请改时间")
    assert not person.links("请改时间")
    handler.matter(number).sees("信访人请改时间", "周五以后都行")
    handler.do(number, "定说明会的时间", starts_at=f"{county.day(5)}T14:00").sees("2026-03-07 14:00")
    assert not handler.can(number, "记说明会")

    county.pass_days(6)
    handler = county.desk("handler").open("/desk/").sees("要记记录")
    points = f"{county.day(10)} 公布备案表\n{county.day(5)} 信访人：补交合同"
    handler.matter(number).refused("记下", under="记说明会", **MINUTES, points="公布备案表").sees("要先写日期")
    handler.press("记下", under="记说明会", **MINUTES, points=points).sees("说明会已记下", "公布备案表", "补交合同")
    person.look().sees(MINUTES["explained"], "公布备案表", "您，2026年3月13日 前", "开了说明会")
    assert person.fetch("下载记录").startswith(b"%PDF")
    person.follow("对记录写意见").press("写在记录下面", remark="还答应楼下贴一份").sees("还答应楼下贴一份")
    assert not person.links("对记录写意见") and person.links("请当面解释")
    handler.matter(number).sees("还答应楼下贴一份")
    approver = county.desk("approver").open("/desk/tasks/").sees("公布备案表")
    approver.sees_not("补交合同")
    accused = county.desk("accused").open("/desk/tasks/").sees_not("公布备案表")
    accused.has_no(f"/desk/matters/{number}/explanations/1.pdf")
    county.is_proved(number)


def test_offered_before_an_answer_declined_and_spoken(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, handler = person.number, county.desk("handler")
    assert not person.look().links("请当面解释")
    handler.do(number, "提出开说明会", note="收费怎么算").sees("等信访人决定")
    person.look().sees("要不要，由您决定", "收费怎么算").press("不用开了").sees("已经记下不用开")
    handler.do(number, "请开说明会", way="当面", unclear=UNCLEAR).sees("要定时间")
    person.look().sees("您 2026年3月2日 当面提出")
    handler.do(number, "登记说明会没有开", reason="约好那天没有来").sees("没有开")
    person.look().sees("约好那天没有来")
    county.is_proved(number)
