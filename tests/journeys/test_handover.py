"""From unit to unit: assigned, objected to, disputed, decided above, handed on, helped with, reported back."""

from tests.journeys.county import ACCUSED_UNIT, DRAFT, DeskOfficer, JourneyCounty

NOT_OURS = "学区划分由教育局负责，不属于住建局的职权范围。"
QUESTION = "请核实小区是哪一年交付的。"


def test_from_the_first_unit_to_the_closing_report(county: JourneyCounty) -> None:
    person, registrar = county.petitioner(), DeskOfficer.before_sign_in(county.cast, "registrar")
    number = person.number
    assert registrar.finds(number, "新到的")
    registrar.do(number, "受理", way="opinion")
    owed = "答复期限 2026年5月6日"
    assert owed in person.clocks and "云渡县信访局" in person.text

    # Assigned with a day; the new unit objects within its five working days, and goes on having it.
    registrar.do(
        number, "交给其他单位", unit_text="住建局", mode="交办", due_on=county.day(20), words="请查清后报告。"
    )
    person.look().sees("事项已交给云渡县住房和城乡建设局").sees_not("请查清后报告")
    county.pass_days(1)
    director = county.desk("housing_registrar")
    assert director.finds(number, "新到的")
    director.matter(number).sees("请查清后报告。")
    director.do(number, "提出异议", reasons=NOT_OURS)
    person.look().sees("住房和城乡建设局认为这件事不由它负责").sees_not(NOT_OURS)
    assert not director.can(number, "交给其他单位")

    # The sender refuses; the unit lets the county decide, and the mayor gives it to a third one.
    registrar = county.desk("registrar")
    registrar.matter(number).sees(NOT_OURS)
    registrar.do(number, "不同意退回", reasons="按职责应由住建局办。")
    person.look().sees("没有同意收回")
    director.matter(number).sees("按职责应由住建局办。")
    director.do(number, "提请上级裁定", reasons=NOT_OURS)
    person.look().sees("已请云渡县人民政府决定")
    assert not registrar.can(number, "裁定由谁负责") and not director.can(number, "裁定由谁负责")
    county.desk("mayor").do(
        number, "裁定由谁负责", outcome="由另一个单位办", unit_text="教育局", reasons="按三定方案。"
    )
    person.look().sees("已经决定，由云渡县教育局负责答复您").sees_not("三定方案")
    second = county.desk("education_registrar")
    assert not second.can(number, "提出异议")

    # Handed on for the third time it is reported above by itself.
    county.desk("education_registrar").do(
        number, "交给其他单位", unit_text="住建局", mode="交办", due_on=county.day(9)
    )
    person.look().sees("已经转过 3 次，已报告云渡县人民政府的负责人")
    assert owed in person.clocks

    # One unit leads, another helps with a part and a day of its own; the accused can't be asked.
    director.do(number, "指定承办人", handler="沈秋白")
    handler = county.desk("handler")
    handler.matter(number).press("请这个单位协办", unit_text="教育局", question=QUESTION, due_on=county.day(5))
    person.look().sees("请云渡县教育局协助办理", "要在 2026年3月8日 前办完它的部分").sees_not(QUESTION)
    handler.matter(number).refused("请这个单位协办", unit_text=ACCUSED_UNIT, question=QUESTION, due_on=county.day(5))
    helper = county.desk("education_handler")
    assert helper.finds(number, "协办")
    helper.matter(number).sees(QUESTION)
    assert not helper.offers("查看身份信息") and not helper.offers("起草答复")
    helper.do(number, "答复协办", contribution="2019 年 6 月交付。")
    handler.matter(number).sees("2019 年 6 月交付。")
    person.look().sees("云渡县教育局已经办完请它协助的部分").sees_not("2019 年 6 月")
    handler.do(number, "结束协办")

    # Answered by the one that leads, reported to the one that assigned it.
    handler.do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    handler.do(number, "送达答复")
    assert person.lead.startswith("已经书面答复")
    handler.do(number, "报告办理结果", report="收支已公示，电梯已修好。")
    second.matter(number).sees("收支已公示，电梯已修好。")
    person.look().sees_not("收支已公示，电梯已修好。")
    letters = county.desk("handler").matter(number).text
    for title in ("交办函", "异议函", "办结报告", "受理告知书", "信访处理意见书"):
        assert title in letters, title
    assert set(person.letters.values()) == {"受理告知书", "信访处理意见书"}
    county.is_proved(number)


def test_a_unit_that_is_right_gives_it_back(county: JourneyCounty) -> None:
    person, registrar = county.filed(), county.desk("registrar")
    number = person.number
    registrar.do(number, "受理")
    registrar.do(number, "交给其他单位", unit_text="教育局")
    county.desk("education_registrar").do(number, "提出异议", reasons="物业收费不归教育局管。")
    registrar.do(number, "同意退回", reasons="理由成立。")
    person.look().sees("转来的单位同意收回，现在由云渡县信访局负责答复您")
    county.desk("education_registrar").has_no(f"/desk/matters/{number}/")
    county.is_proved(number)
