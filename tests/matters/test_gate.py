"""Whoever a matter is about is barred from it everywhere, and strangers learn nothing."""

import pytest
from tests.cast import SEED, Cast

from huiyin.kernel.actor import Role, petitioner
from huiyin.kernel.ids import new_id
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import MatterNotFound, UnitBarred
from huiyin.matters.core.selectors.gate import matter_get_for, matter_ids_visible
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.notices.models import Notice
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import PostPlan, post_create, post_fill

pytestmark = pytest.mark.both_databases

_SECRET = "举报局长在供水工程中收受回扣"


def _sees(cast: Cast, username: str, number: str) -> bool:
    actor = cast.actor(username)
    try:
        found = matter_get_for(actor=actor, number=number)
    except MatterNotFound:
        assert matter_search_for(actor=actor, text="回扣") == []
        assert matter_search_for(actor=actor, text=number) == []
        assert not any(
            row.number == number
            for work_list in WorkList
            for row in matter_list_for(actor=actor, work_list=work_list).rows
        )
        with pytest.raises(MatterNotFound):
            matter_page_for(actor=actor, number=number, at=cast.at)
        return False
    assert matter_ids_visible(actor=actor, matter_ids=[found.pk]) == {found.pk}
    return True


def test_strangers_get_the_same_as_for_nothing(cast: Cast) -> None:
    filed = cast.file(text=_SECRET)
    assert _sees(cast, "registrar", filed.number)
    for username in ("education_registrar", "handler", "auditor", "administrator", "nobody", "town_leader"):
        assert not _sees(cast, username, filed.number)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=petitioner(new_id()), matter_id=filed.matter_id)


def test_a_unit_is_barred_with_all_below_it_but_not_those_above(cast: Cast) -> None:
    filed = cast.file(text=_SECRET, respondent_unit_id=cast.units["town"])
    assert _sees(cast, "registrar", filed.number)
    assert _sees(cast, "mayor", filed.number)
    assert not _sees(cast, "town_leader", filed.number)
    for unit in ("town", "village"):
        with pytest.raises(UnitBarred):
            matter_assign_unit(
                actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units[unit], at=cast.at
            )


def test_a_leader_who_is_the_respondent_bars_all_they_command(cast: Cast) -> None:
    filed = cast.file(text=_SECRET, respondent_officer_id=cast.officers["housing_leader"])
    for username in ("handler", "approver", "housing_registrar", "housing_leader"):
        assert not _sees(cast, username, filed.number)
    with pytest.raises(UnitBarred):
        matter_assign_unit(
            actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at
        )


def test_an_approver_who_is_the_respondent_bars_those_who_write_for_them(cast: Cast) -> None:
    filed = cast.file(text=_SECRET, respondent_officer_id=cast.officers["office_approver"])
    assert not _sees(cast, "registrar", filed.number)
    assert not _sees(cast, "office_approver", filed.number)
    assert _sees(cast, "office_leader", filed.number)
    with pytest.raises(UnitBarred):
        matter_assign_unit(
            actor=cast.actor("office_leader"), matter_id=cast.file(
                respondent_officer_id=cast.officers["approver"]
            ).matter_id, unit_id=cast.units["housing"], at=cast.at,
        )  # fmt: skip


def test_a_handler_who_lost_the_post_has_nothing_at_hand_any_more(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    post = posts_of_officer(officer_id=cast.officers["handler"])[0]
    post_fill(post_id=post.id, officer_id=None, actor=SEED, at=cast.at)
    post_create(
        plan=PostPlan(cast.units["education"], Role.HANDLER, "承办人", cast.officers["handler"]),
        actor=SEED,
        at=cast.at,
    )
    assert not _sees(cast, "handler", filed.number)


def test_naming_the_respondent_later_takes_the_matter_away_at_once(cast: Cast) -> None:
    filed = cast.file(text=_SECRET)
    cast.to_handler(filed)
    assert _sees(cast, "handler", filed.number)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=cast.units["housing"], officer_id=None,
        text="住建局", at=cast.at,
    )  # fmt: skip
    assert not _sees(cast, "handler", filed.number)
    assert not _sees(cast, "housing_leader", filed.number)
    matter = cast.matter(filed)
    assert (matter.lead_unit_id, matter.handler_id, matter.state) == (cast.units["county"], None, "accepted")
    with pytest.raises(MatterNotFound):
        matter_note(actor=cast.actor("handler"), matter_id=filed.matter_id, body="看一下", at=cast.at)


def test_a_matter_about_the_whole_county_goes_to_the_unit_that_stands_apart(cast: Cast) -> None:
    filed = cast.file(text=_SECRET)
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["county"], officer_id=None,
        text="", at=cast.at,
    )  # fmt: skip
    assert cast.matter(filed).lead_unit_id == cast.units["commission"]
    assert not _sees(cast, "registrar", filed.number)
    assert not _sees(cast, "mayor", filed.number)
    matter_accept(actor=cast.actor("commission_registrar"), matter_id=filed.matter_id, at=cast.at)


def test_an_officer_who_is_the_respondent_is_barred_alone(cast: Cast) -> None:
    filed = cast.file(text=_SECRET)
    cast.to_handler(filed)
    matter_name_respondent(
        actor=cast.actor("approver"), matter_id=filed.matter_id, unit_id=None,
        officer_id=cast.officers["handler"], text="", at=cast.at,
    )  # fmt: skip
    assert not _sees(cast, "handler", filed.number)
    assert _sees(cast, "approver", filed.number)
    assert cast.matter(filed).handler_id is None


def test_no_notice_goes_to_whom_the_matter_is_about(cast: Cast) -> None:
    filed = cast.file(respondent_officer_id=cast.officers["housing_registrar"])
    cast.accept(filed)
    matter_assign_unit(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=cast.units["housing"], at=cast.at
    )
    notified = set(Notice.objects.filter(officer_id__isnull=False).values_list("officer_id", flat=True))
    assert cast.officers["housing_registrar"] not in notified
    assert cast.officers["approver"] in notified


def test_words_alone_never_lift_a_bar(cast: Cast) -> None:
    filed = cast.file(text=_SECRET, respondent_unit_id=cast.units["town"])
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, unit_id=None, officer_id=None, text="某公司",
        at=cast.at,
    )  # fmt: skip
    assert not _sees(cast, "town_leader", filed.number)
