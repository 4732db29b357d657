"""After filing the receipt asks whether others nearby may know: never ticked, never of an accusation."""

from typing import Any

import pytest

from huiyin.ledger.services import ledger_verify
from huiyin.matters.models import Matter, Publication
from huiyin.matters.publication.rules import is_found_nearby, may_be_published
from tests.cast import Cast
from tests.portal.walker import KIND, WHERE, WHO, Citizen

OFFER = "同意公开标题和进度"


def _filed(
    cast: Cast,
    *,
    kind: str = "claim",
    about: str = "",
    place: str = "云水小区 3 幢",
    who: dict[str, str] | None = None,
) -> Citizen:
    citizen = Citizen()
    citizen.write(about=about)
    citizen.press("who", **(who or WHO))
    citizen.press("where", **{**WHERE, "place": place, "area": str(cast.areas["town"])})
    citizen.press("kind", **{**KIND, "kind": kind})
    assert citizen.send().status_code == 302
    return citizen


def test_the_receipt_asks_once_everything_is_registered_and_ticks_nothing(cast: Cast) -> None:
    citizen = _filed(cast)
    page = citizen.receipt_page()
    part = page[page.index('id="publishing-part"') :]
    part = part[: part.index("</section>")]
    assert OFFER in part and "checkbox" not in part and "可以不做" in part
    # Whoever goes on without a press has agreed to nothing.
    citizen.client.post("/receipt/done/")
    assert not Publication.objects.exists()


def test_consent_is_given_and_withdrawn_on_the_receipt(cast: Cast) -> None:
    citizen = _filed(cast)
    page = citizen.client.post("/receipt/", {"do": "agree"}).content.decode()
    assert "登记员看过标题才公开" in page and OFFER not in page and 'id="code"' in page
    matter = Matter.objects.get()
    assert Publication.objects.get(matter=matter, stopped_at=None).published_at is None
    assert "您已经同意过了" in citizen.client.post("/receipt/", {"do": "agree"}).content.decode()
    assert "已经收回" in citizen.client.post("/receipt/", {"do": "stop"}).content.decode()
    assert Publication.objects.get(matter=matter).stopped_at is not None
    assert ledger_verify().problems == []


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "accusation", "about": "物业公司"},
        {"about": "云渡县教育局"},
        {"about": "物业公司"},
        {"place": ""},
        {"who": {"who": "anonymous", "seal": "sealed"}},
    ],
    ids=["accusation", "unit", "unknown", "nowhere", "sealed"],
)
def test_where_nothing_can_be_published_neither_page_asks(cast: Cast, given: dict[str, Any]) -> None:
    if "who" in given:
        cast.seal_keys("registrar", "office_leader")
    citizen = _filed(cast, **given)
    matter = Matter.objects.get()
    assert not (may_be_published(matter) and is_found_nearby(matter))
    assert "publishing-part" not in citizen.receipt_page()
    citizen.look_up(*citizen.receipt())
    assert "publishing-part" not in citizen.page("/status/")
    if given != {"place": ""}:
        assert citizen.client.post("/receipt/", {"do": "agree"}).status_code in {403, 409}
    assert not Publication.objects.exists()


def test_the_status_page_asks_what_the_receipt_asks(cast: Cast) -> None:
    citizen = _filed(cast)
    receipt = citizen.receipt_page()
    citizen.look_up(*citizen.receipt())
    assert OFFER in receipt and OFFER in citizen.page("/status/")


def test_without_a_receipt_there_is_nothing_to_agree_to(cast: Cast) -> None:
    citizen = _filed(cast)
    citizen.client.post("/receipt/done/")
    assert citizen.client.post("/receipt/", {"do": "agree"}).status_code == 302
    assert not Publication.objects.exists()
