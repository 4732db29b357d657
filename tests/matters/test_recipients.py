"""Nobody speaks unheard: whatever a petitioner gives reaches somebody who works on it, and nobody it is about."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from tests.cast import SEED, Cast
from tests.matters.above import GROUNDS, answer_at_station, staff_above

from huiyin.documents.services import file_store
from huiyin.flows.grants import post_give
from huiyin.flows.officer_away import officer_offboard
from huiyin.kernel.actor import Role, petitioner
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import MessageKind
from huiyin.matters.linking.services.merge import matter_merge, matter_unmerge
from huiyin.matters.messages.selectors.recipients import message_recipients
from huiyin.matters.messages.services.petitioner import petitioner_question, petitioner_write
from huiyin.matters.messages.services.work import attachment_add, matter_ask
from huiyin.matters.models import Message
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_ask, review_take
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.orgs.models import Officer, Post
from huiyin.orgs.services import leave_set

pytestmark = pytest.mark.django_db


def _write(cast: Cast, filed: Registered, body: str = "孩子在电梯井边玩，请快来看。") -> set[str]:
    """Let the petitioner write, and give who is notified of it."""
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body=body, at=cast.at)
    return _heard(cast)


def _heard(cast: Cast) -> set[str]:
    """Who has been notified of the petitioner since the last look."""
    names = {officer_id: username for username, officer_id in cast.officers.items()}
    found = Notice.objects.filter(template="petitioner_wrote")
    heard = {names[officer_id] for officer_id in found.values_list("officer_id", flat=True) if officer_id}
    found.delete()
    return heard


def _attach(cast: Cast, filed: Registered, *names: str) -> None:
    for name in names:
        file_id = file_store(content=BytesIO(name.encode()), name=f"{name}.txt", at=cast.at).id
        attachment_add(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, file_id=file_id, at=cast.at)


def _handled(cast: Cast) -> Registered:
    filed = cast.file()
    cast.to_handler(filed)
    return filed


def test_a_file_alone_answers_what_the_office_asked_and_is_notified_of_once(cast: Cast) -> None:
    filed = _handled(cast)
    matter_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, body="请补充收据。", at=cast.at)
    _attach(cast, filed, "第一张", "第二张")
    assert Notice.objects.filter(template="petitioner_wrote").count() == 1
    assert _heard(cast) == {"handler"}
    assert Message.objects.get(kind=MessageKind.ASK).answered_at == cast.at
    cast.later(minutes=1)
    _attach(cast, filed, "第三张")
    assert _heard(cast) == {"handler"}


def test_what_an_office_attaches_is_no_answer_of_the_petitioner(cast: Cast) -> None:
    filed = _handled(cast)
    actor = cast.actor("handler")
    matter_ask(actor=actor, matter_id=filed.matter_id, body="请补充收据。", at=cast.at)
    file_id = file_store(content=BytesIO(b"seen"), name="note.txt", at=cast.at).id
    attachment_add(actor=actor, matter_id=filed.matter_id, file_id=file_id, at=cast.at)
    assert Message.objects.get(kind=MessageKind.ASK).answered_at is None
    assert (_heard(cast), cast.matter(filed).unread_at) == (set(), None)


def test_without_a_handler_who_gives_matters_out_hears(cast: Cast) -> None:
    filed = cast.file()
    assert _write(cast, filed) == {"registrar", "office_approver"}


def _shut(cast: Cast) -> None:
    officer_offboard(actor=cast.actor("administrator"), officer_id=cast.officers["handler"], at=cast.at)


def _vacate(cast: Cast) -> None:
    post = Post.objects.get(officer_id=cast.officers["handler"])
    post_give(actor=SEED, post_id=post.pk, officer_id=cast.officers["nobody"], at=cast.at)


_UNIT = {"housing_registrar", "approver", "drafting_approver"}


@pytest.mark.parametrize("leaves", [_shut, _vacate])
@pytest.mark.parametrize("is_answered", [False, True])
def test_a_handler_who_has_left_leaves_it_to_the_unit(
    cast: Cast, leaves: Callable[[Cast], None], is_answered: bool
) -> None:
    filed = cast.file()
    (cast.answer if is_answered else cast.to_handler)(filed)
    leaves(cast)
    assert _write(cast, filed) == _UNIT


def test_a_handler_on_leave_has_a_deputy_and_a_deputy_who_is_gone_is_none(cast: Cast) -> None:
    filed = _handled(cast)
    today = office_day(cast.at)
    leave_set(
        actor=cast.actor("handler"), officer_id=cast.officers["handler"], deputy_id=cast.officers["handler_two"],
        starts_on=today, ends_on=today + timedelta(days=9), at=cast.at,
    )  # fmt: skip
    assert _write(cast, filed) == {"handler", "handler_two"}
    Officer.objects.filter(pk=cast.officers["handler_two"]).update(is_active=False)
    assert _write(cast, filed, "还没有人来。") == {"handler", *_UNIT}


def test_without_an_address_somebody_else_hears_as_well(cast: Cast) -> None:
    filed = _handled(cast)
    _no_address("handler")
    assert _write(cast, filed) == {"handler", *_UNIT}
    _no_address(*_UNIT)
    assert _write(cast, filed, "还没有人来。") == {"handler", "housing_leader", *_UNIT}


def _no_address(*usernames: str) -> None:
    Officer.objects.filter(username__in=usernames).update(email="")


def test_on_a_merged_matter_both_hear_while_the_merge_lasts(cast: Cast) -> None:
    first, second = _handled(cast), cast.file()
    cast.to_handler(second, handler="handler_two")
    actor = cast.actor("approver")
    matter_merge(actor=actor, matter_id=second.matter_id, into=first.number, reason="同一部电梯", at=cast.at)
    _heard(cast)
    assert _write(cast, second) == {"handler", "handler_two"}
    assert cast.matter(first).unread_at == cast.matter(second).unread_at == cast.at
    _attach(cast, second, "照片")
    assert _heard(cast) == {"handler", "handler_two"}
    # What is written on the leading one is its own people's.
    assert _write(cast, first) == {"handler"}
    matter_unmerge(actor=actor, matter_id=second.matter_id, at=cast.at)
    _heard(cast)
    assert _write(cast, second, "还没有人来。") == {"handler_two"}


def test_while_a_unit_above_decides_it_hears(cast: Cast) -> None:
    staff_above(cast)
    Officer.objects.filter(username="bureau_reviewer").update(email="reviewer@example.invalid")
    filed = cast.file()
    answer_at_station(cast, filed)
    actor = petitioner(filed.matter_id)
    review_ask(actor=actor, matter_id=filed.matter_id, level=ReviewLevel.REVIEW, grounds=GROUNDS, at=cast.at)
    assert _write(cast, filed) == {"bureau_reviewer"}
    review_take(actor=cast.actor("bureau_reviewer"), matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at)
    assert _write(cast, filed, "还有一份检测报告。") == {"bureau_reviewer"}
    # Its reviewer gone and nobody else there: who leads that unit hears, and nobody of the unit below.
    Officer.objects.filter(username="bureau_reviewer").update(is_active=False)
    assert _write(cast, filed, "还有一份证明。") == {"housing_leader"}


def test_never_who_is_recused_nor_whom_it_is_about(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    for username in ("handler", "approver"):
        matter_recuse(
            actor=cast.actor(username), matter_id=filed.matter_id, officer_id=cast.officers[username],
            reason="和信访人是亲戚", at=cast.at,
        )  # fmt: skip
    assert _write(cast, filed) == {"housing_registrar", "drafting_approver"}
    other = cast.file()
    matter_name_respondent(
        actor=cast.actor("registrar"), matter_id=other.matter_id, unit_id=None,
        officer_id=cast.officers["office_approver"], text="", at=cast.at,
    )  # fmt: skip
    heard = _write(cast, other)
    assert heard and "office_approver" not in heard


def test_what_a_rating_says_and_a_withdrawal_are_heard(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    actor = petitioner(filed.matter_id)
    grades = {"of_office": "partly", "of_unit": "dissatisfied"}
    matter_rate(actor=actor, matter_id=filed.matter_id, **grades, words="", at=cast.at)
    assert _heard(cast) == set()
    matter_rate(actor=actor, matter_id=filed.matter_id, **grades, words="没有人来看过。", at=cast.at)
    assert _heard(cast) == {"handler"}
    other = cast.file()
    matter_withdraw(actor=petitioner(other.matter_id), matter_id=other.matter_id, at=cast.at)
    assert _heard(cast) == {"registrar", "office_approver"}


def test_a_question_is_heard_as_a_message_is(cast: Cast) -> None:
    filed = _handled(cast)
    actor = petitioner(filed.matter_id)
    petitioner_question(actor=actor, matter_id=filed.matter_id, body="什么时候来？", at=cast.at)
    assert _heard(cast) == {"handler"}
    assert message_recipients(matter=cast.matter(filed), on=office_day(cast.at)) == [cast.officers["handler"]]


def test_a_unit_without_officers_leaves_it_to_its_leader(cast: Cast) -> None:
    filed = cast.file()
    Post.objects.filter(unit=cast.units["office"], role__in=[Role.REGISTRAR, Role.APPROVER]).delete()
    assert _write(cast, filed) == {"office_leader"}
