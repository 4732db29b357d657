"""补发查询码: on record, for who can show who they are, and the old code opens nothing any more."""

import pytest
from tests.cast import WHO, Cast
from tests.matters.reissuing import reissue

from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.ids import new_token
from huiyin.ledger.models import Entry
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import MatterNotFound, MoveNotAllowed
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.linking.services.split import matter_split
from huiyin.matters.models import Matter
from huiyin.matters.receipt.errors import (
    CodeOfAnonymous,
    CodeOfSealed,
    IdentityNotCompared,
    ProofMissing,
    ReceiptUnknown,
)
from huiyin.matters.receipt.selectors import holder_by_receipt, receipt_view
from huiyin.matters.receipt.services import code_open_identity, code_reissue
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.notices.models import Notice

pytestmark = pytest.mark.django_db


def _opens(filed: Registered, code: str) -> bool:
    try:
        return holder_by_receipt(number=filed.number, code=code).matter_id == filed.matter_id
    except ReceiptUnknown:
        return False


def test_the_new_code_opens_and_the_old_one_is_dead(cast: Cast) -> None:
    filed = cast.file()
    issued = reissue(cast, cast.actor("registrar"), filed.matter_id)
    assert issued.code != filed.code
    assert _opens(filed, issued.code) and not _opens(filed, filed.code)


def test_a_second_press_shows_the_same_code_and_changes_nothing(cast: Cast) -> None:
    filed, token = cast.file(), new_token()
    first = reissue(cast, cast.actor("registrar"), filed.matter_id, token)
    before = cast.matter(filed).version
    second = code_reissue(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, token=token, proof="", at=cast.at, seen=1
    )
    assert (second.code, second.is_new, cast.matter(filed).version) == (first.code, False, before)
    with pytest.raises(MoveNotAllowed):  # the same for whoever may not
        code_reissue(actor=cast.actor("mayor"), matter_id=filed.matter_id, token=token, proof="证", at=cast.at)


def test_a_receipt_belongs_to_the_code_that_opens(cast: Cast) -> None:
    filed_with, token = new_token(), new_token()
    filed = cast.file(token=filed_with)
    assert receipt_view(matter_id=filed.matter_id, token=filed_with, at=cast.at).code == filed.code
    issued = reissue(cast, cast.actor("registrar"), filed.matter_id, token)
    assert receipt_view(matter_id=filed.matter_id, token=token, at=cast.at).code == issued.code
    with pytest.raises(ReceiptUnknown):
        receipt_view(matter_id=filed.matter_id, token=filed_with, at=cast.at)


def test_not_without_having_looked_who_filed_it(cast: Cast) -> None:
    filed, actor = cast.file(), cast.actor("registrar")

    def issue() -> None:
        code_reissue(actor=actor, matter_id=filed.matter_id, token=new_token(), proof="居民身份证", at=cast.at)

    with pytest.raises(IdentityNotCompared):
        issue()
    # Looked at for something else, or by somebody else, or an hour ago, isn't compared now.
    matter_open_identity(actor=actor, matter_id=filed.matter_id, purpose="电话核实情况", at=cast.at)
    with pytest.raises(IdentityNotCompared):
        issue()
    assert code_open_identity(actor=actor, matter_id=filed.matter_id, at=cast.at).name == WHO.name
    with pytest.raises(ProofMissing):
        code_reissue(actor=actor, matter_id=filed.matter_id, token=new_token(), proof=" ", at=cast.at)
    cast.later(hours=1)
    with pytest.raises(IdentityNotCompared):
        issue()


def test_the_petitioner_reads_of_it_and_is_notified(cast: Cast) -> None:
    filed = cast.file()
    reissue(cast, cast.actor("registrar"), filed.matter_id)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert "云渡县信访局当面核对身份（居民身份证）后补发了查询码" in page.events[-1].sentence
    assert "如果不是您本人来办的，请马上告诉我们" in page.events[-1].sentence
    assert [opening.purpose for opening in page.openings] == ["补发查询码，核对来人身份"]
    assert Notice.objects.filter(template="code_reissued", identity_id=cast.matter(filed).identity_id).count() == 1
    kinds = Entry.objects.filter(subject=f"matter:{filed.matter_id}").values_list("kind", flat=True)
    assert {"vault.identity.opened", "matters.matter.code_reissued"} <= set(kinds)


def test_also_at_the_counter_where_it_came_in_and_when_it_is_over(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    for username in ("registrar", "housing_registrar"):
        assert _opens(filed, reissue(cast, cast.actor(username), filed.matter_id).code)
    for username in ("handler", "approver", "mayor"):
        with pytest.raises(MoveNotAllowed):
            reissue(cast, cast.actor(username), filed.matter_id)


def test_not_by_whom_it_is_about_nor_by_who_is_recused(cast: Cast) -> None:
    about = cast.file(unit_id=cast.units["office"], respondent_unit_id=cast.units["housing"])
    with pytest.raises(MatterNotFound):
        reissue(cast, cast.actor("housing_registrar"), about.matter_id)
    filed = cast.file()
    matter_recuse(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, officer_id=cast.officers["registrar"],
        reason="是亲属", at=cast.at,
    )  # fmt: skip
    with pytest.raises((MatterNotFound, MoveNotAllowed)):
        reissue(cast, cast.actor("registrar"), filed.matter_id)


def test_anonymous_and_sealed_ones_have_nothing_to_compare(cast: Cast) -> None:
    anonymous = cast.file(identity=None)
    with pytest.raises(CodeOfAnonymous):
        reissue(cast, cast.actor("registrar"), anonymous.matter_id)
    cast.seal_keys("registrar", "office_approver")
    sealed = web_filing_register(
        kind=Kind.ACCUSATION, text="收取好处费。", requests=["退还"], identity=WHO, token=new_token(), at=cast.at,
        secrecy=Secrecy.SEALED,
    )  # fmt: skip
    with pytest.raises(CodeOfSealed):
        reissue(cast, cast.actor("registrar"), sealed.matter_id)


@pytest.mark.parametrize("at_part", [True, False])
def test_what_was_split_keeps_one_code(cast: Cast, at_part: bool) -> None:
    filed = cast.file(requests=("公示收支", "孩子就近入学", "修电梯"))
    registrar = cast.actor("registrar")
    parts = [
        matter_split(actor=registrar, matter_id=filed.matter_id, positions=[position], at=cast.at)
        for position in (2, 3)
    ]
    matter_assign_unit(actor=registrar, matter_id=parts[0].matter_id, unit_id=cast.units["education"], at=cast.at)
    at = parts[1] if at_part else filed
    issued = reissue(cast, registrar, at.matter_id)
    for registered in (filed, *parts):
        assert _opens(registered, issued.code) and not _opens(registered, filed.code)
        sentence = matter_page_of_petitioner(matter_id=registered.matter_id, at=cast.at).events[-1].sentence
        assert "原来的" in sentence and "不能再用" in sentence
    assert Matter.objects.values_list("receipt_hash", flat=True).distinct().count() == 1
