"""Letters on the petitioner's page, and the page that tells a genuine one."""

import re
from importlib import import_module

import pytest
from django.test import Client

from huiyin.clocks.rules.rulebook import GroundOutcome
from huiyin.clocks.selectors import rulebook
from huiyin.documents.models import Letter
from huiyin.documents.rules.letters import check_mark
from huiyin.matters.acceptance.services import matter_decline, matter_redirect
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.portal.walker import Citizen


@pytest.fixture
def citizen(cast: Cast) -> Citizen:
    """Somebody who has filed and looks at the matter."""
    citizen = Citizen()
    number, code = citizen.file()
    assert citizen.look_up(number, code).status_code == 302
    return citizen


def filed() -> Registered:
    matter = Matter.objects.get()
    return Registered(matter.pk, matter.number, "", is_new=True)


def test_each_letter_to_the_petitioner_can_be_fetched(cast: Cast, citizen: Citizen) -> None:
    cast.at = Matter.objects.get().received_at
    cast.answer(filed())
    page = citizen.page("/status/")
    for letter in Letter.objects.exclude(code__in=["forward", "assign"]):
        assert letter.number in page
        answer = citizen.client.get(f"/status/letters/{letter.pk}/")
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
        assert "no-store" in answer.headers["Cache-Control"]
    assert set(Letter.objects.values_list("code", flat=True)) >= {"acceptance", "reply"}


def test_what_units_write_to_each_other_is_not_there(cast: Cast, citizen: Citizen) -> None:
    cast.at = Matter.objects.get().received_at
    cast.answer(filed())
    for letter in Letter.objects.filter(code__in=["forward", "assign"]):
        assert letter.number not in citizen.page("/status/")
        assert citizen.client.get(f"/status/letters/{letter.pk}/").status_code == 404


def test_no_one_else_fetches_it(cast: Cast, citizen: Citizen) -> None:
    cast.at = Matter.objects.get().received_at
    cast.accept(filed())
    letter = Letter.objects.get(code="acceptance")
    assert Client().get(f"/status/letters/{letter.pk}/").status_code in {302, 404}
    other = Citizen()
    number, code = other.file()
    other.look_up(number, code)
    assert other.client.get(f"/status/letters/{letter.pk}/").status_code == 404


@pytest.mark.parametrize("way", ["decline", "redirect"])
def test_a_refusal_is_a_letter_too(cast: Cast, citizen: Citizen, way: str) -> None:
    words = "这件事要到法院去办。"
    at, actor, matter_id = Matter.objects.get().received_at, cast.actor("registrar"), filed().matter_id
    ground = rulebook().grounds_for(outcome=GroundOutcome(way), kind="claim")[0].code
    if way == "decline":
        matter_decline(actor=actor, matter_id=matter_id, ground=ground, explanation=words, at=at)
    else:
        matter_redirect(actor=actor, matter_id=matter_id, ground=ground, route=words, at=at)
    letter = Letter.objects.get()
    assert letter.code in {"decline", "final", "redirect"}
    assert words in letter.content
    assert letter.number in citizen.page("/status/")


def test_the_check_takes_what_people_copy(cast: Cast, citizen: Citizen) -> None:
    cast.at = Matter.objects.get().received_at
    cast.accept(filed())
    letter, anybody = Letter.objects.get(), Client()
    word, year, serial = letter.word, str(letter.year), str(letter.serial)
    wide = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789abcdef"}
    mark = check_mark(letter.sha256)
    tidy = [
        (f"{word}〔{year.translate(wide)}〕{serial.translate(wide)}号", mark),
        (f"{word}〔{year}〕{serial}", mark),
        (f"{word}<{year}>第00{serial}號", mark),
        (f"{word} \uff3b {year} \uff3d {serial} 号", mark.lower().translate(wide)),
        (f"{word}《{year.replace('0', 'O')}》{serial.replace('1', 'l')}号", mark.replace("0", "O").replace("1", "l")),
        (letter.number.replace("县", "縣").replace("访", "訪"), mark.replace(" ", "-").replace("1", "I")),
        (f"文号：{letter.number}", f"核验码\u3000{mark}"),
        (f"“{letter.number}”", f"“{mark}”。"),
        (mark, letter.number),
    ]
    for number, copied in tidy:
        page = anybody.get("/letters/check/", {"number": number, "mark": copied}).content.decode()
        assert "这份文书是我们发出的" in page, (number, copied)
    near = anybody.get("/letters/check/", {"number": f"{word}〔{year}〕{serial}9号", "mark": mark}).content.decode()
    assert "核验码对得上，文号有一点不一样" in near and letter.number in near and "是我们发出的</" not in near
    for number, copied in (
        ("全然不同〔2024〕77号", mark),
        (letter.number, mark[:-1] + ("0" if mark[-1] != "0" else "2")),
        ("", "g" * 16),
    ):
        page = anybody.get("/letters/check/", {"number": number or "x", "mark": copied}).content.decode()
        assert "没有查到这样一份文书" in page and "核验码对得上" not in page
    for copied in (mark[:-2], mark + "0", "你好"):
        answer = anybody.get("/letters/check/", {"number": letter.number, "mark": copied})
        assert answer.status_code == 422 and "核验码是 16 位" in answer.content.decode()
        assert "没有查到" not in answer.content.decode()


def test_the_check_says_yes_no_and_nothing_more(cast: Cast, citizen: Citizen) -> None:
    cast.at = Matter.objects.get().received_at
    cast.accept(filed())
    letter, matter = Letter.objects.get(), Matter.objects.get()
    link = re.search(r'href="(/letters/check/[^"]+)"', citizen.page("/status/"))
    assert link
    anybody = Client()
    genuine = anybody.get(link[1].replace("&amp;", "&")).content.decode()
    assert "这份文书是我们发出的" in genuine
    assert letter.number in genuine
    for secret in (matter.number, matter.title, matter.text, letter.title):
        assert secret not in genuine
    false = anybody.get("/letters/check/", {"number": letter.number, "mark": "0" * 16}).content.decode()
    assert "没有查到这样一份文书" in false
    assert "云渡县" not in re.sub(r"<input[^>]*>|<(header|footer).*?</\1>", "", false, flags=re.DOTALL)
    assert anybody.get("/letters/check/").status_code == 200
    assert anybody.get("/letters/check/", {"number": letter.number}).status_code == 422


@pytest.mark.parametrize(
    "address", ["/", "/how/", "/lookup/", "/file/what/", "/reception/", "/rules/", "/letters/check/"]
)
def test_every_page_leads_to_the_check_of_letters_and_to_the_telephones(
    cast: Cast, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("huiyin.web.telephones")._known, "until", 0.0)
    page = Citizen().page(address)
    footer = page.partition('<footer class="foot')[2]
    assert 'href="/letters/check/"' in footer and 'href="/reception/"' in footer
    assert re.search(r'<a class="tel" href="tel:0000-1000001">0000-1000001</a>', footer)
    assert ('href="/letters/check/"' in page.partition("<footer")[0]) == (address == "/")
