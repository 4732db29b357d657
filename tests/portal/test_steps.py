"""What an answer promises stands on the petitioner's page, and they may say that it is done."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache

from huiyin.kernel.time import now, office_day
from huiyin.matters.carrying_out.services import StepDraft
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft
from tests.cast import Cast
from tests.portal.walker import Citizen


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def _promised(cast: Cast) -> tuple[Registered, Citizen]:
    cast.at = now()
    filed = cast.file()
    cast.to_handler(filed)
    reply_draft(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实", basis="条例",
        opinions={pk: OpinionDraft("upheld", "成立") for pk in _requests(filed)},
        steps=[StepDraft(words, office_day(cast.at) + timedelta(days=9)) for words in ("修好电梯", "公示收支")],
        at=cast.at,
    )  # fmt: skip
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    citizen = Citizen()
    citizen.look_up(filed.number, filed.code)
    assert "答应您要做的事" not in citizen.page("/status/")
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    return filed, citizen


def _requests(filed: Registered) -> list[UUID]:
    return list(Matter.objects.get(pk=filed.matter_id).requests.values_list("pk", flat=True))


def test_the_petitioner_reads_the_promise_and_confirms_it(cast: Cast) -> None:
    _filed, citizen = _promised(cast)
    page = citizen.page("/status/")
    assert "答应您要做的事" in page and "公示收支" in page and page.count("这一项已经做到") == 2
    answer = citizen.client.post("/status/steps/1/", follow=True)
    assert "已经记下，谢谢您。" in answer.text and answer.text.count("这一项已经做到") == 1
    assert "确认已经落实" in answer.text
    again = citizen.client.post("/status/steps/1/", follow=True)
    assert "这一项已经登记落实" in again.text


def test_no_one_else_confirms_it(cast: Cast) -> None:
    filed, _citizen = _promised(cast)
    stranger = Citizen()
    stranger.client.post("/status/steps/1/")
    assert not Matter.objects.get(pk=filed.matter_id).promised_steps.filter(done_at__isnull=False).exists()
