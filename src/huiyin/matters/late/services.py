"""A late matter: who was told of it is written down, and its petitioner may send a reminder."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from huiyin.clocks.selectors import clocks_for_many
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import REVIEW_STATES, Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.late.errors import NoLeaderToUrge, NotLate, UrgedLately
from huiyin.matters.late.rules import URGED_KIND, NoticeRole, urge_again_on
from huiyin.matters.late.selectors import late_clocks, urge_days
from huiyin.matters.models import Event, LateNotice, Matter
from huiyin.orgs.selectors import leaders_upwards, officers_of_unit, unit_name

_TEMPLATE = "matter_urged"


def late_notices_add(
    *, matter_id: UUID, clock: str, round: int, unit_id: int, roles: Iterable[NoticeRole], at: datetime
) -> list[LateNotice]:
    """Write down which sort of a unit's officers was told, in the caller's transaction; gives rows for its entry."""
    rows = [
        LateNotice(matter_id=matter_id, clock=clock, round=round, unit_id=unit_id, role=role, at=at) for role in roles
    ]
    return LateNotice.objects.bulk_create(rows)


def matter_urge(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Remind whoever leads the unit that has a late matter: the petitioner's alone.

    Once in so many days as the rulebook says. Where a leader was told of it before, whoever leads the next unit
    above is reminded too. It is on record like every step; no clock changes.
    Raises NotLate, UrgedLately, NoLeaderToUrge.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.URGE, at=at) as change:
        late = late_clocks(clocks_for_many(subject_ids=[matter_id], at=at)[matter_id])
        if not late:
            raise NotLate
        _check_not_lately(change)
        reminded = list(_remind(change, {clock.code for clock in late}))
        # One that reached nobody mustn't count as sent: the next would have to wait for days.
        if not reminded:
            raise NoLeaderToUrge
        # Under what is late longest: it is one reminder, however much is late.
        for unit_id, role in reminded:
            change.save(
                LateNotice(
                    matter=change.matter, clock=late[0].code, round=late[0].round, unit_id=unit_id, role=role, at=at
                )
            )
        change.facts["units"] = "、".join(unit_name(unit_id=unit_id) for unit_id, _role in reminded)


def _check_not_lately(change: MatterChange) -> None:
    urged = Event.objects.filter(matter=change.matter, kind=URGED_KIND).order_by("-at").values_list("at", flat=True)
    last = urged.first()
    if last is None:
        return
    again_on = urge_again_on(last, days=urge_days(change.at))
    if office_day(change.at) < again_on:
        raise UrgedLately(day=date_format(again_on, gettext("Y年n月j日")))


def _remind(change: MatterChange, late: Collection[str]) -> Iterator[tuple[int, NoticeRole]]:
    """The units whose leaders hear of it: the nearest one where somebody may, and the next when a leader knew before.

    Where no leader may hear, the office where it came in does.
    """
    matter = change.matter
    wanted = 2 if LateNotice.objects.filter(matter=matter, clock__in=late, role=NoticeRole.LEADER).exists() else 1
    found = 0
    for unit_id, officer_ids in leaders_upwards(unit_id=_unit_of(matter)):
        if found < wanted and _notify(change, officer_ids):
            found += 1
            yield unit_id, NoticeRole.LEADER
    if not found:
        office = officers_of_unit(unit_id=matter.received_unit_id, roles=(Role.REGISTRAR, Role.APPROVER))
        if _notify(change, [officer.id for officer in office]):
            yield matter.received_unit_id, NoticeRole.STAFF


def _notify(change: MatterChange, officer_ids: list[int]) -> bool:
    # Whoever is barred gets none, so only a notice that was made tells that somebody hears of it.
    before = len(change.notices)
    change.notify_officers(_TEMPLATE, officer_ids)
    return len(change.notices) > before


def _unit_of(matter: Matter) -> int:
    """The unit whose time it is: while a unit above decides, that one."""
    above = matter.review_unit_id if matter.state in REVIEW_STATES else None
    return above or matter.lead_unit_id
