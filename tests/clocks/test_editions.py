"""Versions of a rulebook: the new one from its day on, running clocks by the one they were started under."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.checks import check_rulebooks
from huiyin.clocks.loading import RULEBOOKS, rulebook
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.editions import RulebookTwice, editions_of
from huiyin.clocks.rules.profiles import ProfileMisplaced, RulebookLoosens
from huiyin.clocks.rules.reading import rulebook_parse
from huiyin.clocks.rules.rulebook import Rulebook
from huiyin.clocks.selectors import clock_views, clocks_due_for_signal, due_first
from huiyin.clocks.services import Subject, clock_extend, clocks_begin, clocks_on_event
from tests.clocks.instants import end, office

LAW = (RULEBOOKS / "cn-2022.toml").read_text(encoding="utf-8")
COUNTY = (RULEBOOKS / "county.toml").read_text(encoding="utf-8")
_WAS = "valid_from = 2022-05-01"
# The second version, from 1 September 2026: 20 days to accept, 45 to answer, other words, other warnings, 10 more at
# most, and the answer is owed until it is approved.
SECOND = re.sub(
    r'(code = "answer"\n[\s\S]*?stops = )\[[^]]*\]',
    r'\1["reply_approved", "withdrawn"]',
    LAW.replace('version = "1"', 'version = "2"', 1)
    .replace(_WAS, "valid_from = 2026-09-01", 1)
    .replace("amount = 15", "amount = 20", 1)
    .replace("我们最迟 %(due)s 告诉您是否受理", "最晚 %(due)s 有回音", 1)
    .replace("warn = [-7, -3, -1, 1, 7, 30]", "warn = [-10, 1, 7, 30]", 1)
    .replace("amount = 60", "amount = 45", 1)
    .replace("extend_days = 30", "extend_days = 10", 1),
)


@pytest.fixture
def two_versions(settings: Settings, tmp_path: Path) -> None:
    """The law with a second version from 1 September 2026, the county's promises with it."""
    second = tmp_path / "cn-2022-second.toml"
    second.write_text(SECOND, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(second), "county"]
    loading.reload()


def _law(text: str = LAW) -> Rulebook:
    return rulebook_parse(text, file="law.toml")


def _due(clocks: list[Clock], code: str) -> Clock:
    return next(clock for clock in clocks if clock.code == code)


def _sentence(subject: Subject, code: str, day: int) -> str:
    views = clock_views(subject_id=subject.id, at=office(2026, 9, day))
    return next(view.sentence for view in views if view.code == code)


@pytest.mark.usefixtures("two_versions")
def test_the_day_decides_which_version_holds() -> None:
    assert [rulebook(day).ref for day in (date(2017, 3, 1), date(2026, 8, 31), date(2026, 9, 1))] == [
        "cn-2022@1+county@1",
        "cn-2022@1+county@1",
        "cn-2022@2+county@1",
    ]
    assert check_rulebooks(app_configs=None) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("two_versions")
def test_a_clock_of_the_day_before_keeps_amount_and_sentence(subject: Callable[..., Subject]) -> None:
    before, after = subject(at=office(2026, 8, 31, 23)), subject(at=office(2026, 9, 1, 0))
    old = _due(clocks_begin([before]), "accept")
    new = _due(clocks_begin([after]), "accept")
    assert (old.rulebook, old.due_at) == ("cn-2022@1", end(2026, 9, 15))
    assert (new.rulebook, new.due_at) == ("cn-2022@2", end(2026, 9, 21))
    assert _sentence(before, "accept", 2).startswith("我们最迟 2026年9月15日 告诉您是否受理")
    assert _sentence(after, "accept", 2).startswith("最晚 2026年9月21日 有回音")
    # Seven days before the end speaks the old one, ten days before it the new one.
    assert (old.next_signal_at, new.next_signal_at) == (office(2026, 9, 8, 8), office(2026, 9, 11, 8))
    signals = {signal.clock_id: signal.offset for signal in clocks_due_for_signal(at=office(2026, 9, 12, 8))}
    assert (signals[old.id], signals[new.id]) == (-3, -10)


@pytest.mark.django_db
@pytest.mark.usefixtures("two_versions")
def test_a_running_clock_is_stopped_by_its_own_versions_events(subject: Callable[..., Subject]) -> None:
    before, after = subject(at=office(2026, 8, 31)), subject(at=office(2026, 9, 1))
    clocks_begin([before, after])
    stopped = {}
    for mine in (before, after):
        clocks_on_event(subject=mine, event="accepted")
        approved = replace(mine, at=office(2026, 9, 20))
        change = clocks_on_event(subject=approved, event="reply_approved")
        stopped[mine.id] = {clock.code for clock in change.rows}
    assert "answer" not in stopped[before.id]
    assert "answer" in stopped[after.id]
    assert Clock.objects.get(subject_id=before.id, code="answer").due_at == end(2026, 10, 30)
    assert Clock.objects.get(subject_id=after.id, code="answer").due_at == end(2026, 10, 16)
    change = clocks_on_event(subject=replace(before, at=office(2026, 9, 21)), event="served")
    assert {clock.code for clock in change.rows if clock.stopped_at} >= {"answer", "answer_promise"}


@pytest.mark.django_db
@pytest.mark.usefixtures("two_versions")
def test_a_clock_begun_later_has_the_version_of_its_own_day(subject: Callable[..., Subject]) -> None:
    """Registered under the old version, accepted under the new one: each clock by its own start."""
    mine = subject(at=office(2026, 8, 31))
    clocks_begin([mine])
    change = clocks_on_event(subject=replace(mine, at=office(2026, 9, 2)), event="accepted")
    assert _due(change.rows, "accept").rulebook == "cn-2022@1"
    assert _due(change.rows, "answer").rulebook == "cn-2022@2"
    assert _due(change.rows, "answer_promise").rulebook == "county@1"


@pytest.mark.django_db
@pytest.mark.usefixtures("two_versions")
def test_an_extension_goes_by_the_version_of_the_clock(subject: Callable[..., Subject]) -> None:
    before, after = subject(at=office(2026, 8, 31)), subject(at=office(2026, 9, 1))
    for mine in (before, after):
        clocks_on_event(subject=mine, event="accepted")
    given = {"code": "answer", "reason": "要等鉴定", "approver": "主任", "at": office(2026, 9, 10)}
    clock_extend(subject_id=before.id, days=30, **given)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="10"):
        clock_extend(subject_id=after.id, days=30, **given)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.usefixtures("two_versions")
def test_a_list_speaks_of_a_clock_by_its_version(subject: Callable[..., Subject]) -> None:
    mine = subject(at=office(2026, 8, 31))
    clocks_begin([mine])
    Clock.objects.filter(subject_id=mine.id, code="accept_promise").update(rulebook="county@1")
    assert due_first(subject_ids=[mine.id], at=office(2026, 9, 2))[mine.id].name == "当日受理承诺"


@pytest.mark.django_db
def test_a_version_that_is_gone_gives_way_to_what_holds_for_the_start_day(
    subject: Callable[..., Subject], settings: Settings, tmp_path: Path
) -> None:
    mine = subject(at=office(2026, 8, 31))
    clocks_begin([mine])
    second = tmp_path / "second.toml"
    second.write_text(SECOND, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = [str(second), "county"]
    loading.reload()
    assert _sentence(mine, "accept", 2).startswith("最晚 2026年9月15日 有回音")


def test_a_profile_holds_from_its_own_day() -> None:
    later = rulebook_parse(COUNTY.replace(_WAS, "valid_from = 2026-07-01"), file="county.toml")
    editions = editions_of([_law(), later])
    assert editions.on(date(2026, 6, 30)).ref == "cn-2022@1"
    assert editions.on(date(2026, 7, 1)).ref == "cn-2022@1+county@1"


def test_a_later_version_of_the_law_is_held_against_every_profile() -> None:
    """A promise that was the same as the law may be less than the law from next year on: known now, not then."""
    start = LAW.index('[[clock]]\ncode = "answer"')
    clock = LAW[start : LAW.index('[[clock]]\ncode = "review_window"')]
    header = COUNTY[: COUNTY.index("[[clock]]")]
    profile = rulebook_parse(header + clock, file="house.toml")
    assert editions_of([_law(), profile]).on(date(2026, 9, 1)).ref == "cn-2022@1+county@1"
    with pytest.raises(RulebookLoosens):
        editions_of([_law(), _law(SECOND), profile])


@pytest.mark.parametrize(
    "second",
    [SECOND.replace('version = "2"', 'version = "1"', 1), SECOND.replace("2026-09-01", "2022-05-01", 1)],
)
def test_two_files_for_the_same_version_or_day_are_refused(second: str) -> None:
    with pytest.raises(RulebookTwice):
        editions_of([_law(), _law(second)])


def test_the_law_stands_first_whatever_its_version() -> None:
    with pytest.raises(ProfileMisplaced):
        editions_of([rulebook_parse(COUNTY, file="county.toml"), _law()])


def test_installed_versions_come_with_their_code(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cn-2022.toml").write_text(LAW, encoding="utf-8")
    (tmp_path / "cn-2022@2.toml").write_text(SECOND, encoding="utf-8")
    (tmp_path / "county.toml").write_text(COUNTY, encoding="utf-8")
    monkeypatch.setattr(loading, "RULEBOOKS", tmp_path)
    settings.HUIYIN_RULEBOOKS = ["cn-2022", "county"]
    assert rulebook(date(2026, 8, 31)).ref == "cn-2022@1+county@1"
    assert rulebook(date(2026, 9, 1)).ref == "cn-2022@2+county@1"
