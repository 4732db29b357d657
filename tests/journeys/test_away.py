"""Nothing waits for who isn't there: a deputy stands in, who leaves gives work back, who is too near steps aside."""

from huiyin.notices.models import Notice
from tests.journeys.county import DRAFT, JourneyCounty


def test_a_deputy_stands_in_for_some_days(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number = person.number
    county.desk("handler_two").has_no(f"/desk/matters/{number}/")
    away = county.desk("handler")
    away.open("/desk/").follow("外出和代办")
    away.refused("安排", deputy="", starts_on=county.day(1), ends_on=county.day(5))
    away.press("安排", deputy="方予安", starts_on=county.day(1), ends_on=county.day(5)).sees("由 方予安 代办")

    county.pass_days(1)
    deputy = county.desk("handler_two")
    assert deputy.finds(number, "我承办的")
    deputy.do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "退回修改", reason="请写明日期。")
    deputy.do(number, "起草答复", **DRAFT | {"reasons_2": "3 月 5 日已修好。"})

    back = county.desk("handler")
    back.open("/desk/leave/").press("已经回来，结束代办").sees("现在没有外出安排")
    county.desk("handler_two").has_no(f"/desk/matters/{number}/")
    county.desk("approver").do(number, "批准答复")
    county.desk("handler").do(number, "送达答复")
    person.look().sees("3 月 5 日已修好。").sees_not("方予安", "沈秋白")
    county.is_proved(number)


def test_who_is_gone_gives_everything_back(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number = person.number
    owed = person.clocks
    administrator = county.desk("administrator")
    administrator.open("/desk/").follow("单位和人员").follow("工作人员").follow("沈秋白")
    administrator.refused("停用账号", sure="")
    administrator.press("停用账号", sure="1").sees("已停用")
    assert county.desk("handler").client.get(f"/desk/matters/{number}/").status_code != 200

    assert person.lead.startswith("已经受理，承办单位正在安排人")
    person.sees("原来的承办人不在这个岗位了").sees_not("沈秋白")
    assert person.clocks == owed
    director = county.desk("housing_registrar")
    assert director.finds(number, "新到的")
    director.do(number, "指定承办人", handler="方予安")
    assert county.desk("handler_two").finds(number, "我承办的")
    county.is_proved(number)


def test_who_is_too_near_is_recused(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, handler = person.number, county.desk("handler")
    handler.matter(number).refused("回避", officer="我自己", reason="")
    handler.do(number, "回避", officer="我自己", reason="信访人是我的邻居。").sees("不再由您的单位办理")
    person.look().sees("一位工作人员按规定回避").sees_not("沈秋白", "邻居")
    county.is_hidden(number, "handler")

    # Declared by who leads: of somebody else of the unit.
    director = county.desk("housing_registrar")
    director.do(number, "指定承办人", handler="方予安")
    county.desk("approver").do(number, "回避", officer="方予安", reason="和物业经理是亲属。")
    county.is_hidden(number, "handler_two")
    director.do(number, "指定承办人", handler="容止")
    county.desk("drafting_approver").do(number, "起草答复", **DRAFT)
    assert not county.desk("drafting_approver").can(number, "批准答复")
    county.desk("approver").do(number, "批准答复")
    county.desk("drafting_approver").do(number, "送达答复")
    assert person.lead.startswith("已经书面答复")
    county.is_proved(number)


def test_a_unit_without_anybody_keeps_nothing_waiting(county: JourneyCounty) -> None:
    person = county.petitioner(respondent="")
    number, registrar = person.number, county.desk("registrar")
    registrar.do(number, "受理")
    registrar.do(number, "交给其他单位", unit_text="上柳村")
    leader = county.desk("town_leader")
    # Told at once, since nobody in the village gives matters out.
    assert Notice.objects.filter(officer_id=county.cast.officers["town_leader"], params__number=number).exists()
    assert leader.finds(number, "下级单位")
    leader.do(number, "交给其他单位", unit_text="柳荫镇")
    county.desk("town_registrar").do(number, "指定承办人", handler="石敢当")
    assert county.desk("town_registrar").finds(number, "我承办的")
    assert person.lead.startswith("承办单位正在查清事实")

    # Given to a unit that has no handler either, nobody takes it: reported above, every working day.
    other = county.petitioner(respondent="")
    registrar.do(other.number, "受理")
    county.pass_days(3)
    other.look().sees("还没有人承办，已经报告单位负责人")
    county.pass_days(1)
    other.look().sees("（共 2 次）")
