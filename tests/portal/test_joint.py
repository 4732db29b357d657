"""A representative looks up with their own code: state and reply, and no other page of the matter."""

import re

import pytest
from django.core.cache import cache

from huiyin.kernel.ids import receipt_code
from huiyin.matters.joint.services.joint import (
    NewRepresentative,
    cosigners_add,
    cosigners_open,
    representative_name,
    representative_remove,
)
from huiyin.matters.models import Event, Matter, Message
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.matters.above import GROUNDS, ask, decide, staff_above
from tests.portal.walker import NAME, TEXT, Citizen

OTHER = IdentityDraft(name="甲邻居", phone="19900001111", address="柳荫镇1号")


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> None:
    cache.clear()


def named(cast: Cast) -> tuple[Registered, NewRepresentative]:
    citizen = Citizen()
    number, code = citizen.file(requests=("修好电梯",))
    matter = Matter.objects.get()
    cast.at = matter.received_at
    filed = Registered(matter.pk, number, code, is_new=True)
    return filed, representative_name(actor=cast.actor("registrar"), matter_id=matter.pk, person=OTHER, at=cast.at)


def test_state_and_reply_and_nothing_else(cast: Cast) -> None:
    filed, representative = named(cast)
    cast.answer(filed)
    speaker = Citizen()
    answer = speaker.look_up(filed.number, representative.code)
    assert answer.headers["Location"] == "/joint/"
    shown = speaker.client.get("/joint/")
    page = shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert "经实地查看，情况属实" in page
    assert not any(word in page for word in (TEXT, NAME, "甲邻居", "云水小区"))
    assert re.findall(r'action="([^"]+)"', page.split("<main")[1]) == ["/joint/leave/"]


def test_the_opinion_of_a_review_without_its_grounds(cast: Cast) -> None:
    filed, representative = named(cast)
    staff_above(cast)
    cast.answer(filed)
    ask(cast, filed)
    speaker = Citizen()
    speaker.look_up(filed.number, representative.code)
    assert "原答复认定清楚" not in speaker.client.get("/joint/").content.decode()
    decide(cast, filed)
    page = speaker.client.get("/joint/").content.decode()
    assert "维持原意见" in page
    assert "原答复认定清楚，予以维持。" in page
    assert not any(word in page for word in (GROUNDS, TEXT, NAME, "柏舟"))


def test_no_page_of_the_petitioner_opens_with_it(cast: Cast) -> None:
    filed, representative = named(cast)
    cast.answer(filed)
    speaker = Citizen()
    speaker.look_up(filed.number, representative.code)
    before = Event.objects.count()
    for path in ("/status/", "/status/reply/", "/status/reply/pdf/", "/status/withdraw/", "/status/review/"):
        assert speaker.client.get(path).headers.get("Location") == "/lookup/", path
    for path in ("message", "files", "rate", "withdraw", "review", "received"):
        given = {"body": "补充", "of_unit": "satisfied", "of_office": "satisfied", "words": ""}
        sent = speaker.client.post(f"/status/{path}/", given)
        assert sent.status_code == 403 or sent.headers["Location"] == "/lookup/", path
    # Nor does the cookie of the one pass for that of the other.
    speaker.client.cookies["visit"] = speaker.client.cookies["joint_visit"].value
    assert speaker.client.get("/status/").headers.get("Location") == "/lookup/"
    assert (Event.objects.count(), Message.objects.count()) == (before, 0)


def test_the_petitioner_keeps_everything_and_reads_only_the_number(cast: Cast) -> None:
    filed, _ = named(cast)
    cosigners_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, people=[OTHER], at=cast.at)
    citizen = Citizen()
    assert citizen.look_up(filed.number, filed.code).headers["Location"] == "/status/"
    page = citizen.client.get("/status/").content.decode()
    assert "另有 1 位联名人" in page
    assert TEXT in page
    assert "甲邻居" not in page


def test_wrong_codes_tell_nothing_and_wait_alike(cast: Cast) -> None:
    filed, _representative = named(cast)
    wrong = receipt_code(key=b"another installation", token="wrong")
    answer = Citizen().look_up(filed.number, wrong)
    assert (answer.status_code, "没有事项用这个查询码" in answer.content.decode()) == (422, True)
    waits = [Citizen().look_up(filed.number, wrong).headers.get("Retry-After") for _ in range(4)]
    assert waits == [None, None, None, "30"]


def test_a_representative_who_is_none_any_more_is_out_at_once(cast: Cast) -> None:
    filed, representative = named(cast)
    speaker = Citizen()
    speaker.look_up(filed.number, representative.code)
    assert speaker.client.get("/joint/").status_code == 200
    representative_remove(actor=cast.actor("registrar"), matter_id=filed.matter_id, position=1, at=cast.at)
    assert speaker.client.get("/joint/").headers["Location"] == "/lookup/"
    assert Citizen().look_up(filed.number, representative.code).status_code == 422


def test_a_withdrawn_matter_says_so(cast: Cast) -> None:
    filed, representative = named(cast)
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    speaker = Citizen()
    speaker.look_up(filed.number, representative.code)
    assert "牵头的信访人已经撤回" in speaker.client.get("/joint/").content.decode()
    left = speaker.client.post("/joint/leave/")
    assert left.headers["Location"] == "/"
    assert speaker.client.get("/joint/").headers["Location"] == "/lookup/"


@pytest.mark.django_db(transaction=True)
def test_the_petitioner_reads_who_saw_the_list(cast: Cast) -> None:
    filed, _ = named(cast)
    cosigners_open(actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="逐户回访核实", at=cast.at)
    citizen = Citizen()
    citizen.look_up(filed.number, filed.code)
    page = citizen.client.get("/status/").content.decode()
    assert "联名人名单" in page
    assert "逐户回访核实" in page
