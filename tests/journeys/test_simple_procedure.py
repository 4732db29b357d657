"""The simple procedure: ten working days, an answer by phone; or on to the ordinary one, with the original clock."""

from tests.journeys.county import DRAFT, JourneyCounty

REASON = "初次提出，事实清楚，争议不大。"
ORDINARY = "答复期限 2026年5月6日"


def test_answered_simply_or_handled_ordinarily_after_all(county: JourneyCounty) -> None:
    person, registrar = county.filed(), county.desk("registrar")
    number = person.number
    registrar.matter(number).refused("受理", procedure="简易程序", reason="").sees("简易")
    registrar.do(number, "受理", procedure="简易程序", reason=REASON)
    person.look().sees("简易程序")
    # Ten working days from 2 March; the sixty days run beside them.
    assert "按简易程序，我们最迟 2026年3月16日 答复您" in person.clocks and ORDINARY in person.clocks
    registrar.do(number, "交给其他单位", unit_text="住建局")
    county.desk("housing_registrar").do(number, "指定承办人", handler="沈秋白")
    county.desk("handler").do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    county.desk("handler").do(number, "送达答复", method="电话答复", note="当天下午打的电话。")
    assert person.lead.startswith("已经书面答复")
    person.sees("电话答复", "当天下午打的电话。", DRAFT["reasons_2"])
    county.is_proved(number)

    other = county.filed()
    registrar.do(other.number, "受理", procedure="简易程序", reason=REASON)
    county.pass_days(7)
    registrar = county.desk("registrar")
    registrar.do(other.number, "转为普通程序", reason="要请机构检测电梯。")
    other.look().sees("转为普通程序", "要请机构检测电梯", "普通程序")
    assert "简易办理到 2026年3月9日 结束" in other.clocks and ORDINARY in other.clocks
    assert not registrar.can(other.number, "转为普通程序")
    county.is_proved(other.number)
