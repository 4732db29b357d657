"""A review of a sealed claim: why it was asked for lies under the seal like everything else the petitioner wrote."""

from django.apps import apps
from django.core.serializers import serialize
from tests.cast import PASSPHRASE, WHO, Cast
from tests.matters.above import GROUNDS, ask, staff_above

from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.kernel.ids import new_token
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_handler, matter_assign_unit
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.models import Review
from huiyin.matters.reply.services.reply import reply_approve
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_take
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.seal.services import matter_add_reader, matter_open_seal
from huiyin.matters.search.selectors.search import matter_search_for
from huiyin.matters.search.services.rebuild import search_rebuild


def test_its_grounds_are_sealed_and_a_reader_lets_the_reviewer_read(cast: Cast) -> None:
    staff_above(cast)
    cast.seal_keys("registrar", "office_approver", "handler", "reviewer")
    filed = web_filing_register(
        kind=Kind.CLAIM, text="多收了费用。", requests=["退费"], identity=WHO, token=new_token(), at=cast.at,
        category_id=cast.categories["T111"], secrecy=Secrecy.SEALED,
    )  # fmt: skip
    pk, at = filed.matter_id, cast.at
    registrar = cast.actor("registrar")
    for reader in ("handler", "reviewer"):
        officer_id = cast.officers[reader]
        matter_add_reader(actor=registrar, matter_id=pk, officer_id=officer_id, passphrase=PASSPHRASE, at=at)
    matter_accept(actor=registrar, matter_id=pk, at=at)
    matter_assign_unit(actor=registrar, matter_id=pk, unit_id=cast.units["housing"], at=at)
    matter_assign_handler(
        actor=cast.actor("housing_registrar"), matter_id=pk, officer_id=cast.officers["handler"], at=at
    )
    cast.draft(filed)
    reply_approve(actor=cast.actor("approver"), matter_id=pk, at=at)
    reply_serve(actor=cast.actor("handler"), matter_id=pk, at=at)
    ask(cast, filed)
    assert Review.objects.get().grounds == SEALED_TEXT
    stored = "".join(
        serialize("json", model._default_manager.all(), ensure_ascii=False) for model in apps.get_models()
    )
    assert GROUNDS not in stored and GROUNDS.encode("unicode_escape").decode() not in stored
    reviewer = cast.actor("reviewer")
    review_take(actor=reviewer, matter_id=pk, level=ReviewLevel.REVIEW, at=at)
    found = matter_open_seal(actor=reviewer, matter_id=pk, passphrase=PASSPHRASE, purpose="复查需要看原件", at=at)
    assert GROUNDS in found.messages.values()
    for _ in range(2):
        assert not any(matter_search_for(actor=reviewer, text=text) for text in (GROUNDS, "实地查看", "封存"))
        search_rebuild(at=at)
    entries_sequence(at=at)
    assert ledger_verify().problems == []
