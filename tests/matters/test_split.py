"""Requests for several units: each part a matter with clocks of its own; the whole is answered and closes last."""

from typing import Any

import pytest
from tests.cast import SEED, Cast

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import Role, system
from huiyin.kernel.ids import format_matter_number
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept, matter_decline
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.errors import MatterNotFound, UnitBarred
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.core.selectors.rounds import matters_past_window
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.joint.services.joint import cosigners_add
from huiyin.matters.linking.errors import (
    MergeSplit,
    PartsOpen,
    PartsUnanswered,
    RequestsAllChosen,
    RequestsUnchosen,
    RespondentOfWhole,
    SplitAgain,
    SplitSealed,
)
from huiyin.matters.linking.selectors.split import family_member
from huiyin.matters.linking.services.merge import matter_merge
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.models import Matter
from huiyin.matters.receipt.selectors import holder_by_receipt
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve, reply_draft
from huiyin.matters.respondents.selectors.respondents import UNIT_KEY, respondents_of
from huiyin.matters.respondents.services.naming import bar_lift, matter_name_respondent
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.orgs.rules import Respondents
from huiyin.orgs.services import PostPlan, posts_create
from huiyin.vault.services import IdentityDraft

pytestmark = pytest.mark.django_db
TICK = system("tick")
THREE = ("公示近三年收支", "修好电梯", "孩子就近入学")


def _split(
    cast: Cast, filed: Registered, *positions: int, unit: str = "education", by: str = "registrar"
) -> Registered:
    return matter_split(
        actor=cast.actor(by), matter_id=filed.matter_id, positions=positions or (3,), unit_id=cast.units[unit],
        words="由教育局答复", at=cast.at,
    )  # fmt: skip


def _answer_part(cast: Cast, part: Registered) -> None:
    """By the education bureau's own people, a commissioned leader approving."""
    matter_accept(actor=cast.actor("education_registrar"), matter_id=part.matter_id, at=cast.at)
    matter_assign_handler(
        actor=cast.actor("education_registrar"), matter_id=part.matter_id,
        officer_id=cast.officers["education_handler"], at=cast.at,
    )  # fmt: skip
    cast.draft(part, "education_handler")
    _appoint_approver(cast)
    reply_approve(actor=cast.actor("nobody"), matter_id=part.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("education_handler"), matter_id=part.matter_id, at=cast.at)


def _appoint_approver(cast: Cast) -> None:
    plan = PostPlan(cast.units["education"], Role.APPROVER, "审批人", cast.officers["nobody"])
    posts_create(plans=[plan], actor=SEED, at=cast.at)


def test_a_long_title_leaves_room_for_the_numbers_of_many_requests(cast: Cast) -> None:
    many = tuple(f"第{number}处漏水" for number in range(1, 18))
    filed = cast.file(requests=many, title="一" * 100)
    part = _split(cast, filed, *range(1, 17))
    title = Matter.objects.get(pk=part.matter_id).title
    assert len(title) <= 100 and title.endswith("、15、16 条）") and title.startswith("一" * 20)


def _verified(cast: Cast) -> bool:
    entries_sequence(at=cast.at)
    return ledger_verify().problems == [] and stuck_matters() == []


def test_a_part_is_a_matter_with_clocks_of_its_own_from_the_same_day(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    before = list(Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "started_at", "due_at"))
    cast.later(days=3)
    part = _split(cast, filed)
    whole, row = cast.matter(filed), cast.matter(part)
    assert (row.lead_unit_id, row.received_unit_id) == (cast.units["education"], cast.units["office"])
    assert (row.received_at, row.state, row.number != whole.number) == (whole.received_at, State.REGISTERED, True)
    assert [request.text for request in row.requests.all()] == ["孩子就近入学"]
    own = Clock.objects.filter(subject_id=part.matter_id)
    assert own.get(code="accept").started_at == whole.received_at
    # Nothing of the whole's is moved, and all its requests stand where they stood.
    same = Clock.objects.filter(subject_id=filed.matter_id).values_list("code", "started_at", "due_at")
    assert list(same) == before
    assert [request.moved_to for request in _page(cast, filed).requests] == ["", "", row.number]
    assert _verified(cast)


def test_a_part_of_an_accepted_matter_is_due_on_the_day_of_the_whole(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    cast.accept(filed)
    cast.later(days=30)
    part = _split(cast, filed)
    matter_accept(actor=cast.actor("education_registrar"), matter_id=part.matter_id, at=cast.at)
    for code in ("answer", "answer_promise"):
        whole, own = (Clock.objects.get(subject_id=registered.matter_id, code=code) for registered in (filed, part))
        assert (own.started_at, own.due_at) == (whole.started_at, whole.due_at)
    assert _verified(cast)


def _page(cast: Cast, filed: Registered) -> MatterView:
    return matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)


def test_one_receipt_opens_the_whole_and_its_parts(cast: Cast) -> None:
    filed, other = cast.file(requests=THREE), cast.file()
    part = _split(cast, filed)
    assert holder_by_receipt(number=part.number, code=filed.code).matter_id == part.matter_id
    assert cast.matter(part).identity_id == cast.matter(filed).identity_id is not None
    assert family_member(matter_id=filed.matter_id, number=part.number) == part.matter_id
    assert family_member(matter_id=part.matter_id, number=filed.number) == filed.matter_id
    assert family_member(matter_id=other.matter_id, number=part.number) is None
    assert family_member(matter_id=filed.matter_id, number=other.number) is None
    whole = _page(cast, filed)
    [shown] = whole.family
    assert (shown.number, shown.positions, shown.unit, shown.is_whole) == (part.number, (3,), "云渡县教育局", False)
    assert any(format_matter_number(part.number) in event.sentence for event in whole.events)


def test_the_whole_is_answered_and_closes_last(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    part = _split(cast, filed)
    cast.to_handler(filed)
    # Of the whole's requests only those that are left need an opinion.
    opinions = dict(list(cast.opinions(filed).items())[:2])
    reply_draft(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实", opinions=opinions, basis="条例",
        at=cast.at,
    )  # fmt: skip
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(PartsUnanswered, match=format_matter_number(part.number)):
        reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    _answer_part(cast, part)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    answered = _page(cast, filed).reply
    assert answered and len(answered.opinions) == 2
    cast.later(days=40)
    assert matters_past_window(at=cast.at, limit=9) == [part.matter_id]
    with pytest.raises(PartsOpen, match=format_matter_number(part.number)):
        matter_close(actor=TICK, matter_id=filed.matter_id, at=cast.at)
    matter_close(actor=TICK, matter_id=part.matter_id, at=cast.at)
    assert matters_past_window(at=cast.at, limit=9) == [filed.matter_id]
    matter_close(actor=TICK, matter_id=filed.matter_id, at=cast.at)
    assert _verified(cast)


def test_a_whole_with_open_parts_isnt_declined(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    part = _split(cast, filed)
    decline: dict[str, Any] = {"actor": cast.actor("registrar"), "ground": "pending", "explanation": ""}
    with pytest.raises(PartsOpen):
        matter_decline(matter_id=filed.matter_id, at=cast.at, **decline)
    matter_withdraw(actor=cast.petitioner(part), matter_id=part.matter_id, at=cast.at)
    matter_decline(matter_id=filed.matter_id, at=cast.at, **decline)


def test_with_the_whole_its_unanswered_parts_are_withdrawn(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    parts = [_split(cast, filed, 3), _split(cast, filed, 2)]
    _answer_part(cast, parts[0])
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    assert [cast.matter(registered).state for registered in (filed, *parts)] == [
        State.WITHDRAWN,
        State.SERVED,
        State.WITHDRAWN,
    ]
    assert _verified(cast)


def test_anyone_who_is_barred_from_the_whole_is_barred_from_its_parts(cast: Cast) -> None:
    barring, filed = cast.file(requests=THREE), cast.file(requests=THREE)
    _name(cast, barring, "education")
    with pytest.raises(UnitBarred):
        _split(cast, barring)
    _name(cast, filed, "town")
    part = _split(cast, filed)
    closed = _split(cast, filed, 2)
    matter_withdraw(actor=cast.petitioner(closed), matter_id=closed.matter_id, at=cast.at)
    assert respondents_of(cast.matter(part)) == Respondents.of([cast.units["town"]])
    _name(cast, filed, "education")
    for registered in (part, closed):
        assert respondents_of(cast.matter(registered)) == Respondents.of(
            [cast.units["town"], cast.units["education"]]
        )
        assert cast.matter(registered).lead_unit_id != cast.units["education"]
        with pytest.raises(MatterNotFound):
            matter_page_for(actor=cast.actor("education_registrar"), number=registered.number, at=cast.at)
    with pytest.raises(RespondentOfWhole):
        bar_lift(actor=cast.petitioner(part), matter_id=part.matter_id, bar=UNIT_KEY, at=cast.at)
    bar_lift(actor=cast.petitioner(filed), matter_id=filed.matter_id, bar=UNIT_KEY, at=cast.at)
    for registered in (filed, part, closed):
        assert respondents_of(cast.matter(registered)) == Respondents.of([cast.units["education"]])
    assert _verified(cast)


def _name(cast: Cast, filed: Registered, unit: str, by: str = "registrar") -> None:
    matter_name_respondent(
        actor=cast.actor(by), matter_id=filed.matter_id, unit_id=cast.units[unit], officer_id=None, text="",
        at=cast.at,
    )  # fmt: skip


def test_who_is_recused_from_the_whole_does_from_its_parts(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    matter_recuse(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, officer_id=cast.officers["registrar"],
        reason="亲属", at=cast.at,
    )  # fmt: skip
    part = _split(cast, filed, by="office_approver")
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("registrar"), number=part.number, at=cast.at)
    assert matter_page_for(actor=cast.actor("office_approver"), number=part.number, at=cast.at).number == part.number
    # Also who stands aside later, and with the work that they had on the part.
    later = cast.file(requests=THREE)
    theirs = _split(cast, later)
    matter_accept(actor=cast.actor("education_registrar"), matter_id=theirs.matter_id, at=cast.at)
    matter_assign_handler(
        actor=cast.actor("education_registrar"), matter_id=theirs.matter_id,
        officer_id=cast.officers["education_handler"], at=cast.at,
    )  # fmt: skip
    matter_recuse(
        actor=cast.actor("mayor"), matter_id=later.matter_id, officer_id=cast.officers["education_handler"],
        reason="亲属", at=cast.at,
    )  # fmt: skip
    assert (cast.matter(theirs).state, cast.matter(theirs).handler_id) == (State.ACCEPTED, None)
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("education_handler"), number=theirs.number, at=cast.at)
    assert _verified(cast)


def test_what_cant_be_split(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    with pytest.raises(RequestsUnchosen):
        _split(cast, filed, 4)
    with pytest.raises(RequestsAllChosen):
        _split(cast, filed, 1, 2, 3)
    part = _split(cast, filed, 2, 3)
    for positions in ((2,), (1,)):
        with pytest.raises((RequestsUnchosen, RequestsAllChosen)):
            _split(cast, filed, *positions)
    with pytest.raises(SplitAgain):
        _split(cast, part, 1, unit="housing", by="education_registrar")
    joint = cast.file(requests=THREE)
    cosigners_add(
        actor=cast.actor("registrar"), matter_id=joint.matter_id,
        people=[IdentityDraft(name="甲某", phone="19900005555")], at=cast.at,
    )  # fmt: skip
    with pytest.raises(SplitSealed):
        _split(cast, joint)
    again = cast.file()
    for registered in (filed, again):
        cast.to_handler(registered)
    for led, leader in ((filed, again), (again, filed)):
        with pytest.raises(MergeSplit):
            matter_merge(
                actor=cast.actor("approver"), matter_id=led.matter_id, into=leader.number, reason="同一件", at=cast.at
            )
    assert Matter.objects.count() == 4


def test_who_works_on_the_whole_reads_where_its_parts_stand_unless_they_are_about_them(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    part, about = _split(cast, filed, 3), _split(cast, filed, 2)
    cast.to_handler(filed)
    matter_name_respondent(
        actor=cast.actor("education_registrar"), matter_id=about.matter_id, unit_id=cast.units["housing"],
        officer_id=None, text="", at=cast.at,
    )  # fmt: skip
    [link] = matter_page_for(actor=cast.actor("handler"), number=filed.number, at=cast.at).links
    assert (link.number, link.state_label, link.title, link.is_visible) == (part.number, "已登记", "", False)
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=cast.actor("handler"), number=part.number, at=cast.at)
