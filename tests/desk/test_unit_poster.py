"""The poster for a unit's wall, from the desk."""

from tests.cast import Cast
from tests.desk.conftest import Desk


def test_the_poster_is_offered_to_the_unit_and_administrators(cast: Cast, desk: Desk) -> None:
    office = f"/desk/reception/posters/{cast.units['office']}/"
    assert office in desk("registrar").get("/desk/reception/").content.decode()
    assert office in desk("administrator").get(f"/desk/organisation/units/{cast.units['office']}/").content.decode()
    assert desk("registrar").get(office).content.startswith(b"%PDF")
    assert desk("housing_registrar").get(office).status_code == 404
