"""What the petitioner reads of service, waits and more time; saying that a letter came; changing a rating."""

from datetime import timedelta

import pytest

from huiyin.kernel.time import now, office_day
from huiyin.matters.delivery.services import reply_post
from huiyin.matters.extension.services import extension_ask, extension_grant
from huiyin.matters.messages.services.work import matter_ask
from huiyin.matters.models import Matter, Rating, Service
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from tests.cast import Cast
from tests.portal.walker import Citizen


@pytest.fixture
def citizen(cast: Cast) -> Citizen:
    """Has filed, with a handler by now, and looks at the page."""
    found = Citizen()
    number, code = found.file(requests=("修好电梯",))
    found.look_up(number, code)
    cast.at = Matter.objects.get().received_at
    cast.to_handler(_filed())
    return found


def _filed() -> Registered:
    matter = Matter.objects.get()
    return Registered(matter.pk, matter.number, "", is_new=False)


def _post(cast: Cast) -> None:
    filed = _filed()
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_post(
        actor=cast.actor("handler"), matter_id=filed.matter_id, posted_on=office_day(cast.at), note="挂号 XA123",
        at=cast.at,
    )  # fmt: skip


def _rate(citizen: Citizen, of_unit: str) -> str:
    answer = citizen.client.post("/status/rate/", {"of_office": "satisfied", "of_unit": of_unit, "words": ""})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_posted_answer_is_read_at_once_and_acknowledged_by_anyone_who_got_it(cast: Cast, citizen: Citizen) -> None:
    _post(cast)
    page = citizen.page("/status/")
    assert "等回执" in page and "挂号 XA123" in page and "经实地查看，情况属实。" in page
    tomorrow = (office_day(now()) + timedelta(days=1)).isoformat()
    refused = citizen.client.post("/status/received/", {"acknowledged_on": tomorrow}, follow=True)
    assert "之间的一天" in refused.content.decode()
    assert Service.objects.get().acknowledged_on is None
    citizen.client.post("/status/received/", {"acknowledged_on": ""})
    assert Service.objects.get().acknowledged_on == office_day(now())
    page = citizen.page("/status/")
    assert "等回执" not in page and "邮寄送达" in page and "信访人在网上确认" in page
    assert "您可以评价答复，不满意可以申请复查" in page


def test_a_rating_is_changed_once(cast: Cast, citizen: Citizen) -> None:
    _post(cast)
    citizen.client.post("/status/received/")
    assert "您觉得办得怎么样" in citizen.page("/status/")
    _rate(citizen, "partly")
    page = citizen.page("/status/")
    assert "改评价（只能改一次）" in page and "基本满意" in page
    _rate(citizen, "satisfied")
    assert "改评价" not in citizen.page("/status/")
    assert (
        citizen.client.post("/status/rate/", {"of_office": "satisfied", "of_unit": "partly", "words": ""}).status_code
        == 409
    )
    assert Rating.objects.order_by("position").last().of_unit == "satisfied"  # type: ignore[union-attr]


def test_anyone_who_is_not_satisfied_is_led_to_the_review(cast: Cast, citizen: Citizen) -> None:
    _post(cast)
    citizen.client.post("/status/received/")
    assert _rate(citizen, "dissatisfied") == "/status/review/"
    assert "您不满意，可以在这里申请复查" in citizen.page("/status/review/")


def test_a_wait_and_more_time_are_itemised(cast: Cast, citizen: Citizen) -> None:
    matter_id, handler = _filed().matter_id, cast.actor("handler")
    matter_ask(actor=handler, matter_id=matter_id, body="请补充物业费收据", at=cast.at)
    page = citizen.page("/status/")
    assert "等您补充，已经 0 天" in page and "时限照常计算" in page
    citizen.client.post("/status/message/", {"body": "收据在附件里。"})
    assert "等您补充用了 0 天" in citizen.page("/status/")
    extension_ask(actor=handler, matter_id=matter_id, days=15, reason="要等检测", at=cast.at)
    assert "要等检测" not in citizen.page("/status/")
    extension_grant(actor=cast.actor("approver"), matter_id=matter_id, at=cast.at)
    page = citizen.page("/status/")
    assert "批准延长 15 天" in page and "已延长 15 天" in page
    assert "沈秋白" not in page and "顾南亭" not in page
