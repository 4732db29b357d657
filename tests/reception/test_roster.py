"""Rosters of a hall: by rule, each line once, on the portal without names; a visit heard together is one matter."""

from datetime import date, timedelta

import pytest

from huiyin.clocks.rules.calendar import Calendar
from huiyin.flows.hall_visit import accept_and_ask_units
from huiyin.kernel.actor import Role
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.models import Assist, Matter
from huiyin.orgs.selectors import posts_of_unit
from huiyin.reception.errors import PlaceMissing, RosterEmpty, RosterNotYours, RosterPeriodWrong, SittingNotFound
from huiyin.reception.models import HallSitting
from huiyin.reception.rules.rosters import Half, RosterKind, RosterRule, sittings
from huiyin.reception.selectors.rosters import rosters_coming, sittings_for, units_sitting
from huiyin.reception.services import hall_roster_make, hall_sitting_remove
from tests.cast import Cast
from tests.reception.house import on_the_day, publish
from tests.reception.test_received import walk_in

# The cast's first day is Monday 2 March.
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 15)


def joint(cast: Cast, **given: object) -> RosterRule:
    """Housing and education sit there on Monday mornings."""
    fields: dict[str, object] = {
        "hall_unit_id": cast.units["office"],
        "kind": RosterKind.JOINT,
        "first": FIRST,
        "last": LAST,
        "half": Half.MORNING,
        "place": "一楼大厅",
        "weekdays": frozenset({0}),
        "unit_ids": (cast.units["housing"], cast.units["education"]),
        **given,
    }
    return RosterRule(**fields)  # type: ignore[arg-type]


def test_joint_units_sit_on_working_days_and_posts_on_days_off() -> None:
    calendar = Calendar.of([])
    rule = RosterRule(1, RosterKind.JOINT, FIRST, LAST, Half.MORNING, "厅", frozenset({0, 6}), (7, 8))
    assert [(line.on.day, line.unit_id) for line in sittings(rule, calendar)] == [(2, 7), (2, 8), (9, 7), (9, 8)]
    off = RosterRule(1, RosterKind.DAY_OFF, FIRST, LAST, Half.ALL_DAY, "厅", post_ids=(5, 6))
    found = [(line.on.day, line.post_id) for line in sittings(off, calendar)]
    assert found == [(7, 5), (8, 6), (14, 5), (15, 6)]


def test_a_roster_is_made_once_shown_and_removed(cast: Cast) -> None:
    actor = cast.actor("registrar")
    assert hall_roster_make(actor=actor, rule=joint(cast), at=cast.at) == 4
    with pytest.raises(RosterEmpty):
        hall_roster_make(actor=actor, rule=joint(cast), at=cast.at)
    lines = rosters_coming(at=cast.at)[RosterKind.JOINT]
    assert [line.on.day for line in lines] == [2, 9] and len(lines[0].who) == 2 and lines[0].half_label == "上午"
    (row, *_others) = sittings_for(actor=actor, at=cast.at)
    for by in ("housing_registrar", "auditor"):
        with pytest.raises(SittingNotFound):
            hall_sitting_remove(actor=cast.actor(by), sitting_id=row.id, at=cast.at)
    hall_sitting_remove(actor=actor, sitting_id=row.id, at=cast.at)
    with pytest.raises(SittingNotFound):
        hall_sitting_remove(actor=actor, sitting_id=row.id, at=cast.at)
    assert len(rosters_coming(at=cast.at)[RosterKind.JOINT][0].who) == 1
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_day_off_names_hall_and_post_and_no_person(cast: Cast) -> None:
    posts = posts_of_unit(unit_id=cast.units["office"], roles=[Role.REGISTRAR])
    rule = joint(
        cast, kind=RosterKind.DAY_OFF, half=Half.ALL_DAY, unit_ids=(), weekdays=frozenset(), post_ids=(posts[0].id,)
    )
    hall_roster_make(actor=cast.actor("office_leader"), rule=rule, at=cast.at)
    (line, *_others) = rosters_coming(at=cast.at)[RosterKind.DAY_OFF]
    assert line.on == date(2026, 3, 7) and posts[0].title in line.who[0] and posts[0].officer_name not in line.who[0]


def test_what_cannot_be_a_roster_is_refused(cast: Cast) -> None:
    actor = cast.actor("registrar")
    for given, refusal in (
        ({"place": " "}, PlaceMissing),
        ({"last": date(2026, 3, 1)}, RosterPeriodWrong),
        ({"first": date(2026, 3, 1)}, RosterPeriodWrong),
        ({"unit_ids": ()}, RosterEmpty),
        ({"unit_ids": (999_999,)}, RosterEmpty),
    ):
        with pytest.raises(refusal):
            hall_roster_make(actor=actor, rule=joint(cast, **given), at=cast.at)
    with pytest.raises(RosterNotYours):
        hall_roster_make(actor=cast.actor("housing_registrar"), rule=joint(cast), at=cast.at)
    assert not HallSitting.objects.exists()


def test_a_visit_heard_together_is_one_matter_and_each_unit_is_asked(cast: Cast) -> None:
    hall_roster_make(actor=cast.actor("registrar"), rule=joint(cast), at=cast.at)
    day_id = publish(cast)
    on_the_day(cast)
    units = units_sitting(hall_unit_ids=[cast.units["office"]], at=cast.at)
    assert set(units) == {cast.units["housing"], cast.units["education"]}
    assert units_sitting(hall_unit_ids=[cast.units["office"]], at=cast.at + timedelta(hours=5)) == {}
    done = walk_in(cast, day_id)
    found = accept_and_ask_units(
        actor=cast.actor("registrar"), registered=done, unit_ids=list(units), question="请说明情况。", at=cast.at
    )
    assert found.refusal is None and len(found.units) == 2
    assert Matter.objects.count() == 1
    assert set(Assist.objects.values_list("unit_id", flat=True)) == set(units)
