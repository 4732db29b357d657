"""Where it happened: a typed place always, a position only with the house's own map; private as the place is."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from huiyin.config.map_tiles import MapTiles, read_map
from huiyin.kernel.positions import Datum, Position
from huiyin.ledger.services import ledger_verify
from huiyin.matters.models import Matter
from tests.cast import Cast
from tests.portal.walker import WHERE, Citizen

TILES = MapTiles("https://map.example.invalid/{z}/{x}/{y}.png", Datum.GCJ02, "审图号", (30.59, 114.3, 12))
AT_GATE = "39.91334545536069 116.38404722455657 gcj02"
KEPT = Position(39_911_954, 116_377_817, Datum.GCJ02, None)


@pytest.fixture
def tiles(settings: Settings) -> None:
    """The house has a map of its own, shifted as most are."""
    settings.HUIYIN_MAP = TILES


def _filed(citizen: Citizen, position: str) -> Matter:
    citizen.write()
    citizen.press("where", **{**WHERE, "position": position})
    assert citizen.send().status_code == 302
    return Matter.objects.get()


def test_without_tiles_no_page_has_a_map_or_may_ask_for_a_position(cast: Cast) -> None:
    response = Client().get("/file/where/")
    page = response.content.decode()
    assert "data-map" not in page and 'name="position"' not in page
    assert "geolocation=()" in response["Permissions-Policy"]


def test_with_tiles_this_page_alone_loads_them_and_may_ask(cast: Cast, tiles: None) -> None:
    response = Client().get("/file/where/")
    assert "https://map.example.invalid" in response["Content-Security-Policy"]
    assert (
        "geolocation=(self)" in response["Permissions-Policy"] and "microphone=()" in response["Permissions-Policy"]
    )
    for address in ("/", "/file/what/", "/file/files/", "/file/about/", "/how/"):
        other = Client().get(address)
        assert "map.example.invalid" not in other["Content-Security-Policy"], address
        assert "geolocation=()" in other["Permissions-Policy"], address


def test_a_position_is_kept_in_wgs84_with_its_datum_and_in_the_ledger(cast: Cast, tiles: None) -> None:
    matter = _filed(Citizen(), AT_GATE)
    assert matter.position == KEPT
    assert ledger_verify().problems == []
    Matter.objects.filter(pk=matter.pk).update(latitude=KEPT.latitude + 9)
    assert ledger_verify().problems


def test_check_page_shows_the_position_and_removes_it_without_scripts(cast: Cast, tiles: None) -> None:
    citizen = Citizen()
    citizen.write()
    citizen.press("where", **{**WHERE, "position": AT_GATE})
    assert "39.911954, 116.377817" in citizen.page("/file/check/")
    assert 'name="no_position"' in citizen.page("/file/where/")
    citizen.press("where", **{**WHERE, "position": AT_GATE, "no_position": "1"})
    assert "39.911954" not in citizen.page("/file/check/")
    citizen.send()
    assert Matter.objects.get().position is None


def test_what_is_no_position_is_none(cast: Cast, tiles: None) -> None:
    assert _filed(Citizen(), "91 181 wgs84").position is None


def test_a_sealed_matter_has_none_outside_the_seal(cast: Cast, tiles: None) -> None:
    cast.seal_keys("registrar", "office_leader")
    citizen = Citizen()
    citizen.write()
    citizen.press("where", **{**WHERE, "position": AT_GATE})
    citizen.press("who", who="anonymous", seal="sealed")
    citizen.send()
    matter = Matter.objects.get()
    assert matter.is_sealed and matter.position is None


def test_a_wrong_setting_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_map() is None
    for tiles, datum, view, named in (
        ("https://map.example.invalid/{z}/{x}.png", "", "30,114,12", "HUIYIN_MAP_TILES"),
        ("https://map.example.invalid/{z}/{x}/{y}.png; script-src *", "", "30,114,12", "HUIYIN_MAP_TILES"),
        ("//map.example.invalid/{z}/{x}/{y}.png", "", "30,114,12", "HUIYIN_MAP_TILES"),
        ("/tiles/{z}/{x}/{y}.png", "bd09", "30,114,12", "HUIYIN_MAP_DATUM"),
        ("/tiles/{z}/{x}/{y}.png", "wgs84", "", "HUIYIN_MAP_VIEW"),
        ("/tiles/{z}/{x}/{y}.png", "wgs84", "99,114,12", "HUIYIN_MAP_VIEW"),
    ):
        monkeypatch.setenv("HUIYIN_MAP_TILES", tiles)
        monkeypatch.setenv("HUIYIN_MAP_DATUM", datum or "wgs84")
        monkeypatch.setenv("HUIYIN_MAP_VIEW", view)
        with pytest.raises(ValueError, match=named):
            read_map()
    monkeypatch.setenv("HUIYIN_MAP_VIEW", "30.59,114.3,12")
    found = read_map()
    assert found is not None and found.origin == "" and found.view == (30.59, 114.3, 12)
