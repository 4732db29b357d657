"""Many people sign one matter: each once, counted and never named; five speak for them and read no more than that."""

from datetime import timedelta

import pytest
from tests.cast import WHO, Cast

from huiyin.kernel.actor import system
from huiyin.kernel.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.selectors.page import matter_page_for, matter_page_of_petitioner
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.joint.errors import (
    CoSignerContactMissing,
    CoSignerNameMissing,
    CoSignerPhoneUnreadable,
    RepresentativeGone,
    RepresentativesEnough,
    RepresentativeThere,
)
from huiyin.matters.joint.selectors.representative import joint_status, representative_receipt
from huiyin.matters.joint.services.joint import (
    CoSigned,
    NewRepresentative,
    cosigners_add,
    cosigners_open,
    representative_name,
    representative_remove,
)
from huiyin.matters.messages.services.work import matter_ask
from huiyin.matters.models import CoSigner, Representative
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import holder_by_receipt
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.vault.errors import PurposeMissing
from huiyin.vault.models import Identity
from huiyin.vault.services import IdentityDraft

pytestmark = pytest.mark.django_db


def people(count: int, start: int = 0) -> list[IdentityDraft]:
    return [
        IdentityDraft(name=f"邻居{number}", phone=f"1990000{number:04d}", address="柳荫镇云水小区")
        for number in range(start, start + count)
    ]


def sign(cast: Cast, filed: Registered, given: list[IdentityDraft]) -> CoSigned:
    return cosigners_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, people=given, at=cast.at)


def name(cast: Cast, filed: Registered, place: int) -> NewRepresentative:
    return representative_name(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, person=people(1, place)[0], at=cast.at
    )


def verified() -> bool:
    entries_sequence(at=Entry.objects.latest("at").at + timedelta(days=1))
    return ledger_verify().problems == []


def test_each_signs_once_and_is_only_counted(cast: Cast) -> None:
    filed = cast.file()
    again = IdentityDraft(name="邻 居0", phone="+86 199-0000-0000")
    assert sign(cast, filed, [*people(60), again]) == CoSigned(60, 1)
    assert sign(cast, filed, people(70)) == CoSigned(10, 60)
    version = cast.matter(filed).version
    assert sign(cast, filed, people(70)) == CoSigned(0, 70)
    assert cast.matter(filed).version == version
    found = CoSigner.objects.filter(matter_id=filed.matter_id)
    assert sorted(found.values_list("position", flat=True)) == list(range(1, 71))
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.joint
    assert page.joint.count == 70
    assert "登记了 60 位联名人" in "".join(event.sentence for event in page.events)
    assert "邻居" not in repr(page)
    assert Identity.objects.count() == 71
    assert verified()


def test_two_of_a_household_are_two_and_no_mark_joins_two_matters(cast: Cast) -> None:
    filed, other = cast.file(), cast.file()
    pair = [IdentityDraft(name="甲某", phone="19900005555"), IdentityDraft(name="乙某", phone="19900005555")]
    bare = [IdentityDraft(name="甲某", address="东街1号"), IdentityDraft(name="甲某", address="西街1号")]
    assert sign(cast, filed, pair + bare) == CoSigned(4, 0)
    assert sign(cast, other, pair + bare) == CoSigned(4, 0)
    marks = [bytes(mark) for mark in CoSigner.objects.values_list("mark", flat=True)]
    assert len(set(marks)) == 8


def test_who_signs_has_a_name_and_something_to_tell_them_by(cast: Cast) -> None:
    filed = cast.file()
    for refusal, person in (
        (CoSignerNameMissing, IdentityDraft(name=" ", phone="19900001111")),
        (CoSignerPhoneUnreadable, IdentityDraft(name="甲某", phone="无")),
        (CoSignerContactMissing, IdentityDraft(name="甲某")),
    ):
        with pytest.raises(refusal):
            sign(cast, filed, [*people(1), person])
    assert not CoSigner.objects.exists()


def test_only_counters_take_signatures_and_never_of_an_ended_matter(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    for username in ("handler", "approver", "housing_leader", "mayor"):
        with pytest.raises(MoveNotAllowed):
            cosigners_add(actor=cast.actor(username), matter_id=filed.matter_id, people=people(1), at=cast.at)
    with pytest.raises(MoveNotAllowed):
        representative_name(actor=system("tick"), matter_id=filed.matter_id, person=people(1)[0], at=cast.at)
    assert cosigners_add(
        actor=system("cosigners"), matter_id=filed.matter_id, people=people(1), at=cast.at
    ) == CoSigned(1, 0)
    matter_withdraw(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    with pytest.raises(MoveNotOpen):
        sign(cast, filed, people(3))


def test_five_speak_for_the_others_each_with_a_code_of_their_own(cast: Cast) -> None:
    filed = cast.file()
    sign(cast, filed, people(3))
    named = [name(cast, filed, number) for number in range(5)]
    assert [person.position for person in named] == [1, 2, 3, 4, 5]
    assert CoSigner.objects.filter(matter_id=filed.matter_id).count() == 5
    assert len({filed.code, *(person.code for person in named)}) == 6
    with pytest.raises(RepresentativesEnough):
        name(cast, filed, 7)
    representative_remove(actor=cast.actor("registrar"), matter_id=filed.matter_id, position=2, at=cast.at)
    with pytest.raises(RepresentativeThere):
        name(cast, filed, 0)
    with pytest.raises(RepresentativeGone):
        representative_remove(actor=cast.actor("registrar"), matter_id=filed.matter_id, position=2, at=cast.at)
    assert name(cast, filed, 1).position == 2
    stored = b"".join(bytes(representative.receipt_hash) for representative in Representative.objects.all())
    assert not any(person.code.encode() in stored for person in named)
    assert verified()


def test_a_code_opens_the_one_page_that_is_its_own(cast: Cast) -> None:
    filed, other = cast.file(), cast.file()
    named = name(cast, filed, 0)
    holder = holder_by_receipt(number=filed.number, code=named.code)
    assert (holder.matter_id, holder.representative_id) == (filed.matter_id, Representative.objects.get().pk)
    own = holder_by_receipt(number=filed.number, code=filed.code)
    assert (own.matter_id, own.representative_id) == (filed.matter_id, None)
    for number, code in (
        (other.number, named.code), (filed.number, other.code), (other.number, filed.code), (filed.number, ""),
        ("", named.code),
    ):  # fmt: skip
        with pytest.raises(ReceiptUnknown):
            holder_by_receipt(number=number, code=code)
    assert representative_receipt(matter_id=filed.matter_id, token=named.token).number == filed.number
    with pytest.raises(ReceiptUnknown):
        representative_receipt(matter_id=other.matter_id, token=named.token)
    representative_remove(actor=cast.actor("registrar"), matter_id=filed.matter_id, position=1, at=cast.at)
    with pytest.raises(ReceiptUnknown):
        holder_by_receipt(number=filed.number, code=named.code)
    with pytest.raises(ReceiptUnknown):
        joint_status(representative_id=Representative.objects.get().pk, at=cast.at)
    with pytest.raises(ReceiptUnknown):
        joint_status(representative_id=new_id(), at=cast.at)


def test_a_representative_reads_the_state_and_the_reply_alone(cast: Cast) -> None:
    filed = cast.file()
    name(cast, filed, 0)
    representative_id = Representative.objects.get().pk
    cast.to_handler(filed)
    cast.draft(filed)
    before = joint_status(representative_id=representative_id, at=cast.at)
    assert (before.state, before.reply, before.working_unit) == ("investigating", None, "云渡县住房和城乡建设局")
    other = cast.file()
    name(cast, other, 0)
    cast.answer(other)
    status = joint_status(representative_id=Representative.objects.get(matter_id=other.matter_id).pk, at=cast.at)
    assert status.reply
    assert len(status.reply.opinions) == 2
    assert "没有公示收支" not in repr(status)
    assert not hasattr(status, "moves")


def test_seeing_the_list_is_an_opening_that_the_petitioner_reads(cast: Cast) -> None:
    filed = cast.file()
    with pytest.raises(MoveNotAllowed):
        cosigners_open(actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="逐户回访", at=cast.at)
    sign(cast, filed, people(40))
    with pytest.raises(PurposeMissing):
        cosigners_open(actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="看", at=cast.at)


@pytest.mark.django_db(transaction=True)
def test_the_list_in_order_and_the_record_of_the_look(cast: Cast) -> None:
    filed = cast.file(identity=WHO)
    sign(cast, filed, people(40))
    shown = cosigners_open(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="逐户回访核实", at=cast.at
    )
    assert [signer.person.name for signer in shown] == [f"邻居{number}" for number in range(40)]
    [seen] = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).openings
    assert (seen.office, seen.purpose, seen.what_label) == ("云渡县信访局", "逐户回访核实", "联名人名单")
    page = matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at)
    assert not any(signer.person.name in repr(page) for signer in shown)
    assert verified()


def test_a_matter_of_one_person_has_none(cast: Cast) -> None:
    filed = cast.file()
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).joint is None
    with pytest.raises(MoveNotAllowed):
        representative_remove(actor=cast.actor("registrar"), matter_id=filed.matter_id, position=1, at=cast.at)


def test_representatives_hear_that_it_came_further_and_of_nothing_else(cast: Cast) -> None:
    filed = cast.file()
    name(cast, filed, 0)
    identity_id = Representative.objects.get().identity_id
    cast.to_handler(filed)
    reached = Notice.objects.filter(identity_id=identity_id).count()
    assert reached == 2
    matter_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, body="请补充合同", at=cast.at)
    assert Notice.objects.filter(identity_id=identity_id).count() == reached
    # A draft and its approval stay inside; that the reply is there is news.
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    assert Notice.objects.filter(identity_id=identity_id).count() == reached
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    assert Notice.objects.filter(identity_id=identity_id).count() == reached + 1
