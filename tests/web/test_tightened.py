"""A house whose rulebook has other numbers reads them everywhere: on pages, in forms, refusals and letters."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.loading import RULEBOOKS
from huiyin.documents.models import Letter
from huiyin.kernel.time import now, office_day
from huiyin.matters.delivery.services import reply_post
from huiyin.matters.handover.errors import ObjectionTooLate
from huiyin.matters.handover.services.handover import matter_object
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.conftest import desk as desk_fixture
from tests.desk.hands import Hand
from tests.portal.walker import Citizen

desk = desk_fixture
# Each number of the shipped rulebooks, and a tighter one that stands in none of them.
_TIGHTER = {"60": "47", "30": "23", "15": "13", "10": "8", "7": "6", "5": "4", "3": "2", "90": "70"}
_NUMBER = re.compile(r"^(amount|extend_days|days) = (\d+)$", re.MULTILINE)
_OLD = re.compile(
    r"(?<![\d-])(?:60|30|15|90) (?:天|日)|(?<!\d)(?:10|5|3) 个工作日|\b(?:60|30|15|90) days|\b(?:10|5|3) working days"
)


@pytest.fixture(autouse=True)
def _tightened(settings: Settings, tmp_path: Path) -> Iterator[None]:
    for name in ("cn-2022", "county"):
        text = (RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8")
        text = _NUMBER.sub(lambda found: f"{found[1]} = {_TIGHTER.get(found[2], found[2])}", text)
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = [str(tmp_path / "cn-2022.toml"), str(tmp_path / "county.toml")]
    loading.reload()
    yield
    loading.reload()


def _reads(page: str, *texts: str) -> None:
    # How many days are left depends on the day of the test.
    words = re.sub(r"<[^>]+>|还有 \d+ 天|\d+ days? left", " ", page)
    assert not _OLD.findall(words), _OLD.findall(words)
    for text in texts:
        assert text in page, text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("zh-hans", ("47 天", "23 天", "13 天", "8 个工作日")),
        ("en", ("47 days", "23 days", "13 days", "8 working days")),
    ],
)
def test_the_pages_for_everybody(language: str, texts: tuple[str, ...]) -> None:
    citizen = Citizen(HTTP_ACCEPT_LANGUAGE=language)
    for path in ("/", "/how/", "/rules/"):
        _reads(citizen.page(path))
    _reads(citizen.page("/rules/") + citizen.page("/how/"), *texts)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_receipt_to_the_review(cast: Cast, language: str) -> None:
    citizen = Citizen(HTTP_ACCEPT_LANGUAGE=language)
    number, code = citizen.file()
    # The law's sixty days and the house's month: both are said, as the house's is sooner.
    _reads(citizen.receipt_page(), *(("47 天内", "23 天内") if language == "zh-hans" else ("47 days", "23 days")))
    cast.at = now()
    filed = Registered(Matter.objects.get(number=number).pk, number, code, is_new=True)
    cast.answer(filed)
    citizen.look_up(number, code)
    for path in ("/status/", "/status/reply/"):
        _reads(citizen.page(path))
    length = "23 天" if language == "zh-hans" else "23 days"
    _reads(citizen.page("/status/reply/"), length)
    _reads(citizen.page("/status/review/"), length)
    for letter in Letter.objects.all():
        _reads(letter.content)
    assert "起 23 天内" in Letter.objects.get(code="reply").content


def test_the_forms_of_the_desk(cast: Cast, desk: Desk) -> None:
    cast.at = now() - timedelta(minutes=5)
    filed = cast.file()
    registrar, handler, staff = Hand(desk("registrar")), Hand(desk("handler")), Hand(desk("housing_registrar"))
    _reads(registrar.unfold(filed, "accept"), "要在 8 个工作日内答复")
    cast.to_handler(filed)
    _reads(staff.unfold(filed, "object"), "收到后 4 个工作日内可以提出")
    _reads(handler.unfold(filed, "extend_ask"), "1 至 23 天。")
    page = handler.send(filed, "extend_ask", days="24", reason="要等检测")
    assert page.status_code == 422
    _reads(page.text, "请填 1 至 23 天。")
    assert handler.send(filed, "extend_ask", days="23", reason="要等检测").status_code == 302
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    _reads(handler.look(filed))
    _reads(handler.unfold(filed, "serve"), "23 天从送达那天算起")
    _reads(handler.unfold(filed, "post"), "评价和申请复查的 23 天从收到那天算起")
    reply_post(
        actor=cast.actor("handler"), matter_id=filed.matter_id, posted_on=office_day(cast.at), note="", at=cast.at
    )
    handler.look(filed)
    _reads(handler.unfold(filed, "acknowledge"), "信访人有 23 天可以评价和申请复查")


def test_a_refusal(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    cast.later(days=20)
    with pytest.raises(ObjectionTooLate) as refused:
        matter_object(
            actor=cast.actor("housing_registrar"), matter_id=filed.matter_id,
            reasons="物业收费不归本单位管理，应由市场监管局负责。", at=cast.at,
        )  # fmt: skip
    assert "收到后 4 个工作日" in str(refused.value)
