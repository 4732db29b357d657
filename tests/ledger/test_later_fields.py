"""A field that a later version adds: older entries keep agreeing with their rows, and the field is vouched for."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from tests.cast import Cast

from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.ledger.services._rows import RowPlan
from huiyin.ledger.services._verifier import rows_of
from huiyin.matters.models import Matter

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 3, tzinfo=UTC)


def _read(plan: RowPlan) -> list[tuple[str, str]]:
    return [pair for batch in rows_of(plan) for pair in zip(*batch, strict=True)]


def test_a_default_leaves_the_digest_as_it_was_before_the_field(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.file()
    matter = Matter.objects.get()
    monkeypatch.setattr(Matter, "LEDGER_LATER", {})
    before = RowPlan(Matter).commit(matter)
    monkeypatch.setattr(Matter, "LEDGER_LATER", {"is_sealed": False, "round": 1, "concerned_text": ""})
    assert RowPlan(Matter).commit(matter) == before


def test_instance_and_row_agree_with_and_without_the_default(cast: Cast) -> None:
    cast.file()
    plan = RowPlan(Matter)
    digests = set()
    for sealed in (False, True):
        Matter.objects.update(is_sealed=sealed, identity_id=None, place="", respondent_text="")
        matter = Matter.objects.get()
        assert _read(plan) == [plan.commit(matter)]
        digests.add(plan.commit(matter)[1])
    assert len(digests) == 2


def test_two_later_fields_never_stand_for_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two alike that has its default says nothing; the other says its name."""
    cast.file()
    monkeypatch.setattr(Matter, "LEDGER_FIELDS", ("number",))
    monkeypatch.setattr(Matter, "LEDGER_LATER", {"place": "", "respondent_text": ""})
    plan = RowPlan(Matter)
    digests = set()
    for place, respondent in (("", ""), ("'甲'|", ""), ("", "'甲'|"), ("'甲'|", "'甲'|")):
        Matter.objects.update(place=place, respondent_text=respondent)
        matter = Matter.objects.get()
        assert _read(plan) == [plan.commit(matter)]
        digests.add(plan.commit(matter)[1])
    assert len(digests) == 4


def test_a_later_field_that_is_altered_by_hand_is_found(cast: Cast) -> None:
    filed = cast.file()
    entries_sequence(at=AT)
    assert ledger_verify().problems == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET is_sealed = true, identity_id = NULL, place = ''")
    (problem, *_rest) = ledger_verify().problems
    assert filed.matter_id.hex in repr(problem) or str(filed.matter_id) in repr(problem)


def test_a_table_that_is_read_row_by_row_reads_later_fields_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.file()
    plan = RowPlan(Matter)
    monkeypatch.setattr(RowPlan, "reading", lambda _plan: None)
    Matter.objects.update(is_sealed=True, identity_id=None, place="")
    assert _read(plan) == [plan.commit(Matter.objects.get())]
