"""The whole road of a citizen, by pressing buttons: file, receipt, look up, write, be answered, rate."""

import re

from huiyin.matters.acceptance.services import matter_decline
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.models import Matter, Message, Rating
from huiyin.matters.register.services.register import Registered
from huiyin.vault.models import Identity
from tests.cast import Cast
from tests.portal.walker import NAME, PHONE, TEXT, Citizen


def _as_filed(number: str, code: str) -> Registered:
    matter = Matter.objects.get(number=number)
    return Registered(matter.pk, number, code, is_new=True)


def test_from_the_first_page_to_the_rating(cast: Cast) -> None:
    citizen = Citizen()
    assert "/file/" in citizen.page("/")
    number, code = citizen.file(requests=("修好电梯", "公布维修记录"))
    matter = Matter.objects.get(number=number)
    assert (matter.channel, matter.kind, matter.text) == ("web", "claim", TEXT)
    assert [request.text for request in matter.requests.order_by("position")] == ["修好电梯", "公布维修记录"]
    assert matter.received_unit_id == cast.units["office"]
    assert matter.identity_id == Identity.objects.get().pk

    elsewhere = Citizen()
    assert elsewhere.look_up(number, code).headers["Location"] == "/status/"
    assert TEXT in elsewhere.page("/status/")
    response = elsewhere.client.post("/status/message/", {"body": "电梯今天又停了一次。"}, follow=True)
    assert "电梯今天又停了一次。" in response.content.decode()
    assert Message.objects.get(matter=matter).body == "电梯今天又停了一次。"

    cast.at = matter.received_at
    cast.answer(_as_filed(number, code))
    page = elsewhere.page("/status/")
    assert "经实地查看，情况属实。" in page
    assert "支持" in page
    assert elsewhere.client.get("/status/reply/pdf/").content.startswith(b"%PDF")
    assert "经实地查看，情况属实。" in elsewhere.page("/status/reply/")
    elsewhere.client.post("/status/rate/", {"of_office": "satisfied", "of_unit": "partly", "words": "谢谢"})
    assert Rating.objects.get(matter=matter).of_unit == "partly"
    assert "基本满意" in elsewhere.page("/status/")


def test_no_page_shows_who_filed_nor_who_handles_it(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    cast.at = Matter.objects.get(number=number).received_at
    cast.answer(_as_filed(number, code))
    receipt = citizen.receipt_page()
    citizen.look_up(number, code)
    for page in (receipt, citizen.page("/status/"), citizen.page("/status/reply/"), citizen.page("/lookup/")):
        for secret in (NAME, PHONE, "beichen", "沈秋白", "顾南亭", "handler", "/officer"):
            assert secret not in page


def test_anonymous_leaves_no_identity_even_when_a_name_was_typed_first(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file(who="anonymous", name=NAME, phone=PHONE)
    assert Matter.objects.get(number=number).identity_id is None
    assert not Identity.objects.exists()
    citizen.look_up(number, code)
    assert "您没有留下身份信息。" in citizen.page("/status/")


def test_the_respondent_typed_by_name_is_kept_away(cast: Cast) -> None:
    number, _code = Citizen().file(about="云渡县信访局")
    matter = Matter.objects.get(number=number)
    assert matter.respondent_unit_id == cast.units["office"]
    assert matter.received_unit_id == cast.units["county"]


def test_a_unit_that_was_picked_takes_the_place_of_the_text(cast: Cast) -> None:
    citizen = Citizen()
    citizen.write()
    found = citizen.client.post("/file/about/", {"concerned": "住房", "do": "units"}, follow=True)
    assert "云渡县住房和城乡建设局" in found.content.decode()
    citizen.press("about", concerned="住房", unit="云渡县住房和城乡建设局")
    citizen.send()
    matter = Matter.objects.get()
    assert (matter.concerned_unit_id, matter.respondent_unit_id) == (cast.units["housing"], None)


def test_withdrawing_explains_itself_and_needs_a_second_page(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    citizen.look_up(number, code)
    assert "撤回不能收回" in citizen.page("/status/withdraw/")
    assert Matter.objects.get(number=number).state == "registered"
    citizen.client.post("/status/withdraw/")
    assert Matter.objects.get(number=number).state == "withdrawn"
    assert "您已经撤回" in citizen.page("/status/")
    assert "现在不能撤回了" in citizen.page("/status/withdraw/")


def test_a_matter_that_is_declined_says_why_in_the_offices_own_words(cast: Cast) -> None:
    """The ground alone is a form letter; what the office wrote about this very matter stands behind it."""
    citizen = Citizen()
    number, code = citizen.file()
    own_words = "贵小区的电梯由住建局在办，十二月十日前答复。"
    matter_decline(
        actor=cast.actor("registrar"),
        matter_id=_as_filed(number, code).matter_id,
        ground="pending",
        explanation=own_words,
        at=cast.at,
    )
    citizen.look_up(number, code)
    page = citizen.page("/status/")
    assert own_words in page
    assert "谁办的" in page and "谁在办" not in page


def test_what_is_over_is_shown_once(cast: Cast) -> None:
    """The law's time to answer and the house's both ended with the answer: that is one line, not two."""
    citizen = Citizen()
    number, code = citizen.file()
    cast.at = Matter.objects.get(number=number).received_at
    cast.answer(_as_filed(number, code))
    citizen.look_up(number, code)
    over = re.findall(r'clock-stopped">\s*<p[^>]*>([^<]+)<', citizen.page("/status/"))
    assert len(over) >= 2
    assert len(set(over)) == len(over)


def test_every_opening_of_the_identity_is_shown_without_a_name(cast: Cast) -> None:
    citizen = Citizen()
    number, code = citizen.file()
    registered = _as_filed(number, code)
    citizen.look_up(number, code)
    assert "还没有人打开过" in citizen.page("/status/")
    _open_identity(cast, registered)
    page = citizen.page("/status/")
    assert "电话核实情况" in page
    assert "云渡县信访局" in page
    assert "穆清和" not in page


def _open_identity(cast: Cast, registered: Registered) -> None:
    matter_open_identity(
        actor=cast.actor("registrar"), matter_id=registered.matter_id, purpose="电话核实情况", at=cast.at
    )


def test_leaving_forgets_the_matter_on_the_device(cast: Cast) -> None:
    citizen = Citizen()
    citizen.look_up(*citizen.file())
    citizen.client.post("/status/leave/")
    assert citizen.client.get("/status/").headers["Location"] == "/lookup/"


def test_without_units_nothing_is_lost(db: None) -> None:
    citizen = Citizen()
    citizen.write()
    response = citizen.send()
    assert response.status_code == 503
    assert citizen.send().status_code == 503
    assert TEXT in citizen.page("/file/what/")
