"""While the portal isn't open, the desk says what is missing, by name."""

import pytest

from huiyin.orgs.selectors.opening import _opening
from huiyin.orgs.services import officer_deactivate
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk

SHUT = "门户还没有开放"


@pytest.fixture(autouse=True)
def _portal_closed(monkeypatch: pytest.MonkeyPatch, _portal_open: None) -> None:
    monkeypatch.setattr(_opening, "was_open", False)


def test_the_administrator_reads_what_is_missing(cast: Cast, desk: Desk) -> None:
    officer_deactivate(officer_id=cast.officers["registrar"], actor=SEED, at=cast.at)
    page = desk("administrator").get("/desk/organisation/").text
    assert SHUT in page and "云渡县信访局还没有登记员" in page


def test_anyone_who_registers_reads_it_too(cast: Cast, desk: Desk) -> None:
    officer_deactivate(officer_id=cast.officers["registrar"], actor=SEED, at=cast.at)
    page = desk("housing_registrar").get("/desk/register/").text
    assert SHUT in page and "云渡县信访局还没有登记员" in page


def test_in_an_open_installation_no_notice_is_shown(cast: Cast, desk: Desk) -> None:
    for page in (desk("administrator").get("/desk/organisation/"), desk("registrar").get("/desk/register/")):
        assert SHUT not in page.text
