"""Ratings: of the office and of the unit, changed once, within thirty days; who isn't satisfied is led on."""

from tests.journeys.county import JourneyCounty
from tests.matters.above import staff_above


def test_rated_changed_once_and_led_on_to_the_review(county: JourneyCounty) -> None:
    staff_above(county.cast)
    person = county.filed()
    county.cast.answer(person.filed)
    number = person.number
    person.look().sees("满意", "基本满意", "不满意", "不影响您的事项")
    person.refused("提交评价", of_office="满意")
    person.press("提交评价", of_office="满意", of_unit="基本满意", words="收支还没有看到。").sees(
        "评价已经记下，谢谢您"
    )
    assert person.lead.startswith("已经书面答复，您也作了评价")
    county.desk("housing_leader").matter(number).sees("信访人的评价", "收支还没有看到。")

    person.says("改成这样", of_office="满意", of_unit="不满意", words="物业又不公示了。").sees(
        "您不满意，可以在这里申请复查"
    )
    assert person.address == "/status/review/"
    assert not person.look().offers("改成这样")
    person.sees("物业又不公示了。")
    assert not county.desk("housing_registrar").can(number, "办结")  # the review is still open to them
    person.follow("不服，申请复查").press("提交申请", grounds="答复没有落实。")
    assert person.lead.startswith("您申请了复查")
    county.is_proved(number)


def test_after_the_window_nothing_is_rated(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.answer(person.filed)
    county.pass_days(40)
    assert not person.look().offers("提交评价")
    assert person.lead.startswith("这件事项已经办结")
    county.is_proved(person.number)
