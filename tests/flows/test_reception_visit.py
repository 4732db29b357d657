"""What was said at a reception becomes a matter with the same receipt and clocks, or a note; once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huiyin.clocks.selectors import clock_views
from huiyin.flows.reception_visit import VisitRegistered, reception_visit_note, reception_visit_register
from huiyin.ledger.models import Entry
from huiyin.ledger.services import ledger_verify
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.errors import MessageMissing
from huiyin.matters.models import Matter, Message
from huiyin.matters.receipt.selectors import holder_by_receipt, receipt_view
from huiyin.matters.register.errors import RegistrarNeeded
from huiyin.reception.errors import DayNotFound, NotBegun, NotedAlready
from huiyin.reception.models import Appointment
from huiyin.reception.services import Booked
from huiyin.vault.services import openings_of
from tests.cast import Cast
from tests.reception.house import STARTS, WHO, book, on_the_day, publish


def _register(cast: Cast, booked: Booked, by: str = "registrar", text: str = "") -> VisitRegistered:
    given = cast.registration(unit_id=0, token="", text=text or "来访人说电梯天天停运。")
    return reception_visit_register(
        actor=cast.actor(by), appointment_id=booked.appointment_id, registration=given, at=cast.at
    )


def test_a_visit_becomes_a_matter_in_the_name_of_who_booked(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    at = on_the_day(cast)
    done = _register(cast, booked)
    matter = Matter.objects.get(pk=done.registered.matter_id)
    assert (matter.channel, matter.received_unit_id, matter.received_at) == ("visit", cast.units["office"], at)
    assert clock_views(subject_id=matter.pk, at=at)
    assert holder_by_receipt(number=done.registered.number, code=done.registered.code).matter_id == matter.pk
    assert receipt_view(matter_id=matter.pk, token=done.token, at=at).code == done.registered.code
    who = matter_open_identity(actor=cast.actor("registrar"), matter_id=matter.pk, purpose="核对姓名电话", at=at)
    assert (who.name, who.phone) == (WHO.name, WHO.phone)
    row = Appointment.objects.get()
    assert (row.matter_id, row.noted_at) == (matter.pk, at)
    (seen,) = openings_of(subject=f"appointment:{row.pk}")
    assert seen.purpose == "接访时登记事项"
    assert Entry.objects.filter(kind="reception.appointment.noted").count() == 1
    assert ledger_verify().problems == []


def test_pressed_twice_it_is_one_matter_and_other_words_are_not_lost(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    on_the_day(cast)
    first, again = _register(cast, booked), _register(cast, booked)
    assert first.registered.number == again.registered.number and not again.registered.is_new
    with pytest.raises(NotedAlready):
        _register(cast, booked, text="完全不同的另一件事。")
    assert Matter.objects.count() == 1


def test_only_when_people_have_come(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    with pytest.raises(NotBegun):
        _register(cast, booked)
    cast.at = STARTS + timedelta(days=2)  # what was left lying may be written down later
    assert _register(cast, booked).registered.is_new


def test_only_registrars_of_the_unit_register(cast: Cast) -> None:
    booked = book(cast, publish(cast))
    on_the_day(cast)
    with pytest.raises(RegistrarNeeded):
        _register(cast, booked, by="office_leader")
    with pytest.raises(DayNotFound):
        _register(cast, booked, by="housing_registrar")
    assert not Matter.objects.exists()


def test_a_visit_about_a_matter_is_a_note_in_it(cast: Cast) -> None:
    filed = cast.file()
    booked = book(cast, publish(cast), matter_id=filed.matter_id)
    on_the_day(cast)
    say: dict[str, Any] = {
        "actor": cast.actor("office_leader"),
        "appointment_id": booked.appointment_id,
        "at": cast.at,
    }
    with pytest.raises(MessageMissing):
        reception_visit_note(**say, body=" ")
    assert Appointment.objects.get().noted_at is None
    assert reception_visit_note(**say, body="答应本周内到现场看。") == filed.matter_id
    assert Message.objects.get().body == "答应本周内到现场看。"
    with pytest.raises(NotedAlready):
        reception_visit_note(**say, body="又一遍。")
    assert ledger_verify().problems == []


def test_a_visit_about_another_units_matter_can_be_registered_as_one_of_its_own(cast: Cast) -> None:
    filed = cast.file(unit_id=cast.units["education"])
    booked = book(cast, publish(cast), matter_id=filed.matter_id)
    on_the_day(cast)
    done = _register(cast, booked)
    assert done.registered.matter_id != filed.matter_id
    assert replace(done.registered, is_new=False) == _register(cast, booked).registered
