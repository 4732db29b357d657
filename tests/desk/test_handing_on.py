"""One press at registering: accepted and handed to the competent unit as well, or why not; registered in any case."""

import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from huiyin.flows import handing_on
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import now, office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import UnitBarred
from huiyin.matters.core.rules.states import State
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Event, Matter
from huiyin.matters.respondents.errors import RespondentUnsettled
from tests.cast import Cast
from tests.desk.conftest import Desk

ADDRESS = "/desk/register/"


def _form(**given: str) -> dict[str, str]:
    return {
        "token": new_token(),
        "channel": "letter",
        "received_on": office_day(now()).isoformat(),
        "kind": "claim",
        "text": "物业费涨价，没有公示。",
        "requests": "公示近三年收支",
        "name": "谷小满",
        **given,
    }


def _code(page: str) -> str:
    found = re.search(r'receipt-code">([^<]+)<', page)
    assert found
    return found[1]


def _button(page: str) -> dict[str, str]:
    """What the button that hands on sends."""
    found = re.search(r'name="hand_to" value="(\d+)"', page)
    assert found, page
    return {"hand_to": found[1]}


def _handed_on(cast: Cast) -> tuple[State, int, int, int]:
    """State, lead unit, and how often it was accepted and handed on."""
    matter = Matter.objects.get()
    kinds = list(Event.objects.filter(matter=matter).values_list("kind", flat=True))
    return (
        State(matter.state),
        matter.lead_unit_id,
        kinds.count("matters.matter.accepted"),
        kinds.count("matters.matter.unit_assigned"),
    )


def test_a_single_press_registers_accepts_and_gives_it_to_the_competent_unit(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form()
    looked = browser.post(ADDRESS, form | {"look": "1"}).text
    assert "登记、受理并交给云渡县住房和城乡建设局" in looked
    sent = browser.post(ADDRESS, form | _button(looked), follow=True)
    assert "已登记、受理，并交给云渡县住房和城乡建设局。" in sent.text and _code(sent.text)
    done = (State.ACCEPTED, cast.units["housing"], 1, 1)
    assert _handed_on(cast) == done
    # Pressed a second time, also with what was sent before the first answer came.
    again = browser.post(ADDRESS, form | _button(looked), follow=True)
    assert "已登记、受理，并交给云渡县住房和城乡建设局。" in again.text and _code(again.text) == _code(sent.text)
    assert _handed_on(cast) == done
    entries_sequence(at=now())
    assert ledger_verify().problems == []


def test_the_second_press_finishes_what_the_first_left(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form()
    browser.post(ADDRESS, form)
    matter_accept(actor=cast.actor("registrar"), matter_id=Matter.objects.get().pk, at=now())
    sent = browser.post(ADDRESS, form | {"hand_to": str(cast.units["housing"])}, follow=True)
    assert "已登记、受理，并交给" in sent.text
    assert _handed_on(cast) == (State.ACCEPTED, cast.units["housing"], 1, 1)


def test_what_came_before_the_acceptance_doesn_t_hold_the_second_press_up(cast: Cast, desk: Desk) -> None:
    browser, form = desk("registrar"), _form()
    browser.post(ADDRESS, form)
    matter = Matter.objects.get()
    matter_note(actor=cast.actor("registrar"), matter_id=matter.pk, body="来人又打了电话。", at=now())
    matter_accept(actor=cast.actor("registrar"), matter_id=matter.pk, at=now())
    assert Matter.objects.get().version == 3
    sent = browser.post(ADDRESS, form | {"hand_to": str(cast.units["housing"])}, follow=True)
    assert "已登记、受理，并交给" in sent.text
    assert _handed_on(cast) == (State.ACCEPTED, cast.units["housing"], 1, 1)


def test_the_second_press_does_nothing_over_the_head_of_who_was_faster(cast: Cast, desk: Desk) -> None:
    browser, form = desk("registrar"), _form()
    browser.post(ADDRESS, form)
    matter_id, faster = Matter.objects.get().pk, cast.actor("registrar")
    matter_note(actor=faster, matter_id=matter_id, body="来人又打了电话。", at=now())
    pressed = form | {"hand_to": str(cast.units["housing"])}
    assert "已登记。没有受理，也没有交给云渡县住房和城乡建设局" in browser.post(ADDRESS, pressed, follow=True).text
    matter_accept(actor=faster, matter_id=matter_id, at=now())
    matter_assign_unit(actor=faster, matter_id=matter_id, unit_id=cast.units["education"], at=now())
    assert "已登记、受理。没有交给云渡县住房和城乡建设局" in browser.post(ADDRESS, pressed, follow=True).text
    assert _handed_on(cast) == (State.ACCEPTED, cast.units["education"], 1, 1)


def test_the_unit_that_the_registrar_wrote_goes_before_the_proposed_one(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    looked = browser.post(ADDRESS, _form(look="1", text="物业费涨价", concerned="教育局")).text
    assert _button(looked) == {"hand_to": str(cast.units["education"])}
    own = browser.post(ADDRESS, _form(look="1", text="物业费涨价", concerned="信访局")).text
    assert 'name="hand_to"' not in own and "到事项里再受理" not in own


@pytest.mark.parametrize(
    ("given", "why_not"),
    [
        ({"respondent": "谁也不认识的张某某"}, RespondentUnsettled.sentence),
        ({"requests": "请住建局说明为什么不管"}, "这件事里写到了“住建局”"),
    ],
)
def test_what_can_t_be_handed_on_says_why_and_is_registered(
    cast: Cast, desk: Desk, given: dict[str, str], why_not: str
) -> None:
    """The form shows no button; one that was there before the last word was typed is refused by the service."""
    browser = desk("registrar")
    form = _form() | given
    looked = browser.post(ADDRESS, form | {"look": "1"}).text
    assert 'name="hand_to"' not in looked and why_not in looked
    sent = browser.post(ADDRESS, form | {"hand_to": str(cast.units["housing"])}, follow=True)
    assert "已登记" in sent.text and why_not in sent.text and _code(sent.text)
    # The paper is for the petitioner, and says nothing of it.
    assert re.search(r'<div class="no-print receipt-after">\s*<div id="messages"', sent.text)
    # Below the receipt, where the focus is: above it, it would be out of sight.
    assert sent.text.index("receipt-code") < sent.text.index(why_not) < sent.text.index("登记下一件")
    assert f"/desk/matters/{Matter.objects.get().number}/" in sent.text
    assert _handed_on(cast)[1] == cast.units["office"]


def test_the_mark_that_settles_words_brings_the_button_too(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(text="物业费涨价", respondent="谁也不认识的张某某", outside="on")
    looked = browser.post(ADDRESS, form | {"look": "1"}).text
    assert "已登记、受理，并交给" in browser.post(ADDRESS, form | _button(looked), follow=True).text


@pytest.mark.parametrize("value", ["", "x", "0", "9" * 30])
def test_a_unit_that_isn_t_there_leaves_it_registered(cast: Cast, desk: Desk, value: str) -> None:
    browser = desk("registrar")
    sent = browser.post(ADDRESS, _form() | {"hand_to": value}, follow=True)
    assert "已登记。没有受理，也没有交给所选的单位：请选一个现有的单位" in sent.text
    assert _handed_on(cast) == (State.REGISTERED, cast.units["office"], 0, 0)


def test_the_accused_unit_gets_nothing(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    form = _form(kind="accusation", text="物业费涨价，收了好处。", concerned="住建局")
    looked = browser.post(ADDRESS, form | {"look": "1"}).text
    assert f'name="hand_to" value="{cast.units["housing"]}"' not in looked
    sent = browser.post(ADDRESS, form | {"hand_to": str(cast.units["housing"])}, follow=True)
    assert UnitBarred.sentence in sent.text
    assert _handed_on(cast) == (State.ACCEPTED, cast.units["office"], 1, 0)


def test_when_the_database_gives_up_the_receipt_is_there_all_the_same(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(**_given: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(handing_on, "matter_assign_unit", give_up)
    browser = desk("registrar")
    sent = browser.post(ADDRESS, _form() | {"hand_to": str(cast.units["housing"])}, follow=True)
    assert "已登记、受理。没有交给云渡县住房和城乡建设局：系统这时忙不过来" in sent.text and _code(sent.text)


def test_while_typing_the_button_comes_to_its_place(cast: Cast, desk: Desk) -> None:
    browser = desk("registrar")
    page = browser.get(ADDRESS).text
    assert 'id="register-hand-on"' in page and 'name="hand_to"' not in page
    part = browser.post(ADDRESS + "suggest/", {"text": "物业费涨价，没有公示。"}).text
    assert re.search(r'id="register-hand-on" hx-swap-oob="true"', part) and _button(part)


def _accepted_and_handed(browser: Client, number: str) -> str:
    """Press the second button of the form for accepting, as the page shows it."""
    page = browser.get(f"/desk/matters/{number}/?move=accept").text
    assert "受理，并交给云渡县住房和城乡建设局" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    typed = {"seen": seen[1], "way": "opinion", "procedure": "ordinary"}
    return browser.post(f"/desk/matters/{number}/accept/", typed | _button(page), follow=True).text


def test_a_matter_from_the_web_is_accepted_and_handed_on_with_one_press(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    shown = _accepted_and_handed(desk("registrar"), filed.number)
    assert "已受理，并交给云渡县住房和城乡建设局。" in shown
    assert _handed_on(cast) == (State.ACCEPTED, cast.units["housing"], 1, 1)


def test_what_refuses_the_second_step_is_named_and_the_matter_stays_accepted(
    cast: Cast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def barred(**_given: object) -> None:
        raise UnitBarred

    filed = cast.file()
    monkeypatch.setattr(handing_on, "matter_assign_unit", barred)
    shown = _accepted_and_handed(desk("registrar"), filed.number)
    assert "已受理。没有交给云渡县住房和城乡建设局：" in shown and str(UnitBarred.sentence) in shown
    assert _handed_on(cast) == (State.ACCEPTED, cast.units["office"], 1, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"category_id": None},
        {"text": "物业费涨价，住建局的沈秋白不管。"},
        {"respondent_unit": "housing"},
    ],
    ids=["nobody is competent", "its words name somebody there", "barred"],
)
def test_the_second_button_names_no_unit_that_would_be_refused(given: dict[str, Any], cast: Cast, desk: Desk) -> None:
    unit = given.pop("respondent_unit", None)
    bar: dict[str, Any] = {"respondent_unit_id": cast.units[unit]} if unit else {}
    filed = cast.file(**given, **bar)
    page = desk("registrar").get(f"/desk/matters/{filed.number}/?move=accept").text
    assert "受理后，答复期限开始计算。" in page
    assert f'name="hand_to" value="{cast.units["housing"]}"' not in page
