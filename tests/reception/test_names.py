"""Who has booked: names on the day alone, on record, and nothing of those whom nobody there may know."""

from datetime import timedelta

import pytest

from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.reception.errors import DayNotFound, NotThatDay
from huiyin.reception.selectors import booking_view, day_sheet
from huiyin.reception.services import appointment_cancel, appointment_identity_open, day_names_open
from huiyin.vault.errors import PurposeMissing
from huiyin.vault.services import IdentityDraft, openings_of
from tests.cast import Cast
from tests.reception.house import STARTS, WHO, book, on_the_day, publish


def test_names_are_shown_on_the_day_with_an_opening_for_each(cast: Cast) -> None:
    day_id = publish(cast)
    first, second = book(cast, day_id), book(cast, day_id, slot=2, identity=IdentityDraft("谷小满", "19900001234"))
    gone = book(cast, day_id, slot=3)
    appointment_cancel(appointment_id=gone.appointment_id, at=cast.at)
    at = on_the_day(cast)
    names = day_names_open(actor=cast.actor("registrar"), day_id=day_id, at=at)
    assert names == {first.appointment_id: WHO.name, second.appointment_id: "谷小满"}
    entry = Entry.objects.get(kind="vault.identity.opened")
    assert entry.subject == f"reception_day:{day_id}"
    for booked in (first, second):
        (seen,) = openings_of(subject=f"appointment:{booked.appointment_id}")
        assert (seen.at, seen.office, seen.purpose) == (at, "云渡县信访局", "接访当天按名单接待")
    assert openings_of(subject=f"appointment:{gone.appointment_id}") == []
    assert len(booking_view(appointment_id=first.appointment_id, at=at).openings) == 1
    assert ledger_verify().problems == []


@pytest.mark.parametrize("days", [-1, 1])
def test_on_any_other_day_there_are_no_names(cast: Cast, days: int) -> None:
    day_id = publish(cast)
    book(cast, day_id)
    with pytest.raises(NotThatDay):
        day_names_open(actor=cast.actor("registrar"), day_id=day_id, at=STARTS + timedelta(days=days))


@pytest.mark.parametrize("by", ["office_approver", "mayor", "housing_registrar", "auditor"])
def test_no_one_else_sees_the_list(cast: Cast, by: str) -> None:
    day_id = publish(cast)
    booked = book(cast, day_id)
    at = on_the_day(cast)
    with pytest.raises(DayNotFound):
        day_sheet(actor=cast.actor(by), day_id=day_id, at=at)
    with pytest.raises(DayNotFound):
        day_names_open(actor=cast.actor(by), day_id=day_id, at=at)
    with pytest.raises((DayNotFound, NotAllowed)):
        appointment_identity_open(
            actor=cast.actor(by), appointment_id=booked.appointment_id, purpose="电话告知改期", at=at
        )


def test_the_list_names_a_matter_only_where_it_may_be_seen(cast: Cast) -> None:
    day_id = publish(cast)
    own = cast.file()
    elsewhere = cast.file(unit_id=cast.units["education"])
    for slot, filed in ((1, own), (2, elsewhere)):
        book(cast, day_id, slot=slot, matter_id=filed.matter_id, words="说说进展")
    lines = day_sheet(actor=cast.actor("registrar"), day_id=day_id, at=cast.at).lines
    assert [(line.number, line.with_matter, line.words) for line in lines] == [
        (own.number, True, "说说进展"),
        ("", True, "说说进展"),
    ]


def test_when_it_turns_out_to_be_about_them_nothing_of_it_is_shown(cast: Cast) -> None:
    """The respondent may be named after the booking; the slot stays taken, and that is all they see."""
    day_id = publish(cast)
    filed = cast.file(unit_id=cast.units["commission"])
    booked = book(cast, day_id, matter_id=filed.matter_id, words="举报本局长")
    matter_name_respondent(
        actor=cast.actor("commission_registrar"),
        matter_id=filed.matter_id,
        text="严知行",
        unit_id=None,
        officer_id=cast.officers["office_leader"],
        at=cast.at,
    )
    at = on_the_day(cast)
    for by in ("registrar", "office_leader"):
        actor = cast.actor(by)
        (line,) = day_sheet(actor=actor, day_id=day_id, at=at).lines
        assert line.is_withheld and (line.words, line.number, line.with_matter) == ("", "", False)
        assert day_names_open(actor=actor, day_id=day_id, at=at) == {}
        with pytest.raises(DayNotFound):
            appointment_identity_open(
                actor=actor, appointment_id=booked.appointment_id, purpose="电话告知改期", at=at
            )


def test_a_contact_is_opened_for_a_purpose_that_the_person_reads(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    actor = cast.actor("registrar")
    with pytest.raises(PurposeMissing):
        appointment_identity_open(actor=actor, appointment_id=booked.appointment_id, purpose=" ", at=cast.at)
    found = appointment_identity_open(
        actor=actor, appointment_id=booked.appointment_id, purpose="电话告知改期", at=cast.at
    )
    assert found.phone == WHO.phone
    (seen,) = booking_view(appointment_id=booked.appointment_id, at=cast.at).openings
    assert seen.purpose == "电话告知改期"
