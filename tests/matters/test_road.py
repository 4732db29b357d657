"""The main road: filed, accepted, assigned, drafted, approved by another, served, rated, closed."""

from datetime import timedelta

import pytest
from tests.cast import Cast

from huiyin.kernel.actor import petitioner, system
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.closing.errors import WindowOpen
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.messages.errors import MessageRepeated
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.models import Message
from huiyin.matters.rating.services import matter_rate
from huiyin.matters.receipt.selectors import holder_by_receipt


def test_a_matter_goes_the_whole_road(cast: Cast) -> None:
    filed = cast.file()
    assert holder_by_receipt(number=filed.number, code=filed.code).matter_id == filed.matter_id
    cast.answer(filed)
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied", of_unit="satisfied",
        words="电梯修好了", at=cast.later(days=1),
    )  # fmt: skip
    actor = cast.actor("housing_registrar")
    matter_close(actor=actor, matter_id=filed.matter_id, at=cast.later(days=1))
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at + timedelta(days=1))
    assert page.state == "closed"
    assert [opinion.outcome for opinion in page.reply.opinions] == ["upheld", "upheld"] if page.reply else False
    assert not any(clock.stopped_at is None for clock in page.clocks)
    assert stuck_matters() == []
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_an_answer_that_was_not_found_good_closes_with_its_window(cast: Cast) -> None:
    """The thirty days for asking for a review are the petitioner's (条例 Art 35)."""
    filed = cast.file()
    cast.answer(filed)
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied", of_unit="partly",
        words="", at=cast.later(days=1),
    )  # fmt: skip
    with pytest.raises(WindowOpen):
        matter_close(actor=cast.actor("housing_registrar"), matter_id=filed.matter_id, at=cast.later(days=1))
    matter_close(actor=system("tick"), matter_id=filed.matter_id, at=cast.later(days=30))
    assert cast.matter(filed).state == "closed"


def test_the_same_words_at_once_are_one_message(cast: Cast) -> None:
    filed = cast.file()
    actor, matter_id = petitioner(filed.matter_id), filed.matter_id
    petitioner_write(actor=actor, matter_id=matter_id, body="电梯又停了", at=cast.at)
    with pytest.raises(MessageRepeated):
        petitioner_write(actor=actor, matter_id=matter_id, body=" 电梯又停了\n", at=cast.later(minutes=1))
    petitioner_write(actor=actor, matter_id=matter_id, body="电梯又停了", at=cast.later(days=1))
    assert Message.objects.filter(matter_id=matter_id).count() == 2
