"""Subjects of any sort: registered by their context, named by a rulebook, heard of by their owner."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.checks import check_rulebooks
from huiyin.clocks.models import Clock
from huiyin.clocks.rules import timed
from huiyin.clocks.rules.reading import rulebook_parse
from huiyin.clocks.rules.rulebook import BY_HAND, KINDS, PeriodUnit, RulebookInvalid
from huiyin.clocks.rules.signals import signal_next
from huiyin.clocks.rules.subject import Subject
from huiyin.clocks.rules.timed import KindUnregistered, SubjectKind, subject_kind_register
from huiyin.clocks.selectors import ClockSignal
from huiyin.clocks.services import clocks_on_event
from huiyin.kernel import refs
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.workflow import reminders
from huiyin.workflow.checks import check_reminder_owners
from huiyin.workflow.reminders import Reminder, ReminderOwner, reminder_owner_register, reminders_give
from tests.clocks.instants import office
from tests.clocks.test_rulebook import OFFICE_PROFILE

FLOOD = SubjectKind(
    "flood", events=frozenset({"flood_seen", "flood_reported", "flood_over"}), endings=frozenset({"flood_over"})
)
RULE = """
[[clock]]
code = "flood_report"
name = "书面报告期限"
layer = "promise"
bound = "inside"
kinds = ["flood"]
starts = "flood_seen"
stops = ["flood_reported"]
amount = 30
unit = "minute"
article = "the tests"
running = "%(due)s 前书面报告"
stopped = "%(stopped)s 已报告"
warn = [-10, 1]
"""
SEEN = office(2026, 2, 14, 23, 50)


@pytest.fixture
def flood(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[set[UUID]]:
    """A context with subjects of its own: gives the ids of those that it knows."""
    for registry, name in ((timed, "_SUBJECTS"), (reminders, "_OWNERS")):
        monkeypatch.setattr(registry, name, dict(getattr(registry, name)))
    monkeypatch.setattr(refs, "_KINDS", set(refs._KINDS) | {"flood"})
    subject_kind_register(FLOOD)
    known: set[UUID] = set()

    def find(ids: Collection[UUID]) -> Mapping[UUID, Any]:
        return {pk: pk for pk in known.intersection(ids)}

    def remind(signal: ClockSignal, _subject: Any, _at: datetime) -> Reminder | None:
        return Reminder() if signal.offset < 0 else None

    reminder_owner_register("flood", ReminderOwner(find, remind))
    (tmp_path / "house.toml").write_text(OFFICE_PROFILE + RULE, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(tmp_path / "house.toml")]
    loading.reload()
    yield known
    loading.reload()


@pytest.mark.django_db
def test_its_clock_runs_in_minutes_and_reminds_its_owner(flood: set[UUID]) -> None:
    subject = Subject(id=new_id(), kind="flood", at=SEEN)
    flood.add(subject.id)
    (clock,) = clocks_on_event(subject=subject, event="flood_seen").rows
    assert clock.due_at == office(2026, 2, 15, 0, 20)
    assert clock.subject == subject.ref == Ref("flood", subject.id)
    counts: Counter[str] = Counter()
    reminders_give(at=SEEN + timedelta(minutes=21), most=5, counts=counts)
    reminders_give(at=SEEN + timedelta(minutes=32), most=5, counts=counts)
    assert counts == {"soon": 1, "idle": 1}
    entry = Entry.objects.get(kind="clocks.clock.signalled")
    assert entry.subject == subject.ref
    clocks_on_event(subject=Subject(subject.id, "flood", SEEN + timedelta(minutes=40)), event="flood_reported")
    assert Clock.objects.get().outcome == "late"


@pytest.mark.django_db
def test_a_clock_whose_rule_is_gone_ends_with_its_own_subject(flood: set[UUID], settings: Settings) -> None:
    subject = Subject(id=new_id(), kind="flood", at=SEEN)
    clocks_on_event(subject=subject, event="flood_seen")
    settings.HUIYIN_RULEBOOKS = ["cn-2022"]
    loading.reload()
    clocks_on_event(subject=subject, event="flood_reported")
    assert Clock.objects.get().stopped_at is None
    clocks_on_event(subject=subject, event="flood_over")
    assert Clock.objects.get().stopped_at == SEEN


@pytest.mark.django_db
def test_what_no_context_has_fails_by_its_name(flood: set[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KindUnregistered, match="meteor"):
        clocks_on_event(subject=Subject(id=new_id(), kind="meteor", at=SEEN), event="flood_seen")
    clocks_on_event(subject=Subject(id=new_id(), kind="flood", at=SEEN), event="flood_seen")
    counts: Counter[str] = Counter()
    reminders_give(at=SEEN + timedelta(hours=1), most=5, counts=counts)
    assert counts == {"failed": 1}  # nobody knows this flood
    monkeypatch.delitem(timed._SUBJECTS, "flood")
    reminders_give(at=SEEN + timedelta(hours=1), most=5, counts=counts)
    assert counts == {"failed": 2}  # and now not even what a flood is


def test_a_subject_without_reminder_owner_stops_the_start(flood: set[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_rulebooks(app_configs=None) == check_reminder_owners(app_configs=None) == []
    monkeypatch.delitem(reminders._OWNERS, "flood")
    refs._KINDS.discard("flood")
    found = check_reminder_owners(app_configs=None)
    assert [(error.id, "flood" in str(error.msg)) for error in found] == [
        ("workflow.E001", True),
        ("workflow.E002", True),
    ]
    monkeypatch.delitem(timed._SUBJECTS, "flood")
    (refused,) = check_rulebooks(app_configs=None)
    assert refused.id == "clocks.E001"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('kinds = ["flood"]', 'kinds = ["meteor"]', "clock[1].kinds"),
        ('kinds = ["flood"]', 'kinds = ["flood", "claim"]', "clock[1].kinds"),
        ('kinds = ["flood"]', 'kinds = ["claim"]', "clock[1].starts"),
        ('"flood_reported"', '"flood_reported", "closed"', "clock[1].stops"),
    ],
)
def test_a_rule_that_mixes_subjects_is_refused(flood: set[UUID], old: str, new: str, key: str) -> None:
    with pytest.raises(RulebookInvalid) as refused:
        rulebook_parse(OFFICE_PROFILE + RULE.replace(old, new), file="house.toml")
    assert refused.value.params["key"] == key


def test_a_rule_without_kinds_is_for_those_that_its_event_happens_to(flood: set[UUID]) -> None:
    (rule,) = rulebook_parse(OFFICE_PROFILE + RULE.replace('kinds = ["flood"]\n', ""), file="house.toml").clocks
    assert rule.kinds == ("flood",)


def test_two_subjects_never_share_a_kind(flood: set[UUID]) -> None:
    with pytest.raises(ValueError, match="claim"):
        subject_kind_register(SubjectKind("complaint", events=frozenset(), kinds=("claim",)))


@pytest.mark.django_db
def test_a_recommendation_that_began_as_a_suggestion_lives_by_its_own_rule() -> None:
    before = Clock(
        subject_id=new_id(), code="recommendation", kind="suggestion", rulebook="cn-2022@1", started_at=SEEN
    )
    assert before.subject == Ref("recommendation", before.subject_id)
    rule = loading.planner().rule_of(before)
    assert rule is not None
    assert rule.starts == "recommended"


def test_a_day_set_by_hand_can_be_reminded_of_in_minutes() -> None:
    """What it is for its ends say, where it doesn't say so itself."""
    rules = {rule.code: rule for rule in loading.rulebook().clocks if rule.starts == BY_HAND}
    daily, report = rules["return_daily"], rules["report"]
    assert (daily.unit, daily.kinds, daily.amount) == (PeriodUnit.MINUTE, ("return",), 0)
    assert (report.unit, report.kinds) == (PeriodUnit.DAY, KINDS)
    due_at = office(2026, 10, 1, 15)  # National Day
    minute = timedelta(minutes=1)
    found, after = [], due_at - timedelta(days=2)
    while at := signal_next(daily, due_at=due_at, after=after, calendar=loading.load_calendar()):
        found.append(at - due_at)
        after = at
    assert found == [-60 * minute, minute, 30 * minute, 1440 * minute]
