"""A home visit is made on the person's wish alone; who and where stays in the vault; a round has no times to book."""

from datetime import timedelta
from uuid import UUID

import pytest

from huiyin.flows.records import openings_page
from huiyin.kernel.ids import new_token
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.notices.models import Notice
from huiyin.reception.errors import (
    BookerNameMissing,
    BookingLimitReached,
    BookingUnknown,
    ContactMissing,
    DayNotYours,
    DeclineReasonMissing,
    HomeAddressMissing,
    SlotGone,
    StopsMissing,
    WishAnswered,
    WishNotFound,
    WishWordsMissing,
)
from huiyin.reception.models import Appointment, HomeVisitWish, ReceptionDay
from huiyin.reception.rules import DayPlan, Form
from huiyin.reception.selectors import booking_id_by_code, day_sheet, days_coming
from huiyin.reception.selectors.visits import wish_for, wish_id_by_code, wish_view, wishes_for
from huiyin.reception.services import (
    Wished,
    appointment_identity_open,
    home_visit_agree,
    home_visit_ask,
    home_visit_decline,
    home_visit_withdraw,
    reception_day_change,
    wish_identity_open,
)
from huiyin.vault.services import IdentityDraft
from tests.cast import Cast
from tests.reception.house import STARTS, book, publish

HOME = IdentityDraft(name="谷小满", phone="19900001234", address="柳溪路5号2单元")
WORDS = "腿脚不便，想在家里说说养老金的事。"


def wish(cast: Cast, identity: IdentityDraft = HOME, words: str = WORDS, token: str = "") -> Wished:
    """Somebody asks on the portal."""
    return home_visit_ask(words=words, identity=identity, token=token or new_token(), at=cast.at)


def agree(cast: Cast, wish_id: UUID, by: str = "registrar") -> UUID:
    """The head of the petition office goes there."""
    return home_visit_agree(
        actor=cast.actor(by), wish_id=wish_id, officer_id=cast.officers["office_leader"], title="局长",
        starts_at=STARTS, minutes=60, at=cast.at,
    )  # fmt: skip


def test_a_wish_is_agreed_to_and_becomes_a_day_of_its_own(cast: Cast) -> None:
    token = new_token()
    done = wish(cast, token=token)
    assert wish(cast, token=token) == Wished(done.wish_id, done.code, is_new=False)
    assert wish_id_by_code(code=done.code) == done.wish_id
    actor = cast.actor("registrar")
    (view,) = wishes_for(actor=actor)
    assert view.is_open and view.words == WORDS and HOME.address not in repr(view)
    day_id = agree(cast, done.wish_id)
    # Nothing of it is public, and nobody else books it.
    assert days_coming(at=cast.at) == []
    with pytest.raises(SlotGone):
        book(cast, day_id, slot=1)
    assert HOME.address not in repr(list(ReceptionDay.objects.values()))
    (line,) = day_sheet(actor=actor, day_id=day_id, at=cast.at).lines
    assert booking_id_by_code(code=done.code) == line.id
    shown = appointment_identity_open(actor=actor, appointment_id=line.id, purpose="上门前核对", at=cast.at)
    assert shown.address == HOME.address
    assert Notice.objects.filter(template="appointment_agreed").count() == 1
    with pytest.raises(WishAnswered):
        agree(cast, done.wish_id)
    assert Appointment.objects.count() == 1
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_wish_is_declined_with_a_reason(cast: Cast) -> None:
    done, actor = wish(cast), cast.actor("office_leader")
    with pytest.raises(DeclineReasonMissing):
        home_visit_decline(actor=actor, wish_id=done.wish_id, reason=" ", at=cast.at)
    home_visit_decline(actor=actor, wish_id=done.wish_id, reason="近期防汛", at=cast.at)
    view = wish_view(wish_id=done.wish_id)
    assert view.decline_reason == "近期防汛" and not view.is_open
    assert Notice.objects.filter(template="home_visit_declined").count() == 1
    with pytest.raises(WishAnswered):
        home_visit_withdraw(wish_id=done.wish_id, at=cast.at)


def test_a_wish_is_withdrawn_and_counts_no_more(cast: Cast) -> None:
    found = [wish(cast) for _ in range(3)]
    with pytest.raises(BookingLimitReached):
        wish(cast)
    home_visit_withdraw(wish_id=found[0].wish_id, at=cast.at)
    with pytest.raises(WishAnswered):
        agree(cast, found[0].wish_id)
    wish(cast)
    assert HomeVisitWish.objects.filter(contact_mark__isnull=False).count() == 3


@pytest.mark.parametrize(
    ("identity", "words", "refusal"),
    [
        (IdentityDraft(phone="19900001234", address="路"), WORDS, BookerNameMissing),
        (IdentityDraft(name="谷小满", address="路"), WORDS, ContactMissing),
        (IdentityDraft(name="谷小满", phone="19900001234"), WORDS, HomeAddressMissing),
        (HOME, " ", WishWordsMissing),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    cast: Cast, identity: IdentityDraft, words: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        wish(cast, identity, words)
    assert not HomeVisitWish.objects.exists()


def test_a_strangers_wish_is_not_there(cast: Cast) -> None:
    done = wish(cast)
    for by in ("housing_registrar", "mayor", "handler"):
        actor = cast.actor(by)
        assert wishes_for(actor=actor) == []
        with pytest.raises(WishNotFound):
            wish_for(actor=actor, wish_id=done.wish_id)
        with pytest.raises(WishNotFound):
            agree(cast, done.wish_id, by)
        with pytest.raises(WishNotFound):
            wish_identity_open(actor=actor, wish_id=done.wish_id, purpose="上门前核对", at=cast.at)
    with pytest.raises(BookingUnknown):
        wish_id_by_code(code="x")
    with pytest.raises(DayNotYours):
        home_visit_ask(
            words=WORDS, identity=HOME, token=new_token(), actor=cast.actor("handler"),
            unit_id=cast.units["office"], at=cast.at,
        )  # fmt: skip


def test_who_looked_is_read_with_the_code(cast: Cast) -> None:
    done = wish(cast)
    shown = wish_identity_open(actor=cast.actor("registrar"), wish_id=done.wish_id, purpose="打电话商量", at=cast.at)
    assert shown.address == HOME.address
    assert [opening.purpose for opening in wish_view(wish_id=done.wish_id).openings] == ["打电话商量"]


def test_a_round_names_its_places_and_has_no_times_to_book(cast: Cast) -> None:
    with pytest.raises(StopsMissing):
        publish(cast, form=Form.ROUND, stops=(" ",))
    day_id = publish(cast, form=Form.ROUND, stops=("老槐塘村", " 石桥埠村 "))
    (shown,) = days_coming(at=cast.at)
    assert shown.stops == ("老槐塘村", "石桥埠村") and shown.free == 0 and not shown.is_bookable
    with pytest.raises(SlotGone):
        book(cast, day_id)
    # Places left over from another form aren't kept.
    publish(cast, stops=("老槐塘村",), starts_at=STARTS + timedelta(days=1))
    assert ReceptionDay.objects.order_by("-starts_at")[0].stops == ""


def test_where_somebody_lives_is_typed_into_no_day(cast: Cast) -> None:
    day_id = agree(cast, wish(cast).wish_id)
    day = ReceptionDay.objects.get()
    changed = DayPlan(
        unit_id=day.unit_id, officer_id=day.officer_id, title=day.title, portfolio=day.portfolio, form=Form(day.form),
        topic=day.topic, place="柳溪路5号2单元", starts_at=day.starts_at, slots=day.slots, minutes=day.minutes,
    )  # fmt: skip
    reception_day_change(actor=cast.actor("registrar"), day_id=day_id, plan=changed, seen=day.version, at=cast.at)
    assert ReceptionDay.objects.get().place == day.place
    assert not Notice.objects.filter(template="appointment_moved").exists()


def test_who_looked_at_a_wish_stands_among_the_openings(cast: Cast) -> None:
    done = wish(cast)
    wish_identity_open(actor=cast.actor("registrar"), wish_id=done.wish_id, purpose="安排上门", at=cast.at)
    page = openings_page(actor=cast.actor("auditor"), after=None, limit=10)
    assert [opening.purpose for opening in page] == ["安排上门"]
