"""From the petitioner's choice over the registrar's look at the title to the page of a neighbour."""

from html import unescape

from huiyin.matters.core.rules.states import Kind
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand
from tests.portal.walker import WHERE, Citizen

TITLE = "小区电梯停运"


def test_a_neighbour_reads_what_was_agreed_to_and_looked_at(cast: Cast, desk: Desk) -> None:
    filed = cast.file(place="云水小区 3 幢", area_id=cast.areas["town"])
    citizen, hand = Citizen(), Hand(desk("registrar"))
    citizen.look_up(filed.number, filed.code)
    assert "同意公开标题和进度" in citizen.page("/status/")
    assert "move-publish" not in hand.look(filed)
    page = citizen.client.post("/status/publish/", follow=True).content.decode()
    assert "登记员看过标题才公开" in page and "现在没有公开" in page
    assert "您已经同意过了" in citizen.client.post("/status/publish/", follow=True).content.decode()
    assert _nearby(cast) == ""
    hand.do(filed, "publish", title=TITLE)
    assert f"<strong>{TITLE}</strong>" in citizen.page("/status/")
    shown = _nearby(cast)
    assert TITLE in shown and cast.matter(filed).title not in shown and filed.number not in shown
    assert "已经收回" in citizen.client.post("/status/publish/stop/", follow=True).content.decode()
    assert _nearby(cast) == ""
    assert "不用收回" in citizen.client.post("/status/publish/stop/", follow=True).content.decode()


def _nearby(cast: Cast) -> str:
    """The list on the page of the place, for somebody else who files, without scripts; "" where there is none."""
    neighbour = Citizen()
    neighbour.write()
    response = neighbour.press(
        "where", do="nearby", **{**WHERE, "place": "云水小区 3 幢", "area": str(cast.areas["town"])}
    )
    assert response["Location"].endswith("/file/where/#nearby")
    page = unescape(neighbour.page("/file/where/"))
    part = neighbour.client.post("/file/nearby/", {"place": "云水小区 3 幢", "area": str(cast.areas["town"])})
    shown = page[page.index('id="nearby-list"') : page.index("看看附近")]
    assert ("附近已经有人反映过" in shown) is ("附近已经有人反映过" in part.content.decode())
    return shown if "附近已经有人反映过" in shown else ""


def test_an_accusation_offers_no_such_choice(cast: Cast, desk: Desk) -> None:
    filed = cast.file(kind=Kind.ACCUSATION)
    citizen = Citizen()
    citizen.look_up(filed.number, filed.code)
    assert "publishing-part" not in citizen.page("/status/")
    assert citizen.client.post("/status/publish/").status_code in {403, 409}
    assert "move-publish" not in Hand(desk("registrar")).look(filed)
