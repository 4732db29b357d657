"""A leader takes a matter in person, with a plan, hands it on only with a reason, and stays with it to the end."""

from tests.journeys.county import DRAFT, JourneyCounty

PLAN = "每周到现场一次，四月底前换好电梯。"


def test_sponsored_in_person_and_handed_on_with_a_reason(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, leader = person.number, county.desk("housing_leader")
    assert not county.desk("handler").can(number, "包案") and not county.desk("office_leader").can(number, "包案")
    leader.matter(number).refused("由我包案", plan=PLAN, step_1="约物业到场", day_1="").sees("请写明这一步哪天完成")
    steps = {"step_1": "约物业到场", "day_1": county.day(3), "step_2": "换好电梯", "day_2": county.day(50)}
    leader.do(number, "包案", plan=PLAN, **steps).sees(PLAN, "约物业到场")
    person.look().sees("云渡县住房和城乡建设局", "亲自负责这件事项，一直到办完").sees_not("楚天阔", PLAN)
    assert not county.desk("mayor").can(number, "包案")  # one leader at a time
    assert not county.desk("mayor").can(number, "移交包案")

    county.pass_days(2)
    leader = county.desk("housing_leader")
    leader.do(number, "包案进展", step="约物业到场", note="三方见面，物业同意检修。")
    person.look().sees("包案计划有进展").sees_not("三方见面")
    leader.matter(number).refused("移交", officer="江望舒", reason="")
    leader.do(number, "移交包案", officer="江望舒", reason="调往别处工作。")
    person.look().sees("这件事项改由云渡县人民政府", "调往别处工作。").sees_not("江望舒", "楚天阔")
    mayor = county.desk("mayor")
    mayor.matter(number).sees(PLAN, "三方见面")
    mayor.do(number, "包案进展", step="换好电梯", note="已验收。")
    assert not mayor.can(number, "包案进展")

    county.desk("handler").do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    county.desk("handler").do(number, "送达答复")
    assert person.lead.startswith("已经书面答复")
    person.sees("亲自负责这件事项")
    county.is_proved(number)
