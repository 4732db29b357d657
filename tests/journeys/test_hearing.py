"""A hearing in a recheck: told seven days ahead, chaired by somebody else, its days don't count."""

from tests.journeys.county import JourneyCounty
from tests.matters.above import staff_above, to_recheck

PLACE, QUESTION = "县政府二楼听证室", "收费依据是否公示"
MINUTES = {"participants": "信访人、物业公司经理", "minutes": "双方各陈述二十分钟。", "opinion": "收费依据没有公示。"}
DECISION = {"facts": "听证查明。", "opinion": "应当公示。", "basis": "《物业管理条例》第六条"}


def test_announced_cancelled_announced_again_and_held(county: JourneyCounty) -> None:
    staff_above(county.cast)
    person = county.filed()
    to_recheck(county.cast, person.filed)
    number, reviewer = person.number, county.desk("reviewer")
    assert "我们最迟 2026年4月2日 给您复核意见" in person.clocks
    reviewer.do(number, "承办复核")
    given = {"place": PLACE, "about_what": QUESTION, "members": "律师一人", "chair": "景行"}
    announced = {**given, "held_at": f"{county.day(9)}T09:00"}
    reviewer.matter(number).refused("告知听证", **{**announced, "held_at": f"{county.day(2)}T09:00"}).sees(
        "提前 7 天"
    )
    chairs = reviewer.words_of_choices("chair")
    assert not any("柏舟" in chair for chair in chairs)  # never the one who decides
    assert not any(name in chair for chair in chairs for name in ("采薇", "子衿", "简兮"))  # nor who had a part

    reviewer.do(number, "决定举行听证", **announced)
    person.look().sees(PLACE, QUESTION, "2026年3月12日").sees_not("景行", "律师一人")
    assert "听证通知书" in person.letters.values()
    assert not reviewer.can(number, "起草意见")  # first the hearing
    reviewer.do(number, "取消听证", reason="听证室停电")
    person.look().sees("已取消：听证室停电")
    reviewer.do(number, "决定举行听证", **{**announced, "held_at": f"{county.day(14)}T09:00"})

    county.pass_days(16)
    reviewer = county.desk("reviewer")
    reviewer.do(number, "记录听证", ended_on=county.day(0), **MINUTES)
    reviewer.matter(number).sees(MINUTES["minutes"], MINUTES["participants"])
    # Held on 17 March, ended on the 19th: these days don't count.
    person.look().sees("听证用了 3 天，不计入复核期限", MINUTES["opinion"])
    person.sees_not(MINUTES["minutes"], MINUTES["participants"])
    assert "我们最迟 2026年4月7日 给您复核意见" in person.clocks
    reviewer.do(number, "起草意见", outcome="改变原意见", **DECISION)
    county.desk("mayor").do(number, "批准复核意见")
    assert "这件事项终结" in person.lead
    county.is_proved(number)
