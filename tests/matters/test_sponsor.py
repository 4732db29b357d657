"""A leader answers for a matter in person: one leader, one plan, to the end; handed on only with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.matters.moves_leading import FOUR

from huiyin.kernel.actor import system
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.sponsor.errors import (
    HandOnReasonMissing,
    LeaderUnknown,
    MilestoneGone,
    NotTheSponsor,
    PlanDayPast,
    PlanMissing,
    PlanStepsTooMany,
    PlanStepTextMissing,
    SponsorThere,
)
from huiyin.matters.sponsor.rules import MILESTONES_MOST
from huiyin.matters.sponsor.selectors.sponsor import sponsorships_to_end
from huiyin.matters.sponsor.services.ending import sponsor_end
from huiyin.matters.sponsor.services.sponsor import MilestoneDraft, matter_sponsor, milestone_reach, sponsor_hand_on
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


def _sponsored(cast: Cast, by: str = "housing_leader") -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    day = office_day(cast.at) + timedelta(days=7)
    matter_sponsor(
        actor=cast.actor(by), matter_id=filed.matter_id, plan="到现场听各方意见，一周内拿出方案",
        milestones=[MilestoneDraft("到小区现场", day), MilestoneDraft("方案公示", day)], at=cast.at,
    )  # fmt: skip
    return filed


def test_one_leader_one_plan(cast: Cast) -> None:
    filed = _sponsored(cast)
    inside = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).sponsor
    outside = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert inside and outside.sponsor
    assert (inside.officer_id, inside.plan[:3]) == (cast.officers["housing_leader"], "到现场")
    assert (outside.sponsor.officer_id, outside.sponsor.plan) == (None, "")
    assert outside.sponsor.office == "云渡县住房和城乡建设局leader"
    assert any("亲自负责这件事项" in event.sentence for event in outside.events)
    assert not any("楚天阔" in event.sentence for event in outside.events)
    with pytest.raises(SponsorThere):
        matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="也来", at=cast.at)


def test_no_clock_changes_by_it(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    before = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).clocks
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="督促办理", at=cast.at)
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).clocks == before


def test_only_who_leads_there_takes_it_and_with_a_plan(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    for username in ("handler", "approver", "housing_registrar"):
        with pytest.raises(MoveNotAllowed):
            matter_sponsor(actor=cast.actor(username), matter_id=filed.matter_id, plan="我来", at=cast.at)
    leader = cast.actor("housing_leader")
    with pytest.raises(PlanMissing):
        matter_sponsor(actor=leader, matter_id=filed.matter_id, plan=" ", at=cast.at)
    yesterday = MilestoneDraft("昨天", office_day(cast.at) - timedelta(days=1))
    with pytest.raises(PlanDayPast):
        matter_sponsor(actor=leader, matter_id=filed.matter_id, plan="计划", milestones=[yesterday], at=cast.at)
    nothing = MilestoneDraft(" ", office_day(cast.at) + timedelta(days=3))
    with pytest.raises(PlanStepTextMissing):
        matter_sponsor(actor=leader, matter_id=filed.matter_id, plan="计划", milestones=[nothing], at=cast.at)
    many = [
        MilestoneDraft(f"第{number}步", office_day(cast.at) + timedelta(days=number))
        for number in range(1, MILESTONES_MOST + 2)
    ]
    with pytest.raises(PlanStepsTooMany):
        matter_sponsor(actor=leader, matter_id=filed.matter_id, plan="计划", milestones=many, at=cast.at)


def test_the_steps_of_the_plan_are_notified(cast: Cast) -> None:
    filed = _sponsored(cast)
    leader, matter_id = cast.actor("housing_leader"), filed.matter_id
    with pytest.raises(NotTheSponsor):
        milestone_reach(actor=cast.actor("mayor"), matter_id=matter_id, position=1, note="", at=cast.at)
    milestone_reach(actor=leader, matter_id=matter_id, position=1, note="和业主代表一起看了", at=cast.at)
    with pytest.raises(MilestoneGone):
        milestone_reach(actor=leader, matter_id=matter_id, position=1, note="", at=cast.at)
    page = matter_page_of_petitioner(matter_id=matter_id, at=cast.at)
    assert any("包案计划有进展：到小区现场" in event.sentence for event in page.events)


def test_handed_on_with_a_reason_the_plan_goes_along(cast: Cast) -> None:
    filed = _sponsored(cast)
    leader, matter_id = cast.actor("housing_leader"), filed.matter_id

    def hand_on(to: str, reason: str = "工作调动") -> None:
        sponsor_hand_on(actor=leader, matter_id=matter_id, officer_id=cast.officers[to], reason=reason, at=cast.at)

    with pytest.raises(HandOnReasonMissing):
        hand_on("mayor", " ")
    for to in ("housing_leader", "handler", "town_leader"):
        with pytest.raises(LeaderUnknown):
            hand_on(to)
    hand_on("mayor")
    page = matter_page_for(actor=cast.actor("mayor"), number=filed.number, at=cast.at)
    assert page.sponsor
    assert (page.sponsor.officer_id, page.sponsor.plan[:3], len(page.sponsor.milestones)) == (
        cast.officers["mayor"], "到现场", 2,
    )  # fmt: skip
    with pytest.raises(NotTheSponsor):
        hand_on("mayor")
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_when_it_has_ended_the_four_answers_wait_for_the_leader_alone(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    matter_sponsor(actor=cast.actor("mayor"), matter_id=filed.matter_id, plan="办好", at=cast.at)
    mayor, most = cast.actor("mayor"), 5
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert sponsorships_to_end(actor=mayor, most=most) == []
    cast.later(days=40)
    matter_close(actor=system("clock"), matter_id=filed.matter_id, at=cast.at)
    (row,) = sponsorships_to_end(actor=mayor, most=most)
    assert (row.number, row.closed_at) == (filed.number, cast.at)
    notice = Notice.objects.get(template="sponsor_to_end")
    assert (notice.officer_id, notice.params) == (cast.officers["mayor"], {"number": filed.number})
    # No deputy gives them, and who commands the unit has nothing to answer.
    for other in (
        replace(cast.actor("registrar"), stands_for=frozenset({cast.officers["mayor"]})),
        cast.actor("housing_leader"),
    ):
        assert sponsorships_to_end(actor=other, most=most) == []
    sponsor_end(actor=mayor, matter_id=filed.matter_id, answers=FOUR, at=cast.at)
    assert sponsorships_to_end(actor=mayor, most=most) == []


def test_what_no_leader_has_in_person_ends_without_a_word_to_any(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    cast.later(days=40)
    matter_close(actor=system("clock"), matter_id=filed.matter_id, at=cast.at)
    assert not Notice.objects.filter(template="sponsor_to_end").exists()
