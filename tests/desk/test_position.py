"""The place that a petitioner has pointed at, on the desk."""

from pytest_django.fixtures import Settings

from huiyin.config.map_tiles import MapTiles
from huiyin.kernel.positions import Datum, Position
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from tests.cast import Cast
from tests.desk.conftest import Desk

KEPT = Position(39_911_954, 116_377_817, Datum.GCJ02, None)


def test_a_position_is_shown_to_readers_of_the_matter_alone(cast: Cast, desk: Desk, settings: Settings) -> None:
    settings.HUIYIN_MAP = MapTiles("https://map.example.invalid/{z}/{x}/{y}.png", Datum.GCJ02, "", (30.59, 114.3, 12))
    filed = cast.file(position=KEPT)
    matter = cast.matter(filed)
    response = desk("registrar").get(f"/desk/matters/{matter.number}/")
    page = response.content.decode()
    assert "39.911954, 116.377817" in page and "由 GCJ-02 换算" in page
    # On the map it stands where the map's own numbers have it.
    assert 'data-point="39.913345,116.384047"' in page
    assert "map.example.invalid" in response["Content-Security-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]
    assert desk("housing_leader").get(f"/desk/matters/{matter.number}/").status_code == 404
    assert matter_page_of_petitioner(matter_id=matter.pk, at=matter.received_at).position == KEPT
