"""A year's plan of reception days, the rosters of the hall, and a wish for a home visit."""

from datetime import datetime, time, timedelta

from huiyin.cli.demo.county import County
from huiyin.cli.demo.source import read
from huiyin.kernel.actor import Role
from huiyin.kernel.time import office_day
from huiyin.orgs.selectors import actor_for, posts_of_unit
from huiyin.reception.rules.plans import PlanRhythm, PlanRule
from huiyin.reception.rules.rosters import Half, RosterKind, RosterRule
from huiyin.reception.selectors.plans import plan_preview
from huiyin.reception.services import hall_roster_make, home_visit_ask, reception_plan_make
from huiyin.vault.services import IdentityDraft

_YEAR, _ROSTER = timedelta(days=360), timedelta(days=60)
_BEGINS = time(14, 30)
_SLOTS, _MINUTES = 4, 30
_PLAN, _WISH = "demo-plan", "demo-home-visit"


def sitting_arrange(county: County, *, at: datetime) -> None:
    """Made on one morning, for the time from then on."""
    given, office = read("reception")["sitting"], county.units["office"]
    actor = actor_for(officer_id=county.officers["registrar"])
    first = office_day(at) + timedelta(days=1)
    rule = PlanRule(
        unit_id=office,
        rhythm=PlanRhythm(first, first + _YEAR, frozenset(given["weekdays"])),
        officers=tuple(county.officers[name] for name in given["officers"]),
        begins=_BEGINS,
        slots=_SLOTS,
        minutes=_MINUTES,
        place=given["place"],
    )
    seen = plan_preview(actor=actor, rule=rule, at=at).fingerprint
    reception_plan_make(actor=actor, rule=rule, seen=seen, token=_PLAN, at=at)
    joint = RosterRule(
        hall_unit_id=office,
        kind=RosterKind.JOINT,
        first=first,
        last=first + _ROSTER,
        half=Half.MORNING,
        place=given["hall"],
        weekdays=frozenset(given["joint_weekdays"]),
        unit_ids=tuple(county.units[name] for name in given["joint"]),
    )
    hall_roster_make(actor=actor, rule=joint, at=at)
    posts = posts_of_unit(unit_id=office, roles=[Role.REGISTRAR, Role.APPROVER])
    off = RosterRule(
        hall_unit_id=office,
        kind=RosterKind.DAY_OFF,
        first=first,
        last=first + _ROSTER,
        half=Half.ALL_DAY,
        place=given["hall"],
        post_ids=tuple(post.id for post in posts),
    )
    hall_roster_make(actor=actor, rule=off, at=at)
    wish = given["wish"]
    identity = IdentityDraft(name=wish["name"], phone=wish["phone"], address=wish["address"])
    home_visit_ask(words=wish["words"], identity=identity, token=_WISH, at=at)
