"""Review and recheck: asked on the web or at a counter, decided above by nobody who took part, final in the end."""

from huiyin.kernel.actor import Role
from huiyin.orgs.services import PostPlan, post_create
from tests.cast import AT, SEED
from tests.journeys.county import DRAFT, JourneyCounty
from tests.matters.above import answer_at_station, staff_above

GROUNDS = "答复没有写收费为什么不公示。"
OPINION = {"facts": "调取了两次检测报告。", "opinion": "原答复认定清楚。", "basis": "《物业管理条例》第六条"}
REVIEW_LETTER, RECHECK_LETTER = "信访事项复查意见书", "信访事项复核意见书"


def test_upheld_in_the_review_changed_in_the_recheck_and_final(county: JourneyCounty) -> None:
    staff_above(county.cast)
    person = county.filed()
    answer_at_station(county.cast, person.filed)
    number = person.number

    county.pass_days(3)
    person.look().follow("不服，申请复查").sees("可以申请到 2026年4月1日 为止", "参与过这件事的人不参加")
    person.refused("提交申请", grounds="")
    person.press("提交申请", grounds=GROUNDS).sees("申请已经收到", GROUNDS)
    assert person.lead.startswith("您申请了复查，云渡县住房和城乡建设局正在看。")
    assert "我们最迟 2026年4月7日 给您复查意见" in person.clocks  # 30 days end on 4 April, a holiday until the 6th
    for username in ("station_approver", "station_handler", "registrar"):
        assert not county.desk(username).can(number, "承办复查"), username
    county.desk("reviewer").has_no(f"/desk/matters/{number}/")

    reviewer = county.desk("bureau_reviewer")
    assert reviewer.finds(number, "复查复核")
    assert not reviewer.matter(number).offers("起草意见")
    reviewer.do(number, "承办复查")
    reviewer.do(number, "起草意见", outcome="维持原意见", **OPINION)
    assert not reviewer.can(number, "批准复查意见")
    person.look().sees_not(OPINION["opinion"])
    assert not county.desk("station_approver").can(number, "批准复查意见")
    county.desk("housing_leader").do(number, "批准复查意见")
    person.look()
    assert person.lead.startswith("复查意见已经作出")
    person.sees("维持原意见", OPINION["opinion"]).sees_not("简兮", "采薇", "子衿")
    assert REVIEW_LETTER in person.letters.values()
    assert not county.desk("station_handler").can(number, "起草答复")

    county.pass_days(5)
    person.look().follow("不服，申请复核").sees("这是最后一次")
    person.press("提交申请", grounds=GROUNDS)
    county.desk("bureau_reviewer").has_no(f"/desk/matters/{number}/")  # decided before, and has no more part in it
    reviewer = county.desk("reviewer")
    assert reviewer.finds(number, "复查复核")
    reviewer.do(number, "承办复核")
    reviewer.do(number, "起草意见", outcome="改变原意见", **OPINION)
    county.desk("reviewer_two").do(number, "批准复核意见")
    person.look()
    assert "这件事项终结" in person.lead
    person.sees("改变原意见", "可以请承办单位当面解释", "可以向法院起诉")
    assert not person.links("申请复") and RECHECK_LETTER in person.letters.values()
    assert not county.desk("reviewer").can(number, "起草意见")
    county.is_proved(number)


def test_sent_back_and_answered_anew(county: JourneyCounty) -> None:
    staff_above(county.cast)
    cast = county.cast
    # A reviewer of the county who has accepted the matter at the office: took part, and decides nothing.
    plan = PostPlan(cast.units["county"], Role.REVIEWER, "复查复核员", cast.officers["registrar"])
    post_create(plan=plan, actor=SEED, at=AT)
    person = county.filed()
    cast.answer(person.filed)
    number = person.number

    county.pass_days(10)
    registrar = county.desk("registrar")
    registrar.matter(number).refused("登记申请", under="申请复查", via="来信", grounds="")
    registrar.do(number, "申请复查", via="来信", grounds=GROUNDS)
    person.look().sees("由云渡县人民政府来复查", GROUNDS)
    assert not registrar.can(number, "承办复查") and not registrar.offers("退回")
    reviewer = county.desk("reviewer")
    reviewer.do(number, "承办复查")
    reviewer.do(number, "起草意见", outcome="退回重新处理", **OPINION)
    county.desk("mayor").do(number, "批准退回重办")
    assert person.lead.startswith("承办单位正在查清事实")
    person.sees("退回云渡县住房和城乡建设局重新处理", "退回重新处理")
    assert "答复期限 2026年5月11日" in person.clocks  # sixty days from 12 March

    handler = county.desk("handler")
    handler.do(number, "起草答复", **DRAFT)
    county.desk("approver").do(number, "批准答复")
    handler.do(number, "送达答复")
    person.look().sees(DRAFT["reasons_2"])
    assert person.links("不服，申请复查")  # against the new answer
    assert list(person.letters.values()).count("信访处理意见书") == 2
    county.pass_days(33)
    assert person.lead.startswith("这件事项已经办结")
    county.is_proved(number)


def test_asked_too_late_with_a_ground(county: JourneyCounty) -> None:
    staff_above(county.cast)
    person = county.filed()
    county.cast.answer(person.filed)
    number = person.number
    county.pass_days(45)
    assert person.lead.startswith("这件事项已经办结")
    person.follow("不服，申请复查").refused("提交申请", grounds=GROUNDS).sees("请写明为什么没能按时申请")
    person.press("提交申请", grounds=GROUNDS, late_reason="三月到四月一直住院。")
    assert person.lead.startswith("您申请了复查")
    reviewer = county.desk("reviewer")
    reviewer.do(number, "承办复查").sees("三月到四月一直住院。")
    reviewer.do(number, "起草意见", outcome="维持原意见", **OPINION)
    county.desk("reviewer_two").do(number, "批准复查意见")
    person.look().sees("维持原意见")
    assert person.links("不服，申请复核")
    county.is_proved(number)
