"""The check says which weeks have no day, and how many days each post has against the promise."""

from datetime import date, timedelta

import pytest

from huiyin.orgs.services import leave_set
from huiyin.reception.errors import DayNotYours
from huiyin.reception.rules import Form
from huiyin.reception.selectors.check import reception_check
from huiyin.reception.services import reception_day_cancel
from tests.cast import Cast
from tests.reception.house import STARTS, publish


def test_days_are_held_against_the_promise(cast: Cast) -> None:
    publish(cast)
    publish(cast, starts_at=STARTS + timedelta(hours=4))  # the same day, counted once
    publish(cast, starts_at=STARTS + timedelta(days=7), form=Form.GOING_OUT)
    publish(cast, officer_id=cast.officers["mayor"], title="县长", starts_at=STARTS + timedelta(days=1))
    gone = publish(cast, starts_at=STARTS + timedelta(days=21))
    reception_day_cancel(actor=cast.actor("registrar"), day_id=gone, reason="防汛", at=cast.at)
    at = STARTS + timedelta(days=2)
    found = reception_check(actor=cast.actor("registrar"), unit_id=cast.units["office"], year=2026, at=at)
    counts = {post.unit: (post.held, post.coming, post.visits_held, post.visits_coming) for post in found.posts}
    assert sorted(counts.values()) == [(1, 0, 0, 0), (1, 1, 0, 1)]
    assert (found.days_promised, found.visits_promised) == (12, 3)
    assert found.promise == "每位领导每年接访不少于 12 天，其中下访、约访不少于 3 次"
    assert date(2026, 3, 9) not in found.gaps and date(2026, 3, 16) not in found.gaps
    # From the week in which the house began with the program to the last, begun ones too: 44, two with a day.
    assert date(2026, 3, 30) in found.gaps and found.gaps[0] == date(2026, 3, 2) and len(found.gaps) == 42
    before = reception_check(actor=cast.actor("registrar"), unit_id=cast.units["office"], year=2025, at=at)
    assert before.gaps == ()
    # Nothing about a person: neither a name nor an id is in it.
    assert "严知行" not in repr(found.posts)


def test_days_whose_leader_is_away_are_named(cast: Cast) -> None:
    day_id = publish(cast)
    on = date(2026, 3, 9)
    leave_set(
        actor=cast.actor("office_leader"), officer_id=cast.officers["office_leader"],
        deputy_id=cast.officers["office_approver"], starts_on=on, ends_on=on, at=cast.at,
    )  # fmt: skip
    found = reception_check(actor=cast.actor("registrar"), unit_id=cast.units["office"], year=2026, at=cast.at)
    assert [(day.id, day.why) for day in found.stuck] == [(day_id, "请假")]


def test_strangers_check_nothing(cast: Cast) -> None:
    with pytest.raises(DayNotYours):
        reception_check(actor=cast.actor("housing_registrar"), unit_id=cast.units["office"], year=2026, at=cast.at)
