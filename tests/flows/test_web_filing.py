"""Filing on the web: the petition office receives it, unless it is about those who command that office."""

from datetime import datetime
from unittest import mock

import pytest

from huiyin.flows.draft_filing import draft_submit
from huiyin.flows.web_filing import FilingUnitMissing, UnbarredUnitMissing, web_filing_register
from huiyin.intake.services import draft_save
from huiyin.kernel.ids import new_token
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.services import UnitPlan, officer_deactivate, unit_close, unit_create
from tests.cast import AT, SEED, WHO, Cast


def _file(respondent: str = "", token: str = "", at: datetime = AT) -> Registered:
    return web_filing_register(
        kind=Kind.CLAIM,
        text="路灯坏了三个月，没有人来修。",
        requests=["把路灯修好"],
        identity=WHO,
        token=token or new_token(),
        at=at,
        respondent_text=respondent,
    )


def test_the_petition_office_receives_it(cast: Cast) -> None:
    matter = cast.matter(_file("路灯管理所"))
    assert matter.lead_unit_id == cast.units["office"]
    assert (matter.respondent_unit_id, matter.respondent_text) == (None, "路灯管理所")


def test_a_respondent_typed_by_name_is_bound(cast: Cast) -> None:
    matter = cast.matter(_file(" 住建局 "))
    assert matter.respondent_unit_id == cast.units["housing"]
    assert matter.lead_unit_id == cast.units["office"]


def test_about_the_office_itself_it_goes_to_the_unit_above(cast: Cast) -> None:
    assert cast.matter(_file("云渡县信访局")).lead_unit_id == cast.units["county"]


def test_about_the_authority_itself_it_goes_to_the_unit_that_stands_apart(cast: Cast) -> None:
    assert cast.matter(_file("县政府")).lead_unit_id == cast.units["commission"]


def test_where_no_one_stands_apart_it_is_kept_unseen_and_the_sweep_names_it(cast: Cast) -> None:
    _close_commission(cast)
    filed = _file("县政府")
    assert matter_search_for(actor=cast.actor("registrar"), text=filed.number) == []
    assert [matter.number for matter in stuck_matters()] == [filed.number]


def test_the_only_unit_there_is_never_gets_what_is_about_itself(db: None) -> None:
    unit_create(plan=UnitPlan("河口村信访室", UnitKind.OFFICE), parent_id=None, actor=SEED, at=AT)
    with pytest.raises(UnbarredUnitMissing):
        _file("河口村信访室")


def _close_commission(cast: Cast) -> None:
    for username in ("commission_registrar", "commission_handler"):
        officer_deactivate(officer_id=cast.officers[username], actor=SEED, at=AT)
    unit_close(unit_id=cast.units["commission"], actor=SEED, at=AT)


def test_the_same_form_again_gives_the_same_receipt(cast: Cast) -> None:
    token = new_token()
    first, second = _file(token=token), _file(token=token, at=cast.later(minutes=1))
    assert (second.number, second.code, second.is_new) == (first.number, first.code, False)


def test_a_draft_that_cannot_be_emptied_leaves_no_matter_either(cast: Cast) -> None:
    token = draft_save(
        token="", changes={"kind": "claim", "text": "路灯坏了。", "requests": ("修好",), "who": "anonymous"}, at=AT
    )
    broken = mock.patch("huiyin.flows.draft_filing.draft_mark_sent", side_effect=OSError("no room"))
    with broken, pytest.raises(OSError, match="no room"):
        draft_submit(token=token, at=AT)
    assert not Matter.objects.exists()
    assert draft_submit(token=token, at=AT).registered.is_new


def test_without_any_unit_it_says_so(db: None) -> None:
    with pytest.raises(FilingUnitMissing):
        _file()
