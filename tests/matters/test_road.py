"""The main road: filed, accepted, assigned, drafted, approved by another, served, rated, closed."""

from datetime import timedelta

from tests.cast import Cast

from huiyin.kernel.actor import petitioner
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.selectors import matter_id_by_receipt, matter_page_of_petitioner, matters_astray
from huiyin.matters.services import matter_close, matter_rate


def test_a_matter_goes_the_whole_road(cast: Cast) -> None:
    filed = cast.file()
    assert matter_id_by_receipt(number=filed.number, code=filed.code) == filed.matter_id
    cast.answer(filed)
    matter_rate(
        actor=petitioner(filed.matter_id), matter_id=filed.matter_id, of_office="satisfied", of_unit="partly",
        words="电梯修好了", at=cast.later(days=1),
    )  # fmt: skip
    actor = cast.actor("housing_registrar")
    matter_close(actor=actor, matter_id=filed.matter_id, at=cast.later(days=1))
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at + timedelta(days=1))
    assert page.state == "closed"
    assert [opinion.outcome for opinion in page.reply.opinions] == ["upheld", "upheld"] if page.reply else False
    assert not any(clock.stopped_at is None for clock in page.clocks)
    assert matters_astray() == []
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
