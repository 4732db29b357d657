"""All days of a plan are published at once or none; each goes its own way; the rest of a plan can be ended."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import new_token
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.notices.models import Notice
from huiyin.orgs.services import leave_set
from huiyin.reception.errors import (
    DayCancelReasonMissing,
    DayNotYours,
    DayTooSoon,
    PlaceMissing,
    PlanChanged,
    PlanEmpty,
    PlanNotFound,
    PlanOver,
    PlanPeriodWrong,
    PlanTurnsMissing,
)
from huiyin.reception.models import ReceptionDay, ReceptionPlan
from huiyin.reception.rules.plans import LineRefusal, PlanRhythm, PlanRule
from huiyin.reception.selectors.plans import plan_preview, plan_with_days, plans_for
from huiyin.reception.services import (
    reception_day_cancel,
    reception_day_change,
    reception_plan_end,
    reception_plan_make,
)
from tests.cast import Cast
from tests.reception.house import book, publish
from tests.reception.house import plan as plan_of

# Mondays from 9 March, five of them; 6 April is a holiday (清明).
MONDAYS = PlanRhythm(date(2026, 3, 9), date(2026, 4, 12), frozenset({0}))


def rule(cast: Cast, **given: Any) -> PlanRule:
    """Mondays in turn between the head of the petition office and the head of the county."""
    return PlanRule(
        **{
            "unit_id": cast.units["office"],
            "rhythm": MONDAYS,
            "officers": (cast.officers["office_leader"], cast.officers["mayor"]),
            "begins": time(9),
            "slots": 4,
            "minutes": 30,
            "place": "云渡县信访局一楼接访室",
            **given,
        }
    )


def make(cast: Cast, by: str = "registrar", token: str = "", **given: Any) -> UUID:
    """Make it as it is seen."""
    wanted, actor = rule(cast, **given), cast.actor(by)
    seen = plan_preview(actor=actor, rule=wanted, at=cast.at).fingerprint
    made = reception_plan_make(actor=actor, rule=wanted, seen=seen, token=token or new_token(), at=cast.at)
    return made.plan_id


def _officers(cast: Cast, plan_id: UUID) -> list[str]:
    names = {key: name for name, key in cast.officers.items()}
    return [names[day.officer_id] for day in ReceptionDay.objects.filter(plan=plan_id).order_by("starts_at")]


def test_a_plan_is_made_at_once_and_once(cast: Cast) -> None:
    token = new_token()
    plan_id = make(cast, token=token)
    assert _officers(cast, plan_id) == ["office_leader", "mayor", "office_leader", "mayor"]
    assert make(cast, token=token) == plan_id
    assert ReceptionDay.objects.count() == 4
    # The same rule in another form: the place is taken at each of these times.
    with pytest.raises(PlanEmpty):
        make(cast)
    entry = Entry.objects.get(kind="reception.plan.made")
    assert entry.subject == f"reception_plan:{plan_id}"
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
    ReceptionDay.objects.filter(plan=plan_id).update(place="别处")
    assert ledger_verify().problems


def test_nothing_is_written_by_looking(cast: Cast) -> None:
    preview = plan_preview(actor=cast.actor("registrar"), rule=rule(cast), at=cast.at)
    assert [line.planned.wanted.day for line in preview.lines] == [9, 16, 23, 30, 6]
    assert preview.lines[4].day is None and preview.lines[4].note_label == "放假，不安排"
    assert preview.gaps == (date(2026, 4, 6),)
    assert not ReceptionDay.objects.exists() and not ReceptionPlan.objects.exists()


def test_who_is_away_or_elsewhere_is_passed_over(cast: Cast) -> None:
    leader = cast.officers["office_leader"]
    leave_set(
        actor=cast.actor("office_leader"), officer_id=leader, deputy_id=cast.officers["office_approver"],
        starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 10), at=cast.at,
    )  # fmt: skip
    publish(cast, starts_at=datetime.fromisoformat("2026-03-23T01:30:00+00:00"), place="下乡")
    preview = plan_preview(actor=cast.actor("registrar"), rule=rule(cast), at=cast.at)
    passed = [[why for _name, why in line.passed] for line in preview.lines]
    assert passed == [["请假"], [], [], [], []]
    assert [line.name for line in preview.lines[:4]] == ["江望舒", "严知行", "江望舒", "严知行"]
    alone = replace(rule(cast), officers=(leader,))
    lines = plan_preview(actor=cast.actor("registrar"), rule=alone, at=cast.at).lines
    assert lines[2].refusal is LineRefusal.NO_LEADER and lines[2].passed == (("严知行", "这个时间另有接访"),)


def test_who_holds_no_post_is_passed_over(cast: Cast) -> None:
    officers = (cast.officers["handler"], cast.officers["office_leader"])
    preview = plan_preview(actor=cast.actor("registrar"), rule=rule(cast, officers=officers), at=cast.at)
    assert preview.lines[0].name == "严知行" and preview.lines[0].passed[0][1] == "没有领导岗位"


def test_what_was_seen_is_what_is_made(cast: Cast) -> None:
    wanted, actor = rule(cast), cast.actor("registrar")
    seen = plan_preview(actor=actor, rule=wanted, at=cast.at).fingerprint
    publish(cast)
    with pytest.raises(PlanChanged):
        reception_plan_make(actor=actor, rule=wanted, seen=seen, token=new_token(), at=cast.at)
    assert ReceptionDay.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"officers": ()}, PlanTurnsMissing),
        ({"officers": (1, 1)}, PlanTurnsMissing),
        ({"officers": (999_999,)}, PlanTurnsMissing),
        ({"place": " "}, PlaceMissing),
        ({"rhythm": replace(MONDAYS, last=date(2026, 3, 1))}, PlanPeriodWrong),
        ({"rhythm": replace(MONDAYS, last=date(2027, 4, 1))}, PlanPeriodWrong),
        ({"rhythm": replace(MONDAYS, first=date(2026, 3, 2))}, DayTooSoon),
        ({"rhythm": replace(MONDAYS, weekdays=frozenset())}, PlanEmpty),
    ],
)
def test_a_plan_that_cannot_be_is_refused(cast: Cast, given: dict[str, Any], refusal: type[HuiyinError]) -> None:
    with pytest.raises(refusal):
        make(cast, **given)
    assert not ReceptionDay.objects.exists()


@pytest.mark.parametrize("by", ["mayor", "housing_registrar", "auditor"])
def test_no_one_else_plans_there(cast: Cast, by: str) -> None:
    with pytest.raises(DayNotYours):
        make(cast, by)
    plan_id = make(cast)
    assert plans_for(actor=cast.actor(by)) == []
    with pytest.raises(PlanNotFound):
        plan_with_days(actor=cast.actor(by), plan_id=plan_id, at=cast.at)
    with pytest.raises(PlanNotFound):
        reception_plan_end(
            actor=cast.actor(by), plan_id=plan_id, from_on=date(2026, 3, 9), reason="不办了", at=cast.at
        )


def test_the_rest_of_a_plan_is_ended_from_a_day_on(cast: Cast) -> None:
    plan_id, actor = make(cast), cast.actor("registrar")
    days = list(ReceptionDay.objects.order_by("starts_at"))
    reception_day_cancel(actor=actor, day_id=days[3].pk, reason="单独取消", at=cast.at)
    book(cast, days[2].pk)
    with pytest.raises(DayCancelReasonMissing):
        reception_plan_end(actor=actor, plan_id=plan_id, from_on=date(2026, 3, 16), reason=" ", at=cast.at)
    count = reception_plan_end(actor=actor, plan_id=plan_id, from_on=date(2026, 3, 16), reason="换届", at=cast.at)
    assert count == 2
    reasons = list(ReceptionDay.objects.order_by("starts_at").values_list("cancel_reason", flat=True))
    assert reasons == ["", "换届", "换届", "单独取消"]
    assert Notice.objects.filter(template="appointment_fell_through").count() == 1
    shown, _days = plan_with_days(actor=actor, plan_id=plan_id, at=cast.at)
    assert (shown.ended_on, shown.end_reason) == (date(2026, 3, 16), "换届")
    with pytest.raises(PlanOver):
        reception_plan_end(actor=actor, plan_id=plan_id, from_on=date(2026, 3, 16), reason="换届", at=cast.at)
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []


def test_a_year_of_days_costs_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    actor = cast.actor("registrar")
    daily = rule(cast, rhythm=PlanRhythm(date(2026, 3, 9), date(2027, 3, 1), frozenset(range(5))))
    seen = plan_preview(actor=actor, rule=daily, at=cast.at).fingerprint
    with django_assert_max_num_queries(40):
        reception_plan_make(actor=actor, rule=daily, seen=seen, token=new_token(), at=cast.at)
    assert ReceptionDay.objects.count() > 200
    assert max(day.starts_at for day in ReceptionDay.objects.all()) - cast.at < timedelta(days=366)


def test_days_that_were_changed_alone_stay_when_the_rest_ends(cast: Cast) -> None:
    plan_id, actor = make(cast), cast.actor("registrar")
    second = ReceptionDay.objects.order_by("starts_at")[1]
    changed = plan_of(
        cast, officer_id=second.officer_id, starts_at=second.starts_at, place="二楼接访室", title=second.title
    )
    reception_day_change(actor=actor, day_id=second.pk, plan=changed, seen=second.version, at=cast.at)
    reception_plan_end(actor=actor, plan_id=plan_id, from_on=date(2026, 3, 9), reason="换届", at=cast.at)
    kept = ReceptionDay.objects.filter(cancelled_at__isnull=True)
    assert [day.pk for day in kept] == [second.pk]


def test_a_used_form_that_says_something_else_makes_nothing_and_says_so(cast: Cast) -> None:
    token = new_token()
    make(cast, token=token)
    with pytest.raises(PlanChanged):
        make(cast, token=token, place="二楼接访室")
    assert ReceptionPlan.objects.count() == 1
