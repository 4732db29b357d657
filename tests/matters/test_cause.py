"""Why a matter came about: on the side of the authorities, for staff alone, the last finding counts."""

import pytest
from tests.cast import Cast

from huiyin.ledger.models import Entry
from huiyin.matters.cause.errors import CauseMissing, CauseNotAlone, CauseNoteSealed
from huiyin.matters.cause.rules import CAUSE_LABELS, CauseCode, causes_checked
from huiyin.matters.cause.services import cause_find
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.models import Cause, Matter


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["manner", "inactive", "manner"], (CauseCode.INACTIVE, CauseCode.MANNER)),
        (["none"], (CauseCode.NONE,)),
    ],
)
def test_causes_stand_in_their_order_each_once(given: list[str], found: tuple[CauseCode, ...]) -> None:
    assert causes_checked(given) == found


@pytest.mark.parametrize(
    ("given", "refusal"),
    [([], CauseMissing), (["weather"], CauseMissing), (["manner", "weather"], CauseMissing),
     (["none", "manner"], CauseNotAlone)],
)  # fmt: skip
def test_what_is_no_cause_is_refused(given: list[str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        causes_checked(given)


def test_causes_are_about_authorities_alone() -> None:
    words = "".join(CAUSE_LABELS.values())
    assert CAUSE_LABELS.keys() == set(CauseCode)
    assert not {word for word in ("信访人", "无理", "缠访", "闹访", "重复信访", "期望过高") if word in words}


@pytest.mark.both_databases
def test_the_last_finding_counts_and_earlier_ones_stay(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    for codes, note in ((["inactive"], "交办以后三个月没有动"), (["procedure", "openness"], "")):
        cause_find(actor=cast.actor("handler"), matter_id=filed.matter_id, codes=codes, note=note, at=cast.at)
    page = matter_page_for(actor=cast.actor("approver"), number=filed.number, at=cast.at)
    assert page.cause and page.cause.codes == (CauseCode.PROCEDURE, CauseCode.OPENNESS)
    assert list(Cause.objects.order_by("position").values_list("codes", flat=True)) == [
        "inactive", "procedure openness",
    ]  # fmt: skip
    entries = Entry.objects.filter(kind="matters.cause.found")
    assert entries.count() == 2
    own = matter_page_for(actor=cast.petitioner(filed), number=filed.number, at=cast.at)
    assert own.cause is None and "记下原因" not in "".join(event.name for event in own.events)


@pytest.mark.both_databases
def test_of_a_sealed_matter_there_is_no_note(cast: Cast) -> None:
    filed = cast.file()
    cast.answer(filed)
    Matter.objects.filter(pk=filed.matter_id).update(is_sealed=True, place="", identity_id=None, respondent_text="")
    with pytest.raises(CauseNoteSealed):
        cause_find(
            actor=cast.actor("approver"), matter_id=filed.matter_id, codes=["manner"], note="他说了什么", at=cast.at
        )
    cause_find(actor=cast.actor("approver"), matter_id=filed.matter_id, codes=["manner"], at=cast.at)
    assert Cause.objects.get().note == ""
