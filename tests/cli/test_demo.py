"""The demo county: the same for the same day, something for every screen, and no shortcut past any promise."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.test import TestCase

from huiyin.cli.demo.county import PASSWORD, competent_key
from huiyin.cli.demo.geography import position_of
from huiyin.cli.demo.guide import accounts_shown
from huiyin.cli.demo.heroes import heroes_shown
from huiyin.cli.demo.people import roll, towns
from huiyin.cli.demo.pictures import picture
from huiyin.cli.demo.planning import stories_plan
from huiyin.cli.demo.publishing import NEARBY_PLACE, NEARBY_TOWN
from huiyin.cli.demo.receptions import SHOWN_BOOKING
from huiyin.cli.demo.scenes import PETITIONER, Story, Verb
from huiyin.cli.demo.seed import SEED, Seeded, county_seed
from huiyin.cli.demo.source import rng_of, topics
from huiyin.clocks.selectors import calendar
from huiyin.documents.models import Letter
from huiyin.flows.web_filing import Secrecy
from huiyin.jobs.selectors import jobs_of
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.ids import receipt_code
from huiyin.kernel.keys import load_key
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.ledger.newest import main_path
from huiyin.ledger.services import ledger_verify
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Channel, Kind, Outcome, State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.lists.selectors.lists import WorkList
from huiyin.matters.models import (
    Event,
    Matter,
    Mention,
    MoveDraft,
    Opinion,
    PromisedStep,
    Publication,
    Recommendation,
    Recusal,
    Referral,
    Sponsorship,
)
from huiyin.matters.publication.selectors import matters_nearby
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import holder_by_receipt, matter_id_by_token, receipt_view
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.notices.models import Bell, Notice
from huiyin.orgs.models import Leave, Officer, TextEditor, Unit
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import actor_for, competent_unit, list_arrangement
from huiyin.reception.models import Appointment, ReceivedMatter
from huiyin.reception.rules import Form
from huiyin.reception.selectors import days_coming
from huiyin.reception.services import booked_before
from huiyin.returns.models import Scheme
from huiyin.returns.rules.states import ReturnState
from huiyin.returns.rules.timetable import Rhythm
from huiyin.returns.selectors import returns_of_units, roll_up
from huiyin.supervision.models import Supervision
from huiyin.text_modules.models import TextModule
from huiyin.vault.models import Opening
from tests.cli.house import Installation

AT = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
NAMES = {"ford": "柳溪渡镇人民政府"}


def _plan(seed: int = SEED, at: datetime = AT, count: int = 300) -> list[Story]:
    return stories_plan(seed=seed, at=at, count=count, roll=roll(rng_of(seed, "officers")), unit_names=NAMES)


# --- The plan, without a database ---------------------------------------------------------------------------------


def test_the_same_seed_and_day_make_the_same_county() -> None:
    assert _plan() == _plan()
    assert _plan() != _plan(seed=SEED + 1)


@pytest.mark.parametrize("at", [AT, datetime(2026, 6, 1, 16, 10, tzinfo=UTC), datetime(2027, 1, 3, 1, 0, tzinfo=UTC)])
def test_everything_is_over_before_the_present_and_in_order(at: datetime) -> None:
    stories = _plan(at=at)
    assert 280 <= len(stories) <= 350
    assert len({story.arrival.token for story in stories}) == len(stories)
    for story in stories:
        times = [scene.at for scene in story.scenes]
        assert times == sorted(times)
        assert at - timedelta(days=155) < times[0] and times[-1] < at
        assert story.scenes[0].verb is Verb.REGISTER


def test_texts_are_varied_and_filled_in() -> None:
    arrivals = [story.arrival for story in _plan()]
    usual = [len(arrival.text) for arrival in arrivals if len(arrival.text) < 2000]
    assert min(usual) >= 80 and max(usual) <= 600
    assert len({arrival.text for arrival in arrivals}) >= len(arrivals) - 1
    assert not [
        arrival.text for arrival in arrivals if "{" in arrival.title + arrival.text + "".join(arrival.requests)
    ]
    assert {arrival.kind for arrival in arrivals} == set(Kind)
    assert {arrival.channel for arrival in arrivals} == set(Channel)
    assert max(len(arrival.requests) for arrival in arrivals) == 20
    assert 7500 < max(len(arrival.text) for arrival in arrivals) <= 8000
    assert any("🚲" in arrival.text for arrival in arrivals)
    assert 10 < sum(arrival.person is None for arrival in arrivals) < 80
    assert all(arrival.person.phone.startswith("1990000") for arrival in arrivals if arrival.person)


@pytest.mark.parametrize("ending", ["jpg", "pdf"])
def test_the_same_picture_is_drawn_again(ending: str) -> None:
    first = picture("river", 2, ending)
    picture.cache_clear()
    assert picture("river", 2, ending) == first


def test_no_one_does_what_another_post_is_for() -> None:
    held = {(staff.username, staff.role) for staff in roll(rng_of(SEED, "officers")).staff}
    wanted = {Verb.DRAFT: Role.HANDLER, Verb.APPROVE: Role.APPROVER, Verb.ACCEPT: Role.REGISTRAR}
    for scene in (scene for story in _plan() for scene in story.scenes if scene.verb in wanted):
        assert (scene.actor, wanted[scene.verb]) in held
    assert all(scene.actor == PETITIONER for story in _plan() for scene in story.scenes if scene.verb is Verb.RATE)


# --- The county as it stands --------------------------------------------------------------------------------------


class SeededCounty(TestCase):
    """Seeded once, small: at least one matter of every sort."""

    seeded: ClassVar[Seeded]
    signed: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.seeded = county_seed(at=AT, count=40)
        cls.signed = main_path().read_text(encoding="utf-8")

    def setUp(self) -> None:
        """What was signed last lies outside the database, where each test begins without it."""
        main_path().write_text(self.signed, encoding="utf-8")

    def _actor(self, username: str) -> Actor:
        return actor_for(officer_id=self.seeded.county.officers[username])

    def test_every_state_is_there(self) -> None:
        states = Counter(Matter.objects.values_list("state", flat=True))
        assert set(states) == set(State)
        assert set(Opinion.objects.values_list("outcome", flat=True)) == set(Outcome)
        assert Event.objects.filter(kind="matters.reply.returned").exists()
        assert Event.objects.filter(kind="matters.matter.escalated").exists()
        assert Opening.objects.exists()

    def test_the_matters_are_those_of_the_plan(self) -> None:
        arrivals = [story.arrival for story in self.seeded.stories]
        sealed = {arrival.token for arrival in arrivals if arrival.secrecy is Secrecy.SEALED}
        assert Matter.objects.filter(is_sealed=True).count() == len(sealed) > 0
        planned = Counter(
            (arrival.kind, SEALED_TEXT if arrival.token in sealed else arrival.text) for arrival in arrivals
        )
        walked_in = ReceivedMatter.objects.filter(appointment=None).values("matter")
        came_in = Matter.objects.exclude(links__kind="split").exclude(pk__in=walked_in)
        classified = Event.objects.filter(kind="matters.matter.classified").values_list("matter_id", "facts_text")
        filed_as = {matter_id: json.loads(facts)["kind_before"] for matter_id, facts in classified}
        assert filed_as
        found = came_in.values_list("pk", "kind", "text")
        assert Counter((filed_as.get(pk, kind), text) for pk, kind, text in found) == planned

    def test_some_are_overdue_some_are_due_soon_most_are_neither(self) -> None:
        running = Matter.objects.filter(is_open=True)
        assert running.filter(next_due_at__lt=AT).count() >= 3
        assert running.filter(next_due_at__range=(AT, AT + timedelta(days=4))).exists()
        assert running.filter(next_due_at__gt=AT).count() > running.filter(next_due_at__lt=AT).count()

    def test_leaders_and_deputies_have_something_to_show(self) -> None:
        assert Sponsorship.objects.filter(ended_at=None).exists()
        assert Recusal.objects.exists()
        assert set(Recommendation.objects.values_list("adopted", flat=True)) == {True, None}
        assert Leave.objects.filter(starts_on=office_day(AT)).exists()

    def test_a_lost_code_was_issued_anew(self) -> None:
        matter_id = matter_id_by_token(token="demo-code-lost")
        assert matter_id is not None
        assert Event.objects.filter(matter=matter_id, kind="matters.matter.code_reissued").count() == 1
        assert Opening.objects.filter(subject=f"matter:{matter_id}").exists()
        matter = Matter.objects.get(pk=matter_id)
        old = receipt_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token="demo-code-lost")
        with pytest.raises(ReceiptUnknown):
            holder_by_receipt(number=matter.number, code=old)

    def test_every_promise_holds(self) -> None:
        assert stuck_matters() == []
        report = ledger_verify()
        assert report.problems == []
        assert report.unsequenced == 0 and report.checkpoints > 20

    def test_every_role_and_every_sort_of_unit_is_there(self) -> None:
        assert {role for staff in self.seeded.county.roll.staff for role in [staff.role]} == set(Role)
        assert {staff.role for staff in accounts_shown()} == set(Role)
        assert set(Unit.objects.values_list("kind", flat=True)) == set(UnitKind)
        for staff in accounts_shown():
            officer = Officer.objects.get(username=staff.username)
            assert officer.is_active and officer.display_name == staff.name
        assert check_password(PASSWORD, Officer.objects.get(username="registrar").password)

    def test_units_write_letters_of_every_layout(self) -> None:
        layouts = {json.loads(text)["layout"] for text in Letter.objects.values_list("content", flat=True)}
        assert layouts == {"plain", "official", "letter"}

    def test_units_keep_texts_with_an_editor(self) -> None:
        rows = list(TextModule.objects.all())
        assert (len(rows), sum(row.is_withdrawn for row in rows), len({row.category_id for row in rows})) == (6, 1, 3)
        assert [row.title for row in rows if row.article and "信访工作条例" in row.article]
        assert [row.title for row in rows if row.version == 2 and not row.is_withdrawn]
        editor = TextEditor.objects.get()
        assert actor_for(officer_id=editor.officer_id).text_unit_ids == {editor.unit_id}

    def test_lists_are_arranged_and_one_waits_for_the_worker(self) -> None:
        registrar = self.seeded.county.officers["registrar"]
        arranged = list_arrangement(officer_id=registrar, work_list=WorkList.ARRIVALS.value)
        assert [chosen.name for chosen in arranged.filters] == ["网上来的"] and arranged.hidden == {"unit"}
        assert [job.ended_at for job in jobs_of(officer_id=registrar, at=AT)] == [None]

    def test_a_draft_lies_with_a_file_and_another_with_a_colleague(self) -> None:
        handed, own = MoveDraft.objects.order_by("-was_handed")
        assert handed.owner_id != handed.author_id and own.owner_id == own.author_id
        assert own.files.get().file.name == "现场勘查记录.txt"

    def test_colleagues_are_asked_to_look_and_bells_have_a_few_new_notices(self) -> None:
        asked = set(Notice.objects.filter(template="note_mentioned").values_list("officer_id", flat=True))
        assert asked >= set(Mention.objects.values_list("officer_id", flat=True)) != set()
        assert not Bell.objects.filter(seen_until=None).exists() and Bell.objects.exists()

    def test_anyone_whom_a_matter_is_about_finds_nothing(self) -> None:
        matter_id = matter_id_by_token(token="demo-about-a-leader")
        assert matter_get_for(actor=self._actor("commission.handler"), matter_id=matter_id).pk == matter_id
        for username in ("housing.leader", "housing.handler", "housing.registrar", "county.leader"):
            with pytest.raises(MatterNotFound):
                matter_get_for(actor=self._actor(username), matter_id=matter_id)

    def test_a_units_own_people_find_nothing_about_it(self) -> None:
        about = Matter.objects.exclude(respondent_unit=None)
        assert about.exists()
        keys = {pk: key for key, pk in self.seeded.county.units.items()}
        for matter in about:
            for staff in self.seeded.county.roll.staff:
                if staff.unit == keys[matter.respondent_unit_id or 0]:
                    with pytest.raises(MatterNotFound):
                        matter_get_for(actor=self._actor(staff.username), matter_id=matter.pk)

    def test_the_printed_receipts_open_their_matters(self) -> None:
        shown = [hero.token for hero in heroes_shown()]
        assert len(shown) >= 3
        for token in shown:
            matter_id = matter_id_by_token(token=token)
            assert matter_id is not None
            receipt = receipt_view(matter_id=matter_id, token=token, at=AT)
            assert holder_by_receipt(number=receipt.number, code=receipt.code).matter_id == matter_id

    def test_matters_lie_where_the_categories_say(self) -> None:
        county = self.seeded.county
        for topic in topics():
            for town in towns():
                unit_id = competent_unit(category_id=county.categories[topic["item"]], area_id=county.areas[town.key])
                assert unit_id == county.units[competent_key(topic["item"], town.key)]

    def test_leaders_receive_people_in_the_weeks_to_come(self) -> None:
        days = days_coming(at=AT)
        assert {day.form for day in days} >= {Form.FIXED, Form.APPOINTMENT, Form.GOING_OUT}
        assert any(day.booked for day in days) and any(day.cancelled_at for day in days)
        assert booked_before(token=SHOWN_BOOKING)
        heard = Appointment.objects.get(noted_at__isnull=False)
        assert heard.matter_id == matter_id_by_token(token="demo-late")

    def test_units_report_week_by_week(self) -> None:
        """In time, late and missing; with numbers and with nothing; one corrected, two that a visitor can send."""
        weekly, monthly = (
            roll_up(
                actor=self._actor("county.leader"), scheme_id=scheme.pk, first=AT.date() - timedelta(days=80), at=AT
            )
            for scheme in Scheme.objects.filter(name__in=["领导接访周报", "上级交办事项报结月报"]).order_by("-rhythm")
        )
        assert weekly.total.due >= 8 * len(weekly.units) > 100 and monthly.total.due == 2 * len(monthly.units)
        # Some matters were assigned with a day by which to report back.
        assert 0 < monthly.total.sums[1] <= monthly.total.sums[0]
        assert weekly.total.late and weekly.total.missing and weekly.total.nothing and min(weekly.total.sums) > 20
        assert (weekly.total.corrected, weekly.total.found_later) == (1, 1)
        assert 0.85 < weekly.total.in_time / weekly.total.due < 1
        due, _past = returns_of_units(actor=self._actor("housing.registrar"), at=AT)
        assert any(row.is_open for row in due)

    def test_one_scheme_is_of_working_days_and_one_was_revised(self) -> None:
        workdays = Scheme.objects.get(rhythm=Rhythm.WORKDAYS)
        dues = {row.due_at.astimezone(OFFICE_ZONE).date() for row in workdays.returns.all()}
        assert len(dues) > 10 and all(calendar().is_working_day(day) for day in dues)
        revised = Scheme.objects.get(rhythm=Rhythm.TWICE_MONTHLY)
        assert revised.revisions.count() == 1 and revised.units.count() == 4
        assert revised.returns.filter(state=ReturnState.SENT).exists()
        for scheme in (workdays, revised):
            total = roll_up(
                actor=self._actor("county.leader"), scheme_id=scheme.pk, first=AT.date() - timedelta(days=40), at=AT
            ).total
            assert not total.missing and any(total.sums)

    def test_units_are_supervised_and_promises_kept_or_not(self) -> None:
        ids = {
            name: matter_id_by_token(token=f"demo-{name}") for name in ("supervised", "promised", "kept", "not-kept")
        }
        matters = {name: Matter.objects.get(pk=pk) for name, pk in ids.items() if pk}
        assert Supervision.objects.get(matter=ids["supervised"]).answered_at
        done = (
            PromisedStep.objects.filter(matter=ids["promised"]).order_by("position").values_list("done_at", flat=True)
        )
        assert [at is not None for at in done] == [True, False]
        assert (matters["kept"].state, matters["not-kept"].state) == (State.CLOSED, State.INVESTIGATING)
        assert matters["not-kept"].round == 2

    def test_who_is_in_need_is_asked_and_helped(self) -> None:
        """One decides yet, one has been helped and asked after."""
        found = Referral.objects.values_list("agreed_at", "granted", "followed_up_at")
        assert sorted(tuple(value is not None for value in row) for row in found) == [(False,) * 3, (True,) * 3]

    def test_a_neighbour_who_files_has_something_to_read(self) -> None:
        area_id = self.seeded.county.areas[NEARBY_TOWN.key]
        by_words = matters_nearby(position=None, place=NEARBY_PLACE, area_id=area_id, at=AT)
        assert {matter.state_label for matter in by_words} == {"办理中", "已答复"} and len(by_words) == 3
        here = position_of(NEARBY_PLACE, NEARBY_TOWN.key)
        assert matters_nearby(position=here, place="", area_id=None, at=AT) == by_words
        assert Publication.objects.filter(stopped_at=None, published_at=None).count() == 1
        assert Matter.objects.filter(latitude__isnull=False).count() > 10

    def test_mail_has_been_sent(self) -> None:
        assert Notice.objects.filter(state="sent").exists()
        assert not Notice.objects.filter(state="failed").exists()
        # An address that nobody has confirmed gets one mail a day: what came after it waits. Officers wait for none.
        assert not Notice.objects.filter(state="pending", identity_id=None).exists()


# --- The command itself -------------------------------------------------------------------------------------------


def test_the_command_refuses_a_folder_with_real_data(installation: Installation) -> None:
    code, output = installation.run("demo", "--no-serve")
    assert (code, "没有动它" in output) == (2, True), output
    assert installation.run("demo", "--reset", "--no-serve")[0] == 2


@pytest.mark.long
def test_the_command_seeds_once_starts_over_after_a_crash_and_verifies(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var")
    with installation.start("demo", "--no-serve") as process:
        assert process.stdout is not None
        assert "正在准备演示县" in process.stdout.readline()
        process.kill()
    code, output = installation.run("demo", "--no-serve")
    assert code == 0, output
    assert PASSWORD in output and "三、核对台账" in output
    matters = installation.count("SELECT count(*) FROM matters_matter")
    # About three hundred from the plan, and those that a scene files besides: on some days one more than on others.
    assert 280 <= matters <= 400
    assert installation.run("demo", "--no-serve")[0] == 0
    assert installation.count("SELECT count(*) FROM matters_matter") == matters
    assert installation.run("verify")[0] == 0
    assert installation.run("sweep")[0] == 0
