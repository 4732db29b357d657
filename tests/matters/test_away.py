"""Standing aside, being away, leaving: the matter moves, and nothing waits for somebody who isn't there."""

from datetime import timedelta

import pytest
from tests.cast import SEED, Cast

from huiyin.flows.grants import post_give
from huiyin.flows.officer_away import away_round, officer_offboard
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.lists.selectors.lists import WorkList, matter_list_for
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.recusal.errors import RecusalReasonMissing, RecusedAlready
from huiyin.matters.recusal.selectors import matters_left_behind
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.notices.models import Notice
from huiyin.orgs.models import Post
from huiyin.orgs.selectors import actor_for
from huiyin.orgs.services import leave_set

pytestmark = pytest.mark.django_db


def _with_handler(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    return filed


def _recuse(cast: Cast, filed: Registered, by: str, whom: str, reason: str = "和信访人是亲戚") -> None:
    matter_recuse(
        actor=cast.actor(by), matter_id=filed.matter_id, officer_id=cast.officers[whom], reason=reason, at=cast.at
    )


def _has_notice(cast: Cast, username: str, template: str) -> bool:
    return Notice.objects.filter(officer_id=cast.officers[username], template=template).exists()


def test_a_recused_handler_sees_it_no_more(cast: Cast) -> None:
    filed = _with_handler(cast)
    _recuse(cast, filed, "handler", "handler")
    matter = cast.matter(filed)
    assert (matter.state, matter.handler_id) == (State.ACCEPTED, None)
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=cast.actor("handler"), matter_id=filed.matter_id)
    assert matter_list_for(actor=cast.actor("handler"), work_list=WorkList.MINE).rows == ()
    assert _has_notice(cast, "housing_registrar", "matter_unowned")
    sentences = [event.sentence for event in matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).events]
    assert "云渡县住房和城乡建设局的一位工作人员按规定回避，不再看到、也不再办理这件事项。" in sentences
    assert not any("亲戚" in sentence for sentence in sentences)
    assert stuck_matters() == []
    matter_assign_handler(
        actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, officer_id=cast.officers["handler_two"],
        at=cast.at,
    )  # fmt: skip


def test_somebody_is_declared_too_near_by_who_leads(cast: Cast) -> None:
    filed = _with_handler(cast)
    cast.draft(filed)
    for by in ("handler_two", "housing_registrar"):
        with pytest.raises((MoveNotAllowed, MatterNotFound)):
            _recuse(cast, filed, by, "approver")
    _recuse(cast, filed, "housing_leader", "approver")
    with pytest.raises(MatterNotFound):
        reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_approve(actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(RecusedAlready):
        _recuse(cast, filed, "housing_leader", "approver")
    with pytest.raises(RecusalReasonMissing):
        _recuse(cast, filed, "housing_leader", "handler", reason=" ")


def test_where_no_one_is_left_the_leader_is_notified(cast: Cast) -> None:
    """The commission's only registrar and approver stands aside: the next leader above it has to know at once."""
    filed = cast.file(unit_id=cast.units["town"])
    _recuse(cast, filed, "town_registrar", "town_registrar")
    assert _has_notice(cast, "town_leader", "matter_unowned")


def test_a_deputy_works_on_while_the_handler_is_away(cast: Cast) -> None:
    filed = _with_handler(cast)
    today = office_day(cast.at)
    leave_set(
        officer_id=cast.officers["handler"], deputy_id=cast.officers["handler_two"], starts_on=today,
        ends_on=today + timedelta(days=5), actor=cast.actor("handler"), at=cast.at,
    )  # fmt: skip

    def deputy(days: int) -> Actor:
        return actor_for(officer_id=cast.officers["handler_two"], on=today + timedelta(days=days))

    matter_note(actor=deputy(0), matter_id=filed.matter_id, body="代办中，已联系物业", at=cast.at)
    assert [row.number for row in matter_list_for(actor=deputy(5), work_list=WorkList.MINE).rows] == [filed.number]
    with pytest.raises(MatterNotFound):
        matter_note(actor=deputy(6), matter_id=filed.matter_id, body="到期以后", at=cast.at)
    _recuse(cast, filed, "handler", "handler")
    with pytest.raises(MatterNotFound):  # nor does whoever stands in for somebody who stands aside
        matter_get_for(actor=deputy(0), matter_id=filed.matter_id)


def test_a_deputy_is_notified_too(cast: Cast) -> None:
    today = office_day(cast.at)
    leave_set(
        officer_id=cast.officers["handler"], deputy_id=cast.officers["handler_two"], starts_on=today, ends_on=today,
        actor=cast.actor("handler"), at=cast.at,
    )  # fmt: skip
    _with_handler(cast)
    assert _has_notice(cast, "handler", "matter_assigned")
    assert _has_notice(cast, "handler_two", "matter_assigned")


def test_what_a_shut_account_had_goes_back_at_once(cast: Cast) -> None:
    worked_on, drafted = _with_handler(cast), _with_handler(cast)
    cast.draft(drafted)
    administrator = cast.actor("administrator")
    released = officer_offboard(officer_id=cast.officers["handler"], actor=administrator, at=cast.at)
    assert released == 2
    for filed in (worked_on, drafted):
        matter = cast.matter(filed)
        assert (matter.state, matter.handler_id) == (State.ACCEPTED, None)
    assert _has_notice(cast, "housing_registrar", "matter_unowned")
    assert stuck_matters() == []


def test_what_belonged_to_a_post_goes_back_when_it_is_given_to_another(cast: Cast) -> None:
    filed = _with_handler(cast)
    post = Post.objects.get(officer_id=cast.officers["handler"], role=Role.HANDLER)
    post_give(post_id=post.pk, officer_id=cast.officers["nobody"], actor=SEED, at=cast.at)
    assert cast.matter(filed).handler_id is None


def test_the_round_finds_what_a_crash_left(cast: Cast) -> None:
    filed = _with_handler(cast)
    Post.objects.filter(officer_id=cast.officers["handler"]).delete()
    assert matters_left_behind() == [filed.matter_id]
    assert away_round(at=cast.at) == 1
    assert away_round(at=cast.at) == 0
