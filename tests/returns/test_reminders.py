"""Who hears of a return, and when: the contact before, the leader after half an hour, the receiver after a day."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from huiyin.notices.models import Notice
from huiyin.returns.rules.timetable import Covers, Rhythm
from huiyin.workflow.reminders import reminders_give
from tests.cast import Cast
from tests.returns.schemes import begin, of_unit, send

_DUE = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def _heard(cast: Cast, at: datetime) -> dict[str, set[str]]:
    """Who got which notice in the round of that instant, by sign-in name."""
    before = set(Notice.objects.values_list("pk", flat=True))
    counts: Counter[str] = Counter()
    reminders_give(at=at, most=50, counts=counts)
    assert not counts["failed"]
    names = {pk: name for name, pk in cast.officers.items()}
    found: dict[str, set[str]] = {}
    for notice in Notice.objects.exclude(pk__in=before):
        found.setdefault(notice.template, set()).add(names[notice.officer_id or 0])
    return found


def test_a_return_that_does_not_come(cast: Cast) -> None:
    begin(cast, unit_ids=(cast.units["housing"],))
    row = of_unit(cast)
    minutes = timedelta(minutes=1)
    assert _heard(cast, _DUE - 61 * minutes) == {}
    assert _heard(cast, _DUE - 60 * minutes) == {"return_due_soon": {"housing_registrar"}}
    assert _heard(cast, _DUE) == {}
    assert _heard(cast, _DUE + minutes) == {"return_missing": {"housing_registrar"}}
    assert _heard(cast, _DUE + 30 * minutes) == {"return_missing": {"housing_registrar", "housing_leader"}}
    last = _heard(cast, _DUE + timedelta(days=1))
    assert last == {"return_missing": {"housing_registrar", "housing_leader", "mayor"}}
    assert _heard(cast, _DUE + timedelta(days=9)) == {}
    notice = Notice.objects.filter(template="return_missing").first()
    assert notice and notice.params == {"path": f"/desk/returns/{row.pk}/", "due_on": "2026-03-02"}


def test_a_sent_return_is_not_reminded(cast: Cast) -> None:
    begin(cast)
    send(cast, of_unit(cast))
    assert _heard(cast, _DUE + timedelta(hours=1)) == {"return_missing": {"town_registrar", "town_leader"}}


def test_a_longer_rhythm_is_reminded_of_the_day_before(cast: Cast) -> None:
    begin(
        cast, unit_ids=(cast.units["education"],), rhythm=Rhythm.WEEKLY, weekday=4, times="17:00",
        covers=Covers.PERIOD_BEFORE,
    )  # fmt: skip
    due = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)
    assert _heard(cast, due - timedelta(hours=25)) == {}
    assert _heard(cast, due - timedelta(hours=24)) == {"return_due_soon": {"education_registrar"}}
    # Nobody leads the bureau: the county's leader does.
    assert _heard(cast, due + timedelta(minutes=30)) == {"return_missing": {"education_registrar", "mayor"}}
