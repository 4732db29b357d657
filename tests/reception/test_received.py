"""Who receives a matter answers for it until it is closed: kept, listed, notified; through the gate as any other."""

from datetime import timedelta
from uuid import UUID

import pytest

from huiyin.flows.reception_visit import reception_visit_note, reception_walk_in_register
from huiyin.flows.records import ledger_page
from huiyin.kernel.actor import Role, petitioner
from huiyin.kernel.ids import new_token
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.acceptance.services import matter_accept
from huiyin.matters.assignment.services import matter_assign_unit
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Channel, Kind
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.models import Matter
from huiyin.matters.register.errors import RegistrarNeeded
from huiyin.matters.register.rules import Registration
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.notices.models import Notice
from huiyin.orgs.selectors import posts_of_officer
from huiyin.orgs.services import PostPlan, post_fill, posts_create
from huiyin.reception.errors import DayNotFound, NotBegun
from huiyin.reception.models import ReceivedMatter
from huiyin.reception.selectors import day_sheet
from huiyin.reception.selectors.received import received_closed_rows, received_of, received_open, received_rows
from huiyin.reception.services import received_notify
from tests.cast import SEED, Cast
from tests.reception.house import WHO, book, on_the_day, publish


def walk_in(cast: Cast, day_id: UUID, by: str = "registrar", token: str = "") -> Registered:
    """Somebody comes to that day without a booking."""
    registration = Registration(
        kind=Kind.CLAIM,
        channel=Channel.CALL,
        text="自来水停了三天。",
        requests=("恢复供水",),
        received_at=cast.at,
        unit_id=cast.units["housing"],
        token=token or new_token(),
    )
    return reception_walk_in_register(
        actor=cast.actor(by), day_id=day_id, registration=registration, identity=WHO, at=cast.at
    )


def _numbers(cast: Cast, by: str) -> list[str]:
    return [row.number for row in received_rows(actor=cast.actor(by), at=cast.at)]


def test_a_walk_in_stands_on_the_sheet_and_with_the_leader(cast: Cast) -> None:
    day_id, token = publish(cast), new_token()
    on_the_day(cast)
    done = walk_in(cast, day_id, token=token)
    assert walk_in(cast, day_id, token=token).matter_id == done.matter_id
    matter = Matter.objects.get()
    assert (matter.channel, matter.received_unit_id) == ("visit", cast.units["office"])
    (line,) = day_sheet(actor=cast.actor("registrar"), day_id=day_id, at=cast.at).walk_ins
    assert line.number == done.number
    assert _numbers(cast, "office_leader") == [done.number]
    (view,) = received_of(matter, cast.actor("registrar"))
    assert (view.name, view.title) == ("严知行", "局长")
    assert received_of(matter, petitioner(matter.pk)) == ()
    # Nothing of who came is in the row.
    assert WHO.name not in repr(list(ReceivedMatter.objects.values()))
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_walk_ins_come_on_the_day_and_are_registered_by_its_unit(cast: Cast) -> None:
    day_id = publish(cast)
    with pytest.raises(NotBegun):
        walk_in(cast, day_id)
    on_the_day(cast)
    with pytest.raises(DayNotFound):
        walk_in(cast, day_id, by="housing_registrar")
    with pytest.raises(RegistrarNeeded):
        walk_in(cast, day_id, by="office_leader")
    assert not Matter.objects.exists() and not ReceivedMatter.objects.exists()


def test_what_was_talked_about_is_received_too(cast: Cast) -> None:
    filed = cast.file()
    booked = book(cast, publish(cast), matter_id=filed.matter_id)
    on_the_day(cast)
    reception_visit_note(
        actor=cast.actor("office_leader"), appointment_id=booked.appointment_id, body="答应本周内看。", at=cast.at
    )
    assert _numbers(cast, "office_leader") == [filed.number]
    assert ReceivedMatter.objects.get().appointment_id == booked.appointment_id


def test_a_leader_from_above_reads_what_they_received(cast: Cast) -> None:
    day_id = publish(cast, officer_id=cast.officers["mayor"], title="县长")
    on_the_day(cast)
    done = walk_in(cast, day_id)
    assert _numbers(cast, "mayor") == [done.number] and _numbers(cast, "office_leader") == []
    assert matter_get_for(actor=cast.actor("mayor"), matter_id=done.matter_id).number == done.number


def _moves(cast: Cast, leader: str, unit: str) -> None:
    """The leader leaves their post and leads another unit from now on."""
    officer_id = cast.officers[leader]
    for post in posts_of_officer(officer_id=officer_id):
        post_fill(post_id=post.id, officer_id=None, actor=SEED, at=cast.at)
    plan = PostPlan(unit_id=cast.units[unit], title="局长", role=Role.LEADER, officer_id=officer_id)
    posts_create(plans=[plan], actor=SEED, at=cast.at)


def test_a_leader_who_went_elsewhere_answers_no_more(cast: Cast) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    done = walk_in(cast, day_id)
    matter_accept(actor=cast.actor("registrar"), matter_id=done.matter_id, at=cast.at)
    housing = cast.units["housing"]
    matter_assign_unit(actor=cast.actor("registrar"), matter_id=done.matter_id, unit_id=housing, at=cast.at)
    assert _numbers(cast, "office_leader") == [done.number]
    _moves(cast, "office_leader", "education")
    moved = cast.actor("office_leader")
    assert moved.holds(Role.LEADER) and _numbers(cast, "office_leader") == []
    assert not received_open(actor=moved).exists()
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=moved, matter_id=done.matter_id)
    due = Matter.objects.get().next_due_at
    assert due is not None and received_notify(at=due + timedelta(hours=1)) == 0
    matter_withdraw(actor=petitioner(done.matter_id), matter_id=done.matter_id, at=due + timedelta(hours=3))
    assert received_notify(at=due + timedelta(hours=4)) == 0
    assert received_closed_rows(actor=moved, at=cast.at) == []
    # Who received it stays on its page, for those who have it.
    assert [view.name for view in received_of(Matter.objects.get(), cast.actor("registrar"))] == ["严知行"]


def test_who_leads_from_above_goes_on_to_answer(cast: Cast) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    done = walk_in(cast, day_id)
    _moves(cast, "office_leader", "county")
    assert _numbers(cast, "office_leader") == [done.number]


def test_nothing_of_a_matter_about_the_leader_is_listed(cast: Cast) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    done = walk_in(cast, day_id)
    Matter.objects.update(respondent_officer=cast.officers["office_leader"], next_due_at=cast.at)
    assert _numbers(cast, "office_leader") == []
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=cast.actor("office_leader"), matter_id=done.matter_id)
    # No line either: by its minute it would tell who came.
    assert not day_sheet(actor=cast.actor("office_leader"), day_id=day_id, at=cast.at).walk_ins
    assert received_notify(at=cast.at + timedelta(days=1)) == 0
    assert not Notice.objects.filter(template="received_late").exists()


def test_the_leader_is_notified_when_it_is_late_and_when_it_is_closed(cast: Cast) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    done = walk_in(cast, day_id)
    assert received_notify(at=cast.at) == 0
    due = Matter.objects.get().next_due_at
    assert due is not None
    assert received_notify(at=due + timedelta(hours=1)) == 1
    assert received_notify(at=due + timedelta(hours=2)) == 0
    assert Notice.objects.get(template="received_late").officer_id == cast.officers["office_leader"]
    matter_withdraw(actor=petitioner(done.matter_id), matter_id=done.matter_id, at=due + timedelta(hours=3))
    assert received_notify(at=due + timedelta(hours=4)) == 1
    assert received_notify(at=due + timedelta(hours=5)) == 0
    assert Notice.objects.get(template="received_closed").params == {"number": done.number}
    assert _numbers(cast, "office_leader") == []
    (closed,) = received_closed_rows(actor=cast.actor("office_leader"), at=cast.at)
    assert closed.number == done.number and not closed.is_open


def test_the_ledger_s_page_shows_no_walk_in_of_a_matter_that_is_withheld(cast: Cast) -> None:
    day_id = publish(cast)
    on_the_day(cast)
    walk_in(cast, day_id)
    kind = "reception.walk_in.received"
    auditor = cast.actor("auditor")
    entries_sequence(at=cast.at)
    assert kind in {entry.kind for entry in ledger_page(actor=auditor, before=None, limit=50)}
    Matter.objects.update(respondent_officer=cast.officers["auditor"])
    assert kind not in {entry.kind for entry in ledger_page(actor=auditor, before=None, limit=50)}
