"""Leaders' days: published ahead, booked without an account, reminded of, written down in one go."""

from datetime import timedelta

from huiyin.kernel.ids import parse_matter_number, parse_receipt_code
from huiyin.notices.models import Notice
from huiyin.reception.services import appointments_remind
from tests.journeys.county import ACCUSED_UNIT, JourneyCounty
from tests.journeys.hands import Browser

NAME, WORDS = "温如言", "电梯停运两个月，想当面说说。"
WHO = {"name": NAME, "phone": "19900007788", "email": "ruyan@example.invalid"}
DAY = {"begins": "09:00", "slots": "3", "minutes": "20", "place": "信访局一楼接访室"}


def _published(county: JourneyCounty, days: int, **given: str) -> str:
    """A day of the head of the county, as the portal shows it; gives the address for booking."""
    typed = {"officer": "江望舒", "on": county.day(days), "title_text": "县长", **DAY, **given}
    county.desk("registrar").open("/desk/").follow("接访").press("公布", **typed).sees("接访日已经公布")
    visitor = Browser().open("/").follow("到现场反映").sees("江望舒", "县长", DAY["place"])
    return visitor.links("预约 江望舒")[-1]


def _booked(address: str, **given: str) -> tuple[Browser, str]:
    person = Browser().open(address)
    person.press("预约", **{"words": WORDS, **WHO, **given}).sees("约好了")
    return person, parse_receipt_code(person.part("#booking-code")) or ""


def test_from_the_published_day_to_the_receipt(county: JourneyCounty) -> None:
    address = _published(county, 7)
    _, code = _booked(address, slot="09:20")
    _, others_code = _booked(address, slot="09:00", words="来不了了。")
    Browser().open(address).refused("预约", slot="09:40", **{**WHO, "phone": "", "email": ""})

    county.cast.at += timedelta(days=6)
    assert appointments_remind(at=county.cast.at) == 2
    assert Notice.objects.filter(template="appointment_tomorrow").count() == 2
    # A page that was opened days ago is shut; the code opens it again.
    other = Browser().open("/reception/booking/").press("查看", code=others_code)
    other.open("/reception/booking/cancel/").sees("取消这个预约吗？").press("取消预约")
    other.open("/reception/booking/").sees("这个预约已经取消")

    # On the day the office reads the list, with names, which whoever booked can see.
    county.cast.at += timedelta(days=1, minutes=20)
    registrar = county.desk("registrar")
    registrar.open("/desk/").follow("接访")
    registrar.open(registrar.links_to("/desk/reception/")[-1]).sees("本人取消", WORDS).sees_not(NAME)
    registrar.press("显示姓名").sees(NAME, WORDS)

    # What was said becomes a matter, in one go, with the receipt for the person.
    typed = {
        "kind": "申诉求决",
        "text": "电梯停运两个月，物业不修。",
        "requests": "修好电梯",
        "respondent": ACCUSED_UNIT,
    }
    registrar.follow("打开，记下 09:20").press("登记，打印回执", **typed)
    number = parse_matter_number(registrar.part(".receipt-number")) or ""
    key = parse_receipt_code(registrar.part(".receipt-code")) or ""
    registrar.matter(number).sees("来访 · 2026-03-09 09:20 收到", typed["text"])
    visitor = Browser().open("/lookup/").press("查看", code=key).sees(typed["text"])
    assert visitor.part(".lead").startswith("我们已经收到并登记")
    again = Browser().open("/reception/booking/").press("查看", code=code)
    again.sees("接访当天按名单接待", "接访时登记事项", "接访的内容已经记下")
    county.is_proved(number)


def test_a_visit_about_a_matter_that_is_there_already(county: JourneyCounty) -> None:
    matter = county.filed()
    county.cast.accept(matter.filed)
    matter.look().follow("约领导当面谈")
    address = _published(county, 3, form="约访")
    Browser().open(address).refused("预约", slot="09:00", code=matter.code[::-1], **WHO)
    person, _ = _booked(address, slot="09:00", words="", code=matter.code)
    person.sees("您填了编号")

    county.cast.at += timedelta(days=3, minutes=10)
    registrar = county.desk("registrar")
    registrar.open("/desk/").follow("接访")
    registrar.open(registrar.links_to("/desk/reception/")[-1]).follow("打开，记下")
    registrar.press("记下", body="县长答应四月前换好电梯。")
    registrar.matter(matter.number).sees("县长答应四月前换好电梯。")
    county.is_proved(matter.number)


def test_a_day_that_is_cancelled_is_notified_to_everybody_who_booked(county: JourneyCounty) -> None:
    address = _published(county, 5, form="专题接访", topic="物业管理")
    person, _ = _booked(address, slot="09:00")
    person.sees("专题接访", "物业管理")
    registrar = county.desk("registrar")
    registrar.open("/desk/").follow("接访")
    registrar.open(registrar.links_to("/desk/reception/")[-1])
    registrar.press("取消这一天，告诉预约的人", reason="县长开会。").sees("已经取消")
    person.open("/reception/booking/").sees("接待单位取消了这一天", "县长开会。")
    Browser().open("/reception/").sees("已取消", "县长开会。")
    assert Notice.objects.filter(template="appointment_fell_through").exists()
