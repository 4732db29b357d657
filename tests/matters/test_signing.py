"""A list that people sign by a link, and representatives who pick up their own receipts."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tests.cast import Cast
from tests.matters.test_joint import people, verified

from huiyin.flows.records import ledger_page
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.ids import new_id, new_token, receipt_code, receipt_hash
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed, MoveNotOpen
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.joint.errors import (
    CoSignerContactMissing,
    PickUpUsed,
    RepresentativeGone,
    RepresentativesEnough,
    RepresentativesTwice,
    RepresentativeThere,
    SignaturesEnough,
    SignFormUsed,
    SignListClosed,
    SignListNotFound,
)
from huiyin.matters.joint.rules import SigningWay, link_hash, list_code, pick_up_code
from huiyin.matters.joint.selectors.hand_out import hand_out
from huiyin.matters.joint.selectors.joint import JointView
from huiyin.matters.joint.selectors.representative import joint_status
from huiyin.matters.joint.selectors.signing import joint_receipt, pick_up_page, sign_page, signer_status
from huiyin.matters.joint.services.joint import CoSigned, cosigners_add, cosigners_open, representative_name
from huiyin.matters.joint.services.proposing import (
    list_close,
    list_open,
    pick_up_renew,
    representative_drop,
    representatives_propose,
)
from huiyin.matters.joint.services.signing import (
    JointCode,
    list_sign,
    pick_up_decline,
    representative_pick_up,
    representative_step_down,
    signature_withdraw,
)
from huiyin.matters.models import CoSigner, Matter, Representative, SignList
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import holder_by_code
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.vault.services import IdentityDraft

pytestmark = pytest.mark.django_db
# Where each test's signatures come from.
_NETWORK = "192.0.2.7"


def opened(cast: Cast, **given: Any) -> tuple[Registered, str]:
    """A matter with an open list, and the end of its link."""
    filed = cast.file(**given)
    list_open(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    return filed, hand_out(matter_id=filed.matter_id).list_code


def sign(
    cast: Cast, code: str, person: IdentityDraft, *, token: str = "", news: bool = False, network: str = _NETWORK
) -> JointCode:
    return list_sign(
        code=code, person=person, token=token or new_token(), wants_news=news, network=network, at=cast.at
    )


def joint(cast: Cast, filed: Registered) -> JointView:
    found = matter_page_for(actor=cast.actor("registrar"), number=filed.number, at=cast.at).joint
    assert found
    return found


def propose(cast: Cast, filed: Registered, given: list[IdentityDraft]) -> list[str]:
    """Name these; gives the ends of all links that wait."""
    representatives_propose(actor=cast.petitioner(filed), matter_id=filed.matter_id, people=given, at=cast.at)
    return [speaker.code for speaker in hand_out(matter_id=filed.matter_id).speakers]


def test_each_signer_has_a_code_and_is_counted_once_whatever_way_they_came(cast: Cast) -> None:
    filed, code = opened(cast)
    first, second, again = people(2)[0], people(2)[1], people(1)[0]
    codes = [sign(cast, code, person) for person in (first, second, again)]
    assert len({given.code for given in codes}) == 3 and {given.number for given in codes} == {filed.number}
    # The same person twice is two receipts and one signer.
    assert CoSigner.objects.count() == 3
    assert (joint(cast, filed).count, joint(cast, filed).by_link, joint(cast, filed).together) == (2, 2, 3)
    done = cosigners_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, people=people(4, 1), at=cast.at)
    assert done == CoSigned(3, 1)
    assert (joint(cast, filed).count, joint(cast, filed).on_paper, joint(cast, filed).by_link) == (5, 3, 2)
    # Whoever stands on paper and signs by the link as well counts as on paper.
    sign(cast, code, people(1, 2)[0])
    assert (joint(cast, filed).count, joint(cast, filed).on_paper) == (5, 3)
    stored = b"".join(bytes(row.receipt_hash or b"") for row in CoSigner.objects.all())
    assert not any(given.code.encode() in stored for given in codes)
    assert code not in repr(SignList.objects.values())
    assert verified()


def test_pressed_twice_it_is_one_signature_with_one_receipt(cast: Cast) -> None:
    _, code = opened(cast)
    token = new_token()
    assert sign(cast, code, people(1)[0], token=token) == sign(cast, code, people(1)[0], token=token)
    assert CoSigner.objects.count() == 1
    assert joint_receipt(token=token).is_representative is False
    other, other_code = opened(cast)
    with pytest.raises(SignFormUsed):
        sign(cast, other_code, people(1)[0], token=token)
    assert hand_out(matter_id=other.matter_id).joint == JointView(0, (), 0, takes_names=True)


def test_a_signer_sees_the_state_alone_and_withdraws_for_good(cast: Cast) -> None:
    filed, code = opened(cast)
    token = new_token()
    given = sign(cast, code, people(1)[0], token=token)
    sign(cast, code, people(1, 1)[0])
    holder = holder_by_code(code=given.code)
    assert holder.matter_id == filed.matter_id and holder.representative_id is None and holder.signer_id
    cast.answer(filed)
    found = signer_status(signer_id=holder.signer_id, at=cast.at)
    assert (found.status.number, found.status.state, found.signed_at) == (filed.number, "served", cast.at)
    signature_withdraw(signer_id=holder.signer_id, at=cast.at)
    assert joint(cast, filed).count == 1
    for gone in (
        lambda: signature_withdraw(signer_id=holder.signer_id, at=cast.at),
        lambda: signer_status(signer_id=holder.signer_id, at=cast.at),
        lambda: holder_by_code(code=given.code),
        lambda: joint_receipt(token=token),
    ):
        with pytest.raises(ReceiptUnknown):
            gone()
    # The page that it was signed on doesn't sign again by itself; the person may.
    with pytest.raises(SignFormUsed):
        sign(cast, code, people(1)[0], token=token)
    sign(cast, code, people(1)[0])
    assert joint(cast, filed).count == 2
    assert verified()


def test_a_name_that_was_withdrawn_leaves_that_persons_other_signatures_alone(cast: Cast) -> None:
    """Nobody who knows a name and a number takes the signature of that person off the list."""
    filed, code = opened(cast)
    cosigners_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, people=people(1), at=cast.at)
    own = sign(cast, code, people(1, 1)[0])
    for person in people(2):
        forged = holder_by_code(code=sign(cast, code, person).code).signer_id
        assert forged
        signature_withdraw(signer_id=forged, at=cast.at)
    assert joint(cast, filed).count == 2
    assert holder_by_code(code=own.code).signer_id


def test_the_list_closes_opens_again_under_its_link_and_ends_with_the_matter(cast: Cast) -> None:
    filed, code = opened(cast)
    own = cast.petitioner(filed)
    page = sign_page(code=code)
    assert page.is_open and page.words and page.words.requests
    sign(cast, code, people(1)[0])
    for _ in range(2):
        list_close(actor=own, matter_id=filed.matter_id, at=cast.at)
    assert sign_page(code=code).words is None
    with pytest.raises(SignListClosed):
        sign(cast, code, people(1, 1)[0])
    for _ in range(2):
        list_open(actor=own, matter_id=filed.matter_id, at=cast.at)
    assert hand_out(matter_id=filed.matter_id).list_code == code
    sign(cast, code, people(1, 1)[0])
    matter_withdraw(actor=own, matter_id=filed.matter_id, at=cast.at)
    assert (sign_page(code=code).is_open, joint(cast, filed).takes_names) == (False, False)
    with pytest.raises(SignListClosed):
        sign(cast, code, people(1, 2)[0])
    with pytest.raises(MoveNotOpen):
        list_close(actor=own, matter_id=filed.matter_id, at=cast.at)
    for wrong in ("", "x", code[:-1], list_code(key=b"k" * 32, list_id=SignList.objects.get().pk)):
        with pytest.raises(SignListNotFound):
            sign_page(code=wrong)
    assert verified()


def test_an_accusation_has_no_list_nor_has_what_became_one(cast: Cast) -> None:
    accusation = cast.file(kind=Kind.ACCUSATION)
    with pytest.raises(MoveNotAllowed):
        list_open(actor=cast.petitioner(accusation), matter_id=accusation.matter_id, at=cast.at)
    assert not hand_out(matter_id=accusation.matter_id).may_gather
    _, code = opened(cast)
    Matter.objects.filter(pk=SignList.objects.get().matter_id).update(kind=Kind.ACCUSATION)
    assert sign_page(code=code).words is None
    with pytest.raises(SignListClosed):
        sign(cast, code, people(1)[0])


def test_only_the_petitioner_opens_a_list_or_names_representatives(cast: Cast) -> None:
    filed, other = cast.file(), cast.file()
    for actor, refusal in (
        (cast.actor("registrar"), MoveNotAllowed),
        (system("tick"), MoveNotAllowed),
        (petitioner(other.matter_id), MatterNotFound),
    ):
        with pytest.raises(refusal):
            list_open(actor=actor, matter_id=filed.matter_id, at=cast.at)
        with pytest.raises(refusal):
            representatives_propose(actor=actor, matter_id=filed.matter_id, people=people(1), at=cast.at)
    assert not SignList.objects.exists()


def test_a_signature_needs_a_name_and_a_number_or_an_address(cast: Cast) -> None:
    _, code = opened(cast)
    with pytest.raises(CoSignerContactMissing):
        sign(cast, code, IdentityDraft(name="甲某"))
    assert not CoSigner.objects.exists()


def test_a_flood_of_signatures_has_an_end_for_its_network_alone(cast: Cast, settings: Settings) -> None:
    settings.HUIYIN_SIGNATURES_OF_NETWORK = 4
    filed, code = opened(cast)
    for person in people(2):
        sign(cast, code, person)
    with pytest.raises(SignaturesEnough) as refused:
        sign(cast, code, people(1, 2)[0])
    assert refused.value.params["minutes"] == 15
    sign(cast, code, people(1, 3)[0], network="192.0.2.8")
    # Whoever only presses again uses nothing.
    cast.later(minutes=15)
    sign(cast, code, people(1, 2)[0])
    assert joint(cast, filed).count == 4


def test_a_representative_is_one_once_they_have_picked_up_their_own_code(cast: Cast) -> None:
    filed = cast.file()
    codes = propose(cast, filed, people(3))
    before = joint(cast, filed)
    assert [speaker.is_waiting for speaker in before.representatives] == [True] * 3
    # Nobody is on the list because somebody else has named them.
    assert before.count == 0
    assert pick_up_page(code=codes[0]).words
    token = new_token()
    given = representative_pick_up(code=codes[0], token=token, at=cast.at)
    assert representative_pick_up(code=codes[0], token=token, at=cast.at) == given
    for used in (
        lambda: representative_pick_up(code=codes[0], token=new_token(), at=cast.at),
        lambda: pick_up_page(code=codes[0]),
        lambda: pick_up_decline(code=codes[0], at=cast.at),
    ):
        with pytest.raises(PickUpUsed):
            used()
    holder = holder_by_code(code=given.code)
    assert holder.representative_id
    assert joint_status(representative_id=holder.representative_id, at=cast.at).text
    assert joint_receipt(token=token).is_representative
    assert (joint(cast, filed).count, joint(cast, filed).by_link) == (1, 1)
    pick_up_decline(code=codes[1], at=cast.at)
    assert [speaker.position for speaker in joint(cast, filed).representatives] == [1, 3]
    representative_step_down(representative_id=holder.representative_id, at=cast.at)
    assert joint(cast, filed).count == 0
    with pytest.raises(ReceiptUnknown):
        joint_status(representative_id=holder.representative_id, at=cast.at)
    # The place and the person are free again, at the counter as well.
    cosigners_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, people=people(1), at=cast.at)
    assert verified()


def test_another_link_makes_the_one_before_and_its_code_worthless(cast: Cast) -> None:
    filed = cast.file()
    own = cast.petitioner(filed)
    [code] = propose(cast, filed, people(1))
    stranger = representative_pick_up(code=code, token=new_token(), at=cast.at)
    assert joint(cast, filed).count == 1
    pick_up_renew(actor=own, matter_id=filed.matter_id, position=1, at=cast.at)
    with pytest.raises(ReceiptUnknown):
        joint_status(representative_id=Representative.objects.get().pk, at=cast.at)
    with pytest.raises(ReceiptUnknown):
        holder_by_code(code=stranger.code)
    # What the stranger pressed was nobody's signature.
    assert joint(cast, filed).count == 0
    [fresh] = hand_out(matter_id=filed.matter_id).speakers
    assert fresh.code and fresh.code != code
    representative_pick_up(code=fresh.code, token=new_token(), at=cast.at)
    assert joint(cast, filed).count == 1
    representative_drop(actor=own, matter_id=filed.matter_id, position=1, at=cast.at)
    with pytest.raises(RepresentativeGone):
        representative_drop(actor=own, matter_id=filed.matter_id, position=1, at=cast.at)
    # Whom the counter named, the counter removes.
    representative_name(actor=cast.actor("registrar"), matter_id=filed.matter_id, person=people(1, 5)[0], at=cast.at)
    for ended in (pick_up_renew, representative_drop):
        with pytest.raises(RepresentativeGone):
            ended(actor=own, matter_id=filed.matter_id, position=1, at=cast.at)
    assert verified()


def test_five_at_most_each_once(cast: Cast) -> None:
    filed = cast.file()
    with pytest.raises(RepresentativesTwice):
        propose(cast, filed, people(1) * 2)
    with pytest.raises(RepresentativesEnough):
        propose(cast, filed, people(6))
    propose(cast, filed, people(4))
    with pytest.raises(RepresentativeThere):
        propose(cast, filed, people(1))
    with pytest.raises(RepresentativesEnough):
        propose(cast, filed, people(2, 4))
    assert Representative.objects.count() == 4


def test_under_the_link_to_an_accusation_stand_no_words(cast: Cast) -> None:
    filed = cast.file(kind=Kind.ACCUSATION)
    [code] = propose(cast, filed, people(1))
    assert pick_up_page(code=code).words is None
    given = representative_pick_up(code=code, token=new_token(), at=cast.at)
    holder = holder_by_code(code=given.code)
    assert holder.representative_id
    assert joint_status(representative_id=holder.representative_id, at=cast.at).text == ""


def test_entries_name_no_person_and_are_withheld_from_whom_it_accuses(cast: Cast) -> None:
    filed, code = opened(cast, respondent_unit_id=cast.units["housing"])
    holder = holder_by_code(code=sign(cast, code, people(1)[0]).code)
    assert holder.signer_id
    signature_withdraw(signer_id=holder.signer_id, at=cast.at)
    entries = Entry.objects.filter(kind__in=("matters.joint.signed", "matters.joint.signature_withdrawn"))
    assert {(entry.subject, entry.actor) for entry in entries} == {(f"matter:{filed.matter_id}", "petitioner:link")}
    assert not any("邻居" in repr(entry.__dict__) for entry in entries)
    entries_sequence(at=cast.at + timedelta(days=1))
    barred = cast.actor("housing_leader")
    for actor, shown in ((cast.actor("auditor"), True), (barred, False)):
        subjects = [entry.subject for entry in ledger_page(actor=actor, before=None, limit=100)]
        assert (f"matter:{filed.matter_id}" in subjects) is shown
    with pytest.raises(MatterNotFound):
        matter_page_for(actor=barred, number=filed.number, at=cast.at)


def test_signers_who_want_to_hear_of_a_new_state_and_no_other(cast: Cast) -> None:
    filed, code = opened(cast)
    wanting = IdentityDraft(name="甲某", phone="19900003333", email="jia@example.invalid")
    holder = holder_by_code(code=sign(cast, code, wanting, news=True).code)
    sign(cast, code, IdentityDraft(name="乙某", phone="19900004444", email="yi@example.invalid"))
    [waiting] = propose(cast, filed, [IdentityDraft(name="丙某", phone="19900005555", email="bing@example.invalid")])
    assert Notice.objects.filter(template="representative_proposed").count() == 1
    cast.accept(filed)
    news = Notice.objects.filter(template__in=("joint_news", "matter_news"))
    assert holder.signer_id
    own = CoSigner.objects.get(pk=holder.signer_id).identity_id
    # The first petitioner and the signer; whoever was only named has agreed to nothing yet.
    assert {notice.identity_id for notice in news} == {own, cast.matter(filed).identity_id}
    assert news.get(identity_id=own).template == "joint_news"
    assert waiting not in repr(list(Notice.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_the_desk_opens_the_names_with_how_each_came(cast: Cast) -> None:
    filed, code = opened(cast)
    cosigners_add(actor=cast.actor("registrar"), matter_id=filed.matter_id, people=people(1), at=cast.at)
    sign(cast, code, people(1)[0])
    gone = holder_by_code(code=sign(cast, code, people(1, 1)[0]).code).signer_id
    sign(cast, code, people(1, 2)[0])
    assert gone
    signature_withdraw(signer_id=gone, at=cast.at)
    shown = cosigners_open(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, purpose="逐户回访核实", at=cast.at
    )
    assert [(signer.person.name, signer.ways) for signer in shown] == [
        ("邻居0", (SigningWay.PAPER, SigningWay.WEB)),
        ("邻居2", (SigningWay.WEB,)),
    ]


def test_ends_of_links_differ_by_what_they_lead_to_and_are_no_codes_of_a_form() -> None:
    key, row_id = b"k" * 32, new_id()
    ends = {list_code(key=key, list_id=row_id)} | {
        pick_up_code(key=key, representative_id=row_id, round=r) for r in (1, 2)
    }
    assert len(ends) == 3
    for end in ends:
        assert link_hash(key=key, code=end) != receipt_hash(key=key, code=end)
    assert list_code(key=key, list_id=row_id) != receipt_code(key=key, token=f"list:{row_id}")
