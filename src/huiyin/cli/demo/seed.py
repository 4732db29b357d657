"""Seeding: the county, then its matters day by day, with the worker's rounds of every morning in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection

from huiyin.cli.demo.asking import colleagues_ask
from huiyin.cli.demo.calling import calls_make
from huiyin.cli.demo.carrying import Carrying
from huiyin.cli.demo.county import County, county_create
from huiyin.cli.demo.drafting import drafts_leave
from huiyin.cli.demo.handing_down import tasks_hand_down
from huiyin.cli.demo.instructing import instructing_arrange, leaders_arrange
from huiyin.cli.demo.layouts import layouts_choose
from huiyin.cli.demo.leading import leading_arrange
from huiyin.cli.demo.lists import lists_arrange
from huiyin.cli.demo.phrasing import texts_keep
from huiyin.cli.demo.planning import stories_plan
from huiyin.cli.demo.playing import Stage
from huiyin.cli.demo.receptions import Receptions
from huiyin.cli.demo.reporting import Reporting
from huiyin.cli.demo.revising import Revising
from huiyin.cli.demo.scenes import Story, in_order
from huiyin.cli.demo.sitting import sitting_arrange
from huiyin.cli.demo.source import rng_of
from huiyin.flows.clock_round import clock_round
from huiyin.flows.digest_round import digest_round
from huiyin.flows.telephone_round import telephone_round
from huiyin.kernel.time import OFFICE_ZONE, office_day
from huiyin.ledger.services import entries_sequence
from huiyin.notices.services import outbox_dispatch

SEED = 20260501
COUNT = 300
# The county is set up some days before the first matter comes in.
_FOUNDED_BEFORE = timedelta(days=160)
_MORNING = time(9, 15)
_MAILS = 400
# So many mornings before the present the reception days are published.
_RECEPTIONS_BEFORE = 5

ProgressHook = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made."""

    county: County
    stories: tuple[Story, ...]


def county_seed(
    *, at: datetime, seed: int = SEED, count: int = COUNT, on_progress: ProgressHook = lambda _done, _all: None
) -> Seeded:
    """Fill an empty installation so that its present is `at`. `tell` hears how many days of how many are done.

    Must not stand in a transaction. The same arguments make the same texts, states and times.
    """
    founded = at - _FOUNDED_BEFORE
    county = county_create(rng=rng_of(seed, "officers"), at=founded)
    layouts_choose(county, at=founded)
    texts_keep(county, at=founded)
    stories = stories_plan(seed=seed, at=at, count=count, roll=county.roll, unit_names=county.unit_names)
    stage = Stage(county, stories)
    receptions = Receptions(county, rng_of(seed, "receptions"))
    reporting = Reporting(county, rng_of(seed, "returns"), at=at)
    revising = Revising(county, at=at)
    carrying = Carrying(county, at=at)
    scenes = in_order(stories)
    played = 0
    mornings = [*_mornings(scenes[0].at, at), at]
    with _without_waiting_for_the_disk():
        for number, morning in enumerate(mornings, start=1):
            upto = next((place for place in range(played, len(scenes)) if scenes[place].at >= morning), len(scenes))
            stage.play(scenes[played:upto])
            played = upto
            if number == len(mornings) - _RECEPTIONS_BEFORE:
                receptions.publish(at=morning)
                sitting_arrange(county, at=morning)
            receptions.hear(upto=morning)
            reporting.morning(morning)
            revising.morning(morning)
            carrying.morning(morning)
            _round(morning)
            calls_make(county, at=morning)
            on_progress(number, len(mornings))
    lists_arrange(county, at=at)
    leading_arrange(county, at=at)
    instructing_arrange(county, at=at)
    leaders_arrange(county, at=at)
    carrying.arrange(at=at)
    tasks_hand_down(county, at=at)
    drafts_leave(county, at=at)
    colleagues_ask(county, at=at)
    _round(at)
    return Seeded(county, tuple(stories))


def _mornings(first: datetime, at: datetime) -> Iterator[datetime]:
    """A quarter past nine of every day from the one after the first matter to the present."""
    day = office_day(first) + timedelta(days=1)
    while (morning := datetime.combine(day, _MORNING, OFFICE_ZONE)) < at:
        yield morning
        day += timedelta(days=1)


def _round(at: datetime) -> None:
    """What the worker does: signals and escalations, digests, mail, calls, the ledger's order and signature."""
    clock_round(at=at)
    digest_round(at=at)
    outbox_dispatch(at=at, limit=_MAILS)
    telephone_round(at=at)
    entries_sequence(at=at)


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """A seeding that is interrupted starts over, so nothing of it has to survive a power cut.

    SQLite only, and not within a test's transaction, where it can't be changed.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
