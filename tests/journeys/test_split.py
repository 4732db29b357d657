"""One letter asks for what two units must answer: a part has its own number and clocks; the whole comes last."""

from huiyin.kernel.actor import Role
from huiyin.kernel.ids import format_matter_number, parse_matter_number
from huiyin.orgs.services import PostPlan, post_create
from tests.cast import AT, SEED
from tests.journeys.county import DRAFT, JourneyCounty

SCHOOL = "孩子就近入学"
WITHOUT_SECOND = {name: value for name, value in DRAFT.items() if not name.endswith("_2")}


def test_split_answered_by_two_units_and_closed_last(county: JourneyCounty) -> None:
    plan = PostPlan(county.cast.units["education"], Role.APPROVER, "审批人", county.cast.officers["nobody"])
    post_create(plan=plan, actor=SEED, at=AT)
    person = county.petitioner(requests=("公示近三年收支", SCHOOL))
    whole, registrar = person.number, county.desk("registrar")
    registrar.do(whole, "受理")
    due = "答复期限 2026年5月6日"
    assert due in person.clocks
    county.pass_days(10)
    registrar = county.desk("registrar")
    registrar.matter(whole).refused("分出", words="").sees("请选要分出去的诉求")
    registrar.do(whole, "分出一部分诉求", requests=(SCHOOL,), unit_text="教育局", words="请答复第 2 条。")
    part = parse_matter_number(registrar.links_to("/desk/matters/")[0].split("/")[3]) or ""
    person.look().sees("您的第 2 条诉求，由云渡县教育局单独办理和答复").sees_not("请答复第 2 条。")

    # The same receipt opens both; nothing starts anew: what was due by a day is due by that day.
    school = county.desk("education_registrar")
    school.matter(part).sees("请答复第 2 条。", SCHOOL)
    school.do(part, "受理")
    person.look().press(f"打开 {format_matter_number(part)}").sees(f"编号 {format_matter_number(part)}", SCHOOL)
    assert due in person.clocks
    person.press(f"打开 {format_matter_number(whole)}").sees(f"编号 {format_matter_number(whole)}")
    county.is_hidden(part)

    # The whole is ready first, and waits.
    registrar.do(whole, "交给其他单位", unit_text="住建局")
    county.desk("housing_registrar").do(whole, "指定承办人", handler="沈秋白")
    handler = county.desk("handler")
    handler.do(whole, "起草答复", **WITHOUT_SECOND)
    county.desk("approver").do(whole, "批准答复")
    assert not handler.can(whole, "送达答复")
    handler.sees(f"从这件事项分出的 {format_matter_number(part)} 还没有答复")

    school.do(part, "指定承办人", handler="白露生")
    teacher = county.desk("education_handler")
    teacher.do(part, "起草答复", **WITHOUT_SECOND | {"reasons_1": "已安排在柳荫小学。"})
    county.desk("nobody").do(part, "批准答复")
    teacher.do(part, "送达答复")
    handler.do(whole, "送达答复")
    assert person.lead.startswith("已经书面答复")
    person.sees(DRAFT["reasons_1"]).sees_not("已安排在柳荫小学。")
    person.press("提交评价", of_office="满意", of_unit="满意")
    assert not county.desk("housing_registrar").can(whole, "办结")
    person.look().press(f"打开 {format_matter_number(part)}").sees("已安排在柳荫小学。")
    person.press("提交评价", of_office="满意", of_unit="满意")
    school.do(part, "办结")
    county.desk("housing_registrar").do(whole, "办结")
    person.look().sees("这件事项已经办结")
    for number in (part, whole):
        county.is_proved(number)
