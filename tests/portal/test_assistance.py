"""Whether somebody is referred to an aid scheme is theirs to say, on their own page."""

import re

import pytest
from django.core.cache import cache

from huiyin.kernel.time import now, office_day
from huiyin.matters.assistance.services import ReferralDraft, referral_answer, referral_ask
from huiyin.matters.models import Referral
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.portal.walker import Citizen

_WHY = "家里主要劳动力住院，三个月没有收入。"


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def _asked(cast: Cast) -> tuple[Registered, Citizen]:
    cast.at = now()
    filed = cast.file()
    cast.to_handler(filed)
    draft = ReferralDraft(scheme="临时救助", why=_WHY, to_body="县慈善会")
    referral_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, referral=draft, at=cast.at)
    citizen = Citizen()
    citizen.look_up(filed.number, filed.code)
    return filed, citizen


def test_the_petitioner_reads_what_would_be_sent_and_agrees(cast: Cast) -> None:
    filed, citizen = _asked(cast)
    page = citizen.page("/status/")
    assert _WHY in page and "县慈善会" in page and "沈秋白" not in page
    agree = re.search(r'action="(/status/referrals/1/agree/)"', page)
    assert agree and "/status/referrals/1/decline/" in page
    answer = citizen.client.post(agree[1], follow=True)
    assert "已经记下您同意" in answer.text and "救助转介函" in answer.text
    assert "/status/referrals/" not in answer.text
    again = citizen.client.post(agree[1], follow=True)
    assert "已经答复过" in again.text
    referral_answer(
        actor=cast.actor("handler"), matter_id=filed.matter_id, position=1, granted=True, answer="每月六百元",
        answered_on=office_day(now()), at=now(),
    )  # fmt: skip
    page = citizen.page("/status/")
    assert "给予救助" in page and "每月六百元" in page


def test_a_no_sends_nothing(cast: Cast) -> None:
    _filed, citizen = _asked(cast)
    answer = citizen.client.post("/status/referrals/1/decline/", follow=True)
    assert "什么都没有转出" in answer.text and "救助转介函" not in answer.text


def test_no_one_else_says_it(cast: Cast) -> None:
    _asked(cast)
    stranger = Citizen()
    for verb in ("agree", "decline"):
        stranger.client.post(f"/status/referrals/1/{verb}/")
    assert Referral.objects.filter(agreed_at=None, declined_at=None).count() == 1
