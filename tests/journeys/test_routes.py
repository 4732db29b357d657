"""Each kind goes its way: told where else to go, done here as a duty, to an authority over the accused, answered."""

from tests.journeys.county import DRAFT, JourneyCounty

ELSEWHERE = {
    "ground": "仲裁处理",
    "route": "请到云渡县劳动人事争议仲裁委员会，带劳动合同和工资单。",
    "body": "云渡县劳动人事争议仲裁委员会",
    "deadline": "劳动争议发生之日起一年内申请",
    "remedy": "不服裁决的，十五日内向法院起诉",
}


def test_a_claim_is_shown_where_else_to_go_and_how_to_go_on_from_there(county: JourneyCounty) -> None:
    person, registrar = (
        county.petitioner(text="单位拖欠三个月工资。", requests=("补发工资",)),
        county.desk("registrar"),
    )
    number = person.number
    unfinished = {name: value for name, value in ELSEWHERE.items() if name != "remedy"}
    registrar.matter(number).refused("告知另途", **unfinished)
    registrar.do(number, "告知另途", **ELSEWHERE).sees("只能查看")
    assert person.lead.startswith("这件事项要走另外的途径")
    person.sees(*(ELSEWHERE[name] for name in ("route", "body", "deadline", "remedy")), "第三十一条第二项")
    assert person.letters and set(person.letters.values()) == {"告知书"}
    county.is_proved(number)


def test_a_duty_of_the_office_is_accepted_and_one_that_is_pending_declined(county: JourneyCounty) -> None:
    person, registrar = county.filed(), county.desk("registrar")
    registrar.do(person.number, "受理", way="请求查处违法行为")
    person.look().sees("履行查处违法行为、保护权利的职责")
    assert "受理告知书" in person.letters.values()
    other = county.filed()
    registrar.do(other.number, "决定不予受理", ground="正在办理期限内", explanation="县住建局三月一日已经受理。")
    assert other.lead.startswith("决定不予受理")
    other.sees("县住建局三月一日已经受理。", "第十九条")
    assert set(other.letters.values()) == {"不予受理告知书"}
    county.is_proved(other.number)


def test_an_accusation_goes_only_to_who_has_authority_over_the_accused(county: JourneyCounty) -> None:
    person = county.petitioner(kind="accusation", text="镇里有人收了物业公司的礼。", requests=("查清并处理",))
    number, registrar = person.number, county.desk("registrar")
    county.is_hidden(number)
    county.is_hidden(number, "town_leader")
    registrar.do(number, "受理")
    for barred in ("柳荫镇人民政府", "上柳村", "住建局"):
        registrar.matter(number).refused("交给这个单位", unit_text=barred)
    registrar.do(number, "交给其他单位", unit_text="纪委监委")
    commission = county.desk("commission_registrar")
    commission.do(number, "指定承办人", handler="秦直")
    person.look().sees("云渡县纪委监委").sees_not("秦直", "卫明镜")
    draft = {name: value for name, value in DRAFT.items() if not name.endswith("_2")}
    county.desk("commission_handler").do(number, "起草答复", **draft)
    commission.do(number, "批准答复")
    county.desk("commission_handler").do(number, "送达答复")
    assert person.lead.startswith("已经书面答复")
    person.sees(DRAFT["reasons_1"]).sees_not("申请复查")  # rated, not reviewed
    assert "办理结果反馈书" in person.letters.values()
    county.is_hidden(number, "town_leader")
    county.is_proved(number)


def test_an_inquiry_has_its_short_path(county: JourneyCounty) -> None:
    asked = "老旧小区加装电梯怎么申请补贴？"
    person = county.petitioner(kind="inquiry", text=asked, requests=("告诉我怎么申请",))
    number, registrar = person.number, county.desk("registrar")
    registrar.matter(number).unfold("受理")
    assert not registrar.page.xpath("//input[@name='way']")  # routes are for claims
    registrar.do(number, "受理")
    assert "我们承诺 2026年3月9日 前答复您" in person.clocks and "答复期限" not in person.clocks
    registrar.do(number, "交给其他单位", unit_text="住建局")
    county.desk("housing_registrar").do(number, "指定承办人", handler="沈秋白")
    draft = {name: value for name, value in DRAFT.items() if not name.endswith("_2")}
    county.desk("handler").do(number, "起草答复", **draft | {"outcome_1": "解释说明", "reasons_1": "到社区领表。"})
    county.desk("approver").do(number, "批准答复")
    county.desk("handler").do(number, "送达答复")
    person.look().sees("到社区领表。").sees_not("申请复查")
    assert "咨询答复书" in person.letters.values()
    person.says("提交评价", of_office="满意", of_unit="满意")
    county.pass_days(32)
    assert person.lead.startswith("这件事项已经办结")
    county.is_proved(number)
