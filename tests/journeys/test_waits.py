"""Asking the petitioner stops no clock: it is a wait that both sides see, until the petitioner writes."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.samples import pdf
from tests.journeys.county import JourneyCounty

QUESTION = "请补充去年和今年的物业费收据。"


def test_what_is_asked_of_the_petitioner_is_a_wait_that_both_see(county: JourneyCounty) -> None:
    person = county.filed()
    county.cast.to_handler(person.filed)
    number, due = person.number, "答复期限 2026年5月6日"
    assert due in person.clocks

    county.desk("handler").do(number, "请信访人补充", body=QUESTION).sees("（等信访人补充）")
    person.look().sees(QUESTION, "承办单位在等您的回话", "时限照常计算")

    county.pass_days(6)
    person.look().sees("等您补充，已经 6 天")
    assert due in person.clocks
    county.desk("handler").matter(number).sees("6 天")

    receipt = SimpleUploadedFile("收据.pdf", pdf(), "application/pdf")
    person.says("上传", files=receipt).sees("收据.pdf")
    person.says("发送", body="收据已经上传，去年每平方米一元二角，今年一元八角。")
    person.look().sees("等您补充用了 6 天").sees_not("承办单位在等您的回话")

    handler = county.desk("handler").matter(number).sees("今年一元八角", "收据.pdf", "（已补充）")
    assert handler.fetch("收据.pdf").startswith(b"%PDF")
    assert due in person.clocks
    county.is_proved(number)
