"""What a matter leaves behind outside of itself: digests, letters, other refusals, the cost of a search."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.flows.clock_round import clock_round
from huiyin.flows.digest_round import digest_round
from huiyin.flows.records import notices_page
from huiyin.flows.unit_closing import UnitHasMatters, unit_shut
from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.hours import at_hour
from huiyin.notices.models import Notice
from huiyin.notices.templates import DIGEST
from huiyin.orgs.errors import UnitStillStaffed
from huiyin.orgs.models import Post
from huiyin.orgs.services import post_fill
from tests.attack.eyes import SECRET
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk

pytestmark = pytest.mark.both_databases

WATCHING = ("auditor", "administrator")


def _lines(cast: Cast, who: str) -> list[Any]:
    return notices_page(actor=cast.actor(who), after=None, limit=500)


def test_no_digest_of_others_tells_that_something_came(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["commission"], respondent_unit_id=cast.units["office"], identity=None)
    matter_accept(actor=cast.actor("commission_registrar"), matter_id=filed.matter_id, at=cast.at)
    matter_assign_handler(
        actor=cast.actor("commission_registrar"), matter_id=filed.matter_id,
        officer_id=cast.officers["commission_handler"], at=cast.at,
    )  # fmt: skip
    before = {who: len(_lines(cast, who)) for who in WATCHING}
    assert digest_round(at=at_hour(office_day(cast.at) + timedelta(days=1), 18)).made
    assert Notice.objects.filter(template=DIGEST).exists()
    assert {who: len(_lines(cast, who)) for who in WATCHING} == before


def test_notices_of_a_recommendation_about_it_are_left_out(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    recommendation_send(
        actor=cast.actor("office_leader"),
        draft=RecommendationDraft("improvement", cast.units["housing"], "问题", "建议", number=filed.number),
        at=cast.at,
    )
    sent = {"recommendation_received"}
    assert sent <= {line.template for line in _lines(cast, "auditor")}
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["office"], officer_id=None,
        text="信访局", at=cast.at,
    )  # fmt: skip
    for who in WATCHING:
        assert not sent & {line.template for line in _lines(cast, who)}


def test_the_first_letter_of_a_unit_leaves_no_trace(cast: Cast, desk: Desk) -> None:
    """Its series begins with it: neither the records nor the list of words say so."""
    pages = ("/desk/records/", "/desk/organisation/letters/")
    filed = cast.file(unit_id=cast.units["commission"], respondent_unit_id=cast.units["office"])
    entries_sequence(at=cast.at)
    before = [_main(desk("administrator").get(page).text) for page in pages]
    matter_accept(actor=cast.actor("commission_registrar"), matter_id=filed.matter_id, at=cast.at)
    entries_sequence(at=cast.at)
    assert [_main(desk("administrator").get(page).text) for page in pages] == before


def _main(page: str) -> str:
    return page.partition("<tbody")[2].partition("</tbody")[0]


def test_a_search_costs_the_same(cast: Cast, desk: Desk) -> None:
    browser = desk("housing_leader")
    statements: list[int] = []
    browser.get("/desk/search/", {"q": "云水"})
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/desk/search/", {"q": SECRET[:6]}).status_code == 200
        statements.append(len(asked))
        cast.file(text=SECRET, respondent_unit_id=cast.units["housing"])
    assert statements[0] == statements[1]


def test_closing_a_unit_tells_no_administrator_of_what_lies_there(cast: Cast) -> None:
    """The refusal is that of a unit in which people work, as if the matter weren't there; nothing is lost by it."""
    actor = cast.actor("administrator")
    commission = cast.units["commission"]
    with pytest.raises(UnitStillStaffed):
        unit_shut(unit_id=commission, actor=actor, at=cast.at)
    cast.file(unit_id=commission, respondent_unit_id=cast.units["office"])
    with pytest.raises(UnitStillStaffed):
        unit_shut(unit_id=commission, actor=actor, at=cast.at)
    for post_id in Post.objects.filter(unit=commission).values_list("pk", flat=True):
        post_fill(post_id=post_id, officer_id=None, actor=SEED, at=cast.at)
    with pytest.raises(UnitHasMatters):
        unit_shut(unit_id=commission, actor=actor, at=cast.at)


def test_no_one_above_hears_of_an_accusation_that_may_mean_them(cast: Cast) -> None:
    """The petition office has no leader of its own: what nobody takes there goes to nobody above."""
    for post_id in Post.objects.filter(unit=cast.units["office"], role=Role.LEADER).values_list("pk", flat=True):
        post_fill(post_id=post_id, officer_id=None, actor=SEED, at=cast.at)
    cast.file(kind=Kind.ACCUSATION, respondent_text="管工程的那个人", respondents_settled=False)
    for _ in range(30):
        while clock_round(at=cast.later(days=3)).more:
            pass
    assert Notice.objects.filter(template="matter_unowned", officer_id=cast.officers["registrar"]).exists()
    assert not Notice.objects.filter(officer_id=cast.officers["mayor"]).exists()
