"""Records don't show whom a matter is about that it is there: not by a line, a gap, a number or a count."""

import re
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.clocks.models import Clock
from huiyin.flows.audit import Wanted, entry_filter
from huiyin.flows.records import (
    SUBJECTS_OF_NO_MATTER,
    SUBJECTS_OF_SECURITY,
    ledger_page,
    notices_page,
    openings_page,
    subjects_hidden,
)
from huiyin.kernel.actor import Role, system
from huiyin.kernel.refs import Ref, ref_kinds
from huiyin.kernel.time import office_day
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, entry_append
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.models import Matter
from huiyin.matters.recommendation.services import RecommendationDraft, recommendation_send
from huiyin.matters.recusal.services import matter_recuse
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.services.naming import matter_name_respondent
from huiyin.notices.models import Notice
from huiyin.orgs.services import PostPlan, post_create
from tests.cast import SEED, Cast
from tests.desk.conftest import Desk
from tests.reception.house import book, publish

pytestmark = pytest.mark.both_databases

BARRED = ("auditor", "administrator")
# Pairs of brackets that SQLite's parser, which takes a hundred levels of everything, must still take around a query.
_ROOM = 8


def _watch_from_elsewhere(cast: Cast) -> None:
    """Officers whom nobody commands whom the matter is about."""
    for username, role in (("commission_registrar", Role.AUDITOR), ("commission_handler", Role.ADMINISTRATOR)):
        post_create(
            plan=PostPlan(cast.units["commission"], role, str(role), cast.officers[username]), actor=SEED, at=cast.at
        )


def _name_the_office(cast: Cast, filed: Registered, by: str = "office_leader") -> None:
    matter_name_respondent(
        actor=cast.actor(by), matter_id=filed.matter_id, unit_id=cast.units["office"], officer_id=None,
        text="信访局", at=cast.at,
    )  # fmt: skip


def _day_at_housing(cast: Cast) -> UUID:
    return publish(cast, "housing_leader", unit_id=cast.units["housing"], officer_id=cast.officers["housing_leader"])


def _all_that_leads_to(cast: Cast, filed: Registered) -> set[str]:
    """Something of each sort that the ledger may speak of, about one matter; gives their keys."""
    cast.to_handler(filed)
    matter_open_identity(actor=cast.actor("handler"), matter_id=filed.matter_id, purpose="约信访人面谈", at=cast.at)
    recommended = recommendation_send(
        actor=cast.actor("office_leader"),
        draft=RecommendationDraft("improvement", cast.units["housing"], "问题", "建议", number=filed.number),
        at=cast.at,
    )
    booked = book(cast, _day_at_housing(cast), matter_id=filed.matter_id)
    clock = Clock.objects.filter(subject_id=filed.matter_id).values_list("pk", flat=True)[0]
    notice = Notice.objects.filter(params__number=filed.number).values_list("pk", flat=True)[0]
    timed = Clock.objects.filter(subject_id=recommended).values_list("pk", flat=True)[0]
    with transaction.atomic():
        for subject in (Ref("clock", clock), Ref("clock", timed), Ref("notice", notice)):
            entry_append(kind="clocks.clock.settled", subject=subject, at=cast.at, actor=system("calendar").ref)
    return {str(key) for key in (filed.matter_id, recommended, booked.appointment_id, clock, timed, notice)}


def test_whatever_leads_to_the_matter_is_left_out(cast: Cast, desk: Desk) -> None:
    _watch_from_elsewhere(cast)
    filed = cast.file()
    keys = _all_that_leads_to(cast, filed)
    _name_the_office(cast, filed, "approver")
    entries_sequence(at=cast.at)
    for who in BARRED:
        page = desk(who).get("/desk/records/").text
        assert not [key for key in keys if key in page]
    page = desk("commission_registrar").get("/desk/records/").text
    assert not [key for key in keys if key not in page]


def test_notices_of_a_booking_for_it_are_left_out(cast: Cast) -> None:
    """They have no number, only the booking's key."""
    filed = cast.file()
    cast.to_handler(filed)
    book(cast, _day_at_housing(cast), matter_id=filed.matter_id)
    for actor in (cast.actor(who) for who in BARRED):
        assert "appointment_booked" in {notice.template for notice in notices_page(actor=actor, after=None, limit=50)}
    _name_the_office(cast, filed, "approver")
    for actor in (cast.actor(who) for who in BARRED):
        assert notices_page(actor=actor, after=None, limit=50) == []
    assert openings_page(actor=cast.actor("auditor"), after=None, limit=50) == []


def test_pages_are_full_without_what_is_left_out(cast: Cast, desk: Desk) -> None:
    for number in range(60):
        filed = cast.file()
        if number % 2:
            _name_the_office(cast, filed)
    entries_sequence(at=cast.at)
    seen = len(notices_page(actor=cast.actor("administrator"), after=None, limit=500))
    assert Notice.objects.count() > seen > 25
    ledger = desk("auditor").get("/desk/records/").text
    outbox = desk("administrator").get("/desk/records/outbox/").text
    assert ledger.count("<tr>") == 51, "a head and fifty lines"
    assert outbox.count("<tr>") == 1 + min(seen, 50)
    assert ("再看 50 条" in outbox) is (seen > 50)


def test_no_place_and_no_count_stands_on_the_page(cast: Cast, desk: Desk) -> None:
    """Places are given anew by a page without them: a gap would tell as much as a line."""
    for _ in range(30):
        cast.file()
    entries_sequence(at=cast.at)
    page = desk("auditor").get("/desk/records/").text
    assert not re.search(r"before=\d+\b", page) and "before=" in page
    assert "序号</th>" not in page and not re.search(r"记录 \d+ 条", page)


def test_each_page_says_what_it_leaves_out_whether_or_not_it_does(cast: Cast, desk: Desk) -> None:
    for address in ("", "openings/", "outbox/"):
        page = desk("auditor").get(f"/desk/records/{address}").text
        assert "不论有没有，这里都不列涉及您本人、您所在单位或者上级的事项" in page


def test_sealed_matters_are_left_out_for_everybody(cast: Cast) -> None:
    """So that the number of entries that are signed and not listed says nothing about matters that bar."""
    filed = cast.file()
    entries_sequence(at=cast.at)
    about = f"matter:{filed.matter_id}"
    assert about in {entry.subject for entry in ledger_page(actor=cast.actor("auditor"), before=None, limit=50)}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET is_sealed = %s, identity_id = NULL, place = ''", [True])
    assert about not in {entry.subject for entry in ledger_page(actor=cast.actor("auditor"), before=None, limit=50)}


def test_who_is_recused_and_their_deputy_find_no_entry(cast: Cast) -> None:
    post_create(
        plan=PostPlan(cast.units["housing"], Role.AUDITOR, "监督员", cast.officers["handler_two"]), actor=SEED,
        at=cast.at,
    )  # fmt: skip
    filed = cast.file()
    cast.to_handler(filed, "handler_two")
    entries_sequence(at=cast.at)
    about = f"matter:{filed.matter_id}"
    assert about in {entry.subject for entry in ledger_page(actor=cast.actor("handler_two"), before=None, limit=90)}
    matter_recuse(
        actor=cast.actor("handler_two"), matter_id=filed.matter_id, officer_id=cast.officers["handler_two"],
        reason="信访人是我的亲属", at=cast.at,
    )  # fmt: skip
    entries_sequence(at=cast.at)
    assert about not in {
        entry.subject for entry in ledger_page(actor=cast.actor("handler_two"), before=None, limit=90)
    }


def test_a_notice_about_it_can_not_be_sent_again(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    _name_the_office(cast, filed)
    notice = Notice.objects.filter(params__number=filed.number).values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET state = 'failed', next_try_at = NULL")
    answers = [desk("administrator").post(f"/desk/records/outbox/{key}/again/") for key in (notice, UUID(int=0))]
    assert [answer.status_code for answer in answers] == [409, 409]
    assert not Entry.objects.filter(kind="notices.notice.retried").exists()


def test_what_is_hidden_with_a_matter_is_what_its_number_leads_to(cast: Cast) -> None:
    """But for notices, which name their matter in their words only."""
    filed = cast.file()
    _all_that_leads_to(cast, filed)
    wanted, today = Wanted(number=filed.number), office_day(cast.at)
    _wanted, only = entry_filter(actor=cast.actor("auditor"), wanted=wanted, today=today)
    found = {subject.partition(":")[0] for subject in only.subjects or ()}
    assert found == set(subjects_hidden(Matter.objects.none())) - {"notice"}


@pytest.mark.django_db
def test_every_sort_of_subject_is_known_to_lead_to_a_matter_or_not() -> None:
    """A sort that stands nowhere isn't shown at all: name it in `flows/records.py`."""
    known = SUBJECTS_OF_NO_MATTER | SUBJECTS_OF_SECURITY | set(subjects_hidden(Matter.objects.none()))
    assert {"matter", "clock", "recommendation"} <= ref_kinds()
    assert ref_kinds() - known == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's parser has no such limit")
@pytest.mark.parametrize("address", ["/desk/records/", "/desk/records/outbox/", "/desk/"])
def test_no_query_comes_near_what_sqlite_can_parse(cast: Cast, desk: Desk, address: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert desk("auditor").get(address).status_code == 200
    asked = [query["sql"] for query in captured if "EXISTS(" in query["sql"] and query["sql"].startswith("SELECT")]
    assert asked or address == "/desk/"
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"SELECT {'(' * _ROOM}EXISTS({sql}){')' * _ROOM}")
