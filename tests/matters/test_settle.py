"""Both sides agree: the agreement takes the place of the opinion, and goes the same way out (条例 Art 33)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.cast import Cast

from huiyin.documents.letters import content_read
from huiyin.documents.models import Letter
from huiyin.kernel.actor import petitioner
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.errors import MoveNotAllowed
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.delivery.errors import DayOutOfRange
from huiyin.matters.delivery.services import reply_serve
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_ask
from huiyin.matters.models import Event, Message, Reply
from huiyin.matters.register.services.register import Registered
from huiyin.matters.reply.errors import FactsMissing, OpinionMissing, OwnDraft
from huiyin.matters.reply.services.reply import OpinionDraft, reply_approve, reply_draft, reply_return
from huiyin.matters.settlement.errors import AgreementMissing, AgreementUnproven
from huiyin.matters.settlement.services import reply_settle

AGREED = "物业公司在 3 月底前修好电梯，并退还停运期间的电梯费。"


def _settle(
    cast: Cast, filed: Registered, *, who: str = "handler", proof: UUID | None = None, **changed: str | date
) -> None:
    given = {"facts": "三方面谈，双方自愿。", "agreement": AGREED, "agreed_on": office_day(cast.at)} | changed
    reply_settle(
        actor=cast.actor(who), matter_id=filed.matter_id, proof_id=proof or _agreement(filed).pk, at=cast.at,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


def _agreement(filed: Registered) -> Message:
    return Message.objects.get(matter_id=filed.matter_id, kind="written")


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """With its handler; the petitioner has written that they agree."""
    found = cast.file()
    cast.to_handler(found)
    petitioner_write(actor=petitioner(found.matter_id), matter_id=found.matter_id, body="我同意", at=cast.at)
    return found


def test_a_settlement_is_approved_served_and_read(cast: Cast, filed: Registered) -> None:
    _settle(cast, filed)
    assert matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).reply is None
    reply_approve(actor=cast.actor("approver"), matter_id=filed.matter_id, at=cast.at)
    reply_serve(actor=cast.actor("handler"), matter_id=filed.matter_id, at=cast.at)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.reply and page.reply.settlement == AGREED
    assert {(opinion.outcome, opinion.outcome_label) for opinion in page.reply.opinions} == {
        ("settled", "和解（调解）")
    }
    assert len(page.reply.opinions) == 2
    letter = content_read(Letter.objects.get(code="reply").content)
    assert AGREED in [section.text for section in letter.sections]
    facts = Event.objects.get(matter_id=filed.matter_id, kind="matters.reply.settled").facts_text
    assert str(_agreement(filed).pk) in facts
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_no_one_approves_the_settlement_they_drafted(cast: Cast) -> None:
    filed = cast.file()
    cast.to_handler(filed, handler="drafting_approver")
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="我同意", at=cast.at)
    _settle(cast, filed, who="drafting_approver")
    with pytest.raises(OwnDraft):
        reply_approve(actor=cast.actor("drafting_approver"), matter_id=filed.matter_id, at=cast.at)


def test_without_the_petitioners_word_there_is_none(cast: Cast, filed: Registered) -> None:
    matter_ask(actor=cast.actor("handler"), matter_id=filed.matter_id, body="您同意吗", at=cast.at)
    asked = Message.objects.get(kind="ask")
    elsewhere = cast.file()
    petitioner_write(actor=petitioner(elsewhere.matter_id), matter_id=elsewhere.matter_id, body="我同意", at=cast.at)
    for proof in (asked.pk, _agreement(elsewhere).pk, new_id()):
        with pytest.raises(AgreementUnproven):
            _settle(cast, filed, proof=proof)
    assert not Reply.objects.exists()


def test_what_is_missing_is_named(cast: Cast, filed: Registered) -> None:
    with pytest.raises(AgreementMissing):
        _settle(cast, filed, agreement=" ")
    with pytest.raises(FactsMissing):
        _settle(cast, filed, facts="")
    for days in (-1, 1):
        with pytest.raises(DayOutOfRange):
            _settle(cast, filed, agreed_on=office_day(cast.at) + timedelta(days=days))


def test_sent_back_an_opinion_may_follow_but_never_says_settled(cast: Cast, filed: Registered) -> None:
    _settle(cast, filed)
    reply_return(actor=cast.actor("approver"), matter_id=filed.matter_id, reason="写明退费金额", at=cast.at)
    requests = cast.matter(filed).requests.all()
    with pytest.raises(OpinionMissing):
        reply_draft(
            actor=cast.actor("handler"), matter_id=filed.matter_id, facts="属实", basis="条例",
            opinions={request.pk: OpinionDraft("settled", "已达成") for request in requests}, at=cast.at,
        )  # fmt: skip
    cast.draft(filed)
    assert [reply.settlement for reply in Reply.objects.order_by("round")] == [AGREED, ""]


def test_only_claims_are_settled(cast: Cast) -> None:
    filed = cast.file(kind="inquiry")
    cast.to_handler(filed)
    petitioner_write(actor=petitioner(filed.matter_id), matter_id=filed.matter_id, body="我同意", at=cast.at)
    with pytest.raises(MoveNotAllowed):
        _settle(cast, filed)
