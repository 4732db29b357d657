"""Matters that belong together open no door: neither to whom one of them is about, nor to who has no part in it."""

from typing import Any

import pytest
from django.test import Client

from huiyin.documents.models import Letter
from huiyin.documents.selectors import letter_content
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import format_matter_number
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.linking.errors import PartsUnanswered, RecusedFromLed
from huiyin.matters.linking.rules import joined
from huiyin.matters.linking.services.merge import matter_merge
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Reply
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve, reply_draft
from huiyin.matters.reply.services.sign import reply_sign
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.review.selectors.review import previous_participants
from huiyin.notices.models import Notice
from huiyin.orgs.rules import NO_RESPONDENTS, Respondents
from huiyin.orgs.services import PostPlan, post_create, post_fill
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk
from tests.matters.above import ask, staff_above

THREE = ("公示近三年收支", "修好电梯", "孩子就近入学")


def _merged(cast: Cast) -> tuple[Registered, Registered]:
    """(the leading one, the merged one), each with a handler of its own."""
    leader, led = cast.file(), cast.file(requests=("退还多收的钱",))
    cast.to_handler(leader)
    cast.to_handler(led, handler="handler_two")
    matter_merge(
        actor=cast.actor("approver"), matter_id=led.matter_id, into=leader.number, reason="同一笔收费", at=cast.at
    )
    return leader, led


def _draft(cast: Cast, leader: Registered, led: Registered, by: str = "handler") -> None:
    reply_draft(
        actor=cast.actor(by), matter_id=leader.matter_id, facts="属实", basis="条例",
        opinions=cast.opinions(leader) | cast.opinions(led), at=cast.at,
    )  # fmt: skip


def _split(cast: Cast, filed: Registered, *positions: int) -> Registered:
    return matter_split(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, positions=positions,
        unit_id=cast.units["education"], at=cast.at,
    )  # fmt: skip


def _name(
    cast: Cast, filed: Registered, unit: str | None, officer: str | None = None, by: Actor | None = None
) -> None:
    matter_name_respondent(
        actor=by or cast.actor("registrar"), matter_id=filed.matter_id,
        unit_id=cast.units[unit] if unit else None, officer_id=cast.officers[officer] if officer else None,
        text="", at=cast.at,
    )  # fmt: skip


def _sees(cast: Cast, filed: Registered, who: str) -> bool:
    try:
        matter_page_for(actor=cast.actor(who), number=filed.number, at=cast.at)
    except MatterNotFound:
        return False
    return True


def _recuse(cast: Cast, filed: Registered, who: str, by: str) -> None:
    matter_recuse(
        actor=cast.actor(by), matter_id=filed.matter_id, officer_id=cast.officers[who], reason="亲属", at=cast.at
    )


def test_anyone_who_left_the_unit_reads_nothing_by_a_merge(cast: Cast) -> None:
    plan = PostPlan(cast.units["housing"], Role.HANDLER, "承办人", cast.officers["nobody"])
    post = post_create(plan=plan, actor=SEED, at=cast.at)
    leader, led = cast.file(), cast.file()
    cast.to_handler(leader, handler="nobody")
    cast.to_handler(led)
    matter_merge(
        actor=cast.actor("approver"), matter_id=led.matter_id, into=leader.number, reason="同一笔收费", at=cast.at
    )
    assert _sees(cast, led, "nobody")
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=cast.at)
    assert not _sees(cast, leader, "nobody") and not _sees(cast, led, "nobody")


def test_anyone_who_is_recused_from_a_merged_matter_decides_nothing_of_it_by_the_other(cast: Cast) -> None:
    leader, led = _merged(cast)
    _draft(cast, leader, led)
    _recuse(cast, led, "approver", by="housing_leader")
    with pytest.raises(RecusedFromLed):
        reply_approve(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)
    assert set(Reply.objects.values_list("approver", flat=True)) == {None}
    reply_approve(actor=cast.actor("drafting_approver"), matter_id=leader.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    assert cast.matter(led).state == State.SERVED


def test_anyone_who_signed_a_merged_matters_answer_along_has_had_a_part_in_it(cast: Cast, settings: Any) -> None:
    settings.HUIYIN_SIGNED_BY_LEADER = True
    leader, led = _merged(cast)
    _draft(cast, leader, led)
    reply_approve(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)
    reply_sign(actor=cast.actor("housing_leader"), matter_id=leader.matter_id, at=cast.at)
    for who in ("handler", "approver", "housing_leader"):
        assert cast.officers[who] in previous_participants(matter=cast.matter(led))


def test_naming_somebody_in_the_whole_lets_no_one_into_a_part(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    part = _split(cast, filed, 3)
    _name(cast, part, "housing", by=cast.actor("education_registrar"))
    _name(cast, filed, None, "office_leader", by=cast.actor("registrar"))
    both = Respondents.of([cast.units["housing"]], [cast.officers["office_leader"]])
    assert respondents_of(cast.matter(part)) == both
    _name(cast, filed, "town", by=cast.actor("mayor"))
    assert respondents_of(cast.matter(part)) == both | Respondents.of([cast.units["town"]])
    assert not Respondents.of([cast.units["housing"]]) <= respondents_of(cast.matter(filed))


def test_a_part_keeps_what_it_says_by_itself() -> None:
    first, second, third = Respondents.of([1]), Respondents.of((), [2]), Respondents.of([3])
    assert joined(first, before=NO_RESPONDENTS, after=second) == first | second
    assert joined(first, before=first, after=third) == third
    assert joined(first, before=first, after=second) == second
    assert joined(first, before=NO_RESPONDENTS, after=third) == first | third


def test_a_part_about_a_unit_is_named_to_it_nowhere(cast: Cast, desk: Desk) -> None:
    filed = cast.file(requests=THREE)
    part = _split(cast, filed, 3)
    cast.to_handler(filed)
    reply_draft(
        actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实", basis="条例",
        opinions=dict(list(cast.opinions(filed).items())[:2]), at=cast.at,
    )  # fmt: skip
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    shown = format_matter_number(part.number)
    assert shown in desk("handler").get(f"/desk/matters/{filed.number}/").text
    _name(cast, part, "housing", by=cast.actor("education_registrar"))
    browser = desk("handler")
    page = browser.get(f"/desk/matters/{filed.number}/").text
    assert shown not in page and part.number not in page and "由另一件答复" in page
    with pytest.raises(PartsUnanswered, match="另一件") as refused:
        reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert shown not in str(refused.value)
    for address in ("letters/whole/", "letters/"):
        assert shown not in browser.get(f"/desk/matters/{filed.number}/{address}").text
    assert not _sees(cast, part, "handler")


def test_a_merge_doesnt_tell_whether_a_number_is_that_of_a_matter_one_may_not_see(cast: Cast) -> None:
    mine, about = cast.file(), cast.file()
    cast.to_handler(mine)
    cast.to_handler(about)
    _name(cast, about, None, "approver", by=cast.actor("mayor"))
    sentences = []
    for number in (about.number, "2026030212345678"):
        with pytest.raises(HuiyinError) as refused:
            matter_merge(actor=cast.actor("approver"), matter_id=mine.matter_id, into=number, reason="同", at=cast.at)
        sentences.append(str(refused.value))
    assert sentences[0] == sentences[1]


def test_anyone_who_approved_along_reviews_nothing_of_it_later(cast: Cast) -> None:
    staff_above(cast)
    plan = PostPlan(cast.units["housing"], Role.APPROVER, "审批人", cast.officers["nobody"])
    post = post_create(plan=plan, actor=SEED, at=cast.at)
    leader, led = _merged(cast)
    _draft(cast, leader, led)
    reply_approve(actor=cast.actor("nobody"), matter_id=leader.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    post_fill(post_id=post.pk, officer_id=None, actor=SEED, at=cast.at)
    above = PostPlan(cast.units["county"], Role.REVIEWER, "复查员", cast.officers["nobody"])
    post_create(plan=above, actor=SEED, at=cast.at)
    for filed in (leader, led):
        ask(cast, filed)
        assert _sees(cast, filed, "reviewer") and not _sees(cast, filed, "nobody")


def test_no_petitioner_reads_anything_of_the_other_ones_matter(cast: Cast, client: Client) -> None:
    leader, led = _merged(cast)
    petitioner_write(actor=cast.petitioner(leader), matter_id=leader.matter_id, body="我补一张收据", at=cast.at)
    petitioner_write(actor=cast.petitioner(led), matter_id=led.matter_id, body="我楼下也是这样", at=cast.at)
    _draft(cast, leader, led)
    reply_approve(actor=cast.actor("approver"), matter_id=leader.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=leader.matter_id, at=cast.at)
    theirs = {
        leader: ("我补一张收据", "公示近三年收支", leader.number, format_matter_number(leader.number)),
        led: ("我楼下也是这样", "退还多收的钱", led.number, format_matter_number(led.number)),
    }
    for mine, other in ((leader, led), (led, leader)):
        client.post("/lookup/", {"number": mine.number, "code": mine.code})
        read = client.get("/status/").text + client.get("/status/reply/").text
        read += "".join(str(letter_content(letter_id=letter.pk)) for letter in _letters(mine))
        assert all(words in read for words in theirs[mine][1:2])
        assert not [words for words in theirs[other] if words in read]
        assert client.post("/status/part/", {"number": other.number}).status_code == 404


def _letters(filed: Registered) -> list[Letter]:
    found = list(Letter.objects.filter(subject=f"matter:{filed.matter_id}"))
    assert found
    return found


def test_anyone_who_worked_on_the_whole_has_had_a_part_in_what_is_split_from_it_then(cast: Cast) -> None:
    filed = cast.file(requests=THREE)
    matter_note(actor=cast.actor("office_approver"), matter_id=filed.matter_id, body="看过了", at=cast.at)
    part = _split(cast, filed, 3)
    cast.later(days=1)
    matter_note(actor=cast.actor("office_leader"), matter_id=filed.matter_id, body="只看余下的", at=cast.at)
    had = previous_participants(matter=cast.matter(part))
    assert {cast.officers["registrar"], cast.officers["office_approver"]} <= had
    assert cast.officers["office_leader"] not in had


def test_who_is_recused_isnt_notified_of_what_goes_on(cast: Cast) -> None:
    leader, led = _merged(cast)
    for who in ("approver", "handler"):
        _recuse(cast, led, who, by="housing_leader")
    cast.draft(led, "handler_two")
    notified = Notice.objects.filter(template="approval_waiting").values_list("officer_id", flat=True)
    assert list(notified) == [cast.officers["drafting_approver"]]
    assert cast.matter(leader).state == State.INVESTIGATING
