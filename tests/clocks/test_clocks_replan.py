"""Another kind has other time limits: they run from what happened, and nothing is reset by it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks.models import Clock
from huiyin.clocks.selectors import clock_views
from huiyin.clocks.services import Subject, clock_extend, clocks_begin, clocks_on_event, clocks_replan
from huiyin.kernel.ids import new_id
from huiyin.kernel.time import office_day
from tests.clocks.instants import office

pytestmark = pytest.mark.django_db

RECEIVED, ACCEPTED = office(2026, 3, 3), office(2026, 3, 5)
LIVED = {"registered": RECEIVED, "accepted": ACCEPTED}
Made = Callable[..., Subject]


@pytest.fixture
def accepted(subject: Made) -> Made:
    """An accepted subject of a kind, as it stands on the day of acceptance."""

    def make(kind: str) -> Subject:
        made = subject(kind, RECEIVED)
        clocks_begin([made])
        after = Subject(made.id, kind, ACCEPTED)
        clocks_on_event(subject=after, event="accepted")
        return after

    return make


def _as(subject: Subject, kind: str, at: datetime, lived: Mapping[str, datetime] = LIVED) -> None:
    clocks_replan(subject=Subject(subject.id, kind, at), happened=lived)


def _running(subject: Subject) -> dict[str, Clock]:
    return {clock.code: clock for clock in Clock.objects.filter(subject_id=subject.id, stopped_at=None)}


def test_what_the_new_kind_owes_runs_from_the_day_of_acceptance(accepted: Made) -> None:
    claim = accepted("claim")
    at = office(2026, 3, 20)
    replanned = clocks_replan(subject=Subject(claim.id, "inquiry", at), happened=LIVED)
    running = _running(claim)
    assert "answer" not in running  # the 60 days are there for claims
    promise = running["answer_promise"]
    assert (promise.kind, promise.started_at, office_day(promise.due_at)) == (
        "inquiry", ACCEPTED, office_day(office(2026, 3, 12)),
    )  # fmt: skip
    # Seven days instead of fifteen: late at once, and said to be.
    assert promise.due_at < at
    assert replanned.next_due_at == min(clock.due_at for clock in running.values())
    ended = Clock.objects.get(subject_id=claim.id, code="answer")
    assert (ended.outcome, ended.stopped_at, ended.next_signal_at) == ("replaced", at, None)


def test_what_both_kinds_have_alike_runs_on(subject: Made) -> None:
    claim = subject("claim", RECEIVED)
    clocks_begin([claim])
    before = set(Clock.objects.filter(subject_id=claim.id).values_list("pk", "due_at", "stopped_at"))
    replanned = clocks_replan(subject=Subject(claim.id, "inquiry", ACCEPTED), happened={"registered": RECEIVED})
    assert (replanned.ended, replanned.begun) == ([], [])
    assert set(Clock.objects.filter(subject_id=claim.id).values_list("pk", "due_at", "stopped_at")) == before


def test_back_and_forth_gives_no_day_more(accepted: Made) -> None:
    claim = accepted("claim")
    first = {code: clock.due_at for code, clock in _running(claim).items()}
    for days, kind in enumerate(("inquiry", "claim", "suggestion", "accusation", "claim"), start=10):
        _as(claim, kind, ACCEPTED + timedelta(days=days))
    assert {code: clock.due_at for code, clock in _running(claim).items()} == first
    revisions = Clock.objects.filter(subject_id=claim.id, code="answer").order_by("revision")
    assert [(revision.revision, revision.started_at) for revision in revisions] == [
        (1, ACCEPTED),
        (2, ACCEPTED),
        (3, ACCEPTED),
    ]


def test_more_time_that_was_granted_is_kept_and_granted_once(accepted: Made) -> None:
    claim = accepted("claim")
    extended = clock_extend(
        subject_id=claim.id, code="answer", days=30, reason="要检测", approver="住建局", at=office(2026, 3, 10)
    )
    _as(claim, "inquiry", office(2026, 3, 11))
    _as(claim, "claim", office(2026, 3, 12))
    assert _running(claim)["answer"].due_at == extended.clock.due_at
    views = clock_views(subject_id=claim.id, at=office(2026, 3, 13))
    (shown,) = [view for view in views if view.stopped_at is None and view.code == "answer"]
    assert [extension.reason for extension in shown.extensions] == ["要检测"]


def test_what_was_over_before_stays_over(accepted: Made) -> None:
    claim = accepted("claim")
    _as(claim, "inquiry", office(2026, 3, 20))
    accepting = Clock.objects.filter(subject_id=claim.id, code="accept")
    assert [(clock.outcome, clock.revision) for clock in accepting] == [("met", 1)]


def test_being_late_isnt_wiped_out(accepted: Made) -> None:
    inquiry = accepted("inquiry")
    at = office(2026, 4, 20)
    _as(inquiry, "claim", at)
    views = clock_views(subject_id=inquiry.id, at=at)
    replaced = [view for view in views if view.outcome == "replaced"]
    assert replaced and all(view.tone == "late" for view in replaced)
    assert all("种类已经更正，这个期限不再适用，已超过" in view.sentence for view in replaced)
    assert _running(inquiry)["answer"].started_at == ACCEPTED


def test_the_database_refuses_a_later_start(accepted: Made) -> None:
    claim = accepted("claim")
    _as(claim, "inquiry", office(2026, 3, 20))
    ended = Clock.objects.get(subject_id=claim.id, code="answer")

    def again(**given: object) -> None:
        values = {field.attname: getattr(ended, field.attname) for field in Clock._meta.concrete_fields}
        values |= {"id": new_id(), "revision": 2, "stopped_at": None, "outcome": "", **given}
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock.objects.create(**values)

    later = ended.started_at + timedelta(days=1)
    again(started_at=later)
    again(revision=3)
    again(round=2)
    again(code="another")
    running = _running(claim)["answer_promise"]
    again(code="answer_promise", revision=running.revision + 1, started_at=running.started_at)
