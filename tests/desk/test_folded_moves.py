"""A move's form comes when it is opened: with a script into its place, without one on the page itself."""

from django.test import Client

from huiyin.matters.messages.services.work import matter_note
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand, address, codes, version

HTMX = {"HX-Request": "true"}
CHANGED = "您打开页面后，这件事项有了变化，请先看最新情况。"


def _fetched(client: Client, where: str, seen: str) -> str:
    answer = client.get(where, {"seen": seen}, headers=HTMX)
    assert answer.status_code == 200 and "HX-Request" in answer.headers["Vary"]
    return answer.text


def test_the_page_draws_no_form_until_one_is_opened(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    page = hand.look(filed)
    assert {"accept", "note", "assign_unit"} <= codes(page) and 'enctype="multipart/form-data"' not in page
    assert f'<a href="{address(filed)}?move=note#move-note">' in page
    opened = hand.client.get(f"{address(filed)}?move=note").text
    assert opened.count('enctype="multipart/form-data"') == 1 and f'action="{address(filed, "note")}"' in opened
    assert hand.client.get(address(filed, "note")).headers["Location"] == f"{address(filed)}?move=note#move-note"


def test_a_form_isn_t_given_to_a_page_that_is_outdated(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    seen = version(hand.look(filed))
    assert f'name="seen" value="{seen}"' in _fetched(hand.client, address(filed, "accept"), seen)
    matter_note(actor=cast.actor("registrar"), matter_id=filed.matter_id, body="已电话核实。", at=cast.at)
    for wrong in (seen, "", "x"):
        page = _fetched(hand.client, address(filed, "accept"), wrong)
        assert CHANGED in page and "<form" not in page and f'href="{address(filed)}?move=accept#move-accept"' in page


def test_a_move_that_isn_t_possible_has_no_form(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    assert "<form" not in _fetched(hand.client, address(filed, "serve"), version(hand.look(filed)))
    assert hand.client.get(address(filed, "nothing"), headers=HTMX).status_code == 404
    assert 'class="move-sheet" method' not in hand.client.get(f"{address(filed)}?move=serve").text
