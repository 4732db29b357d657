"""A leader reads a matter, and writes on it: a task with a report back comes of that (条例 Art 18)."""

from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import shorten
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, Kind
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.handover.services.shared import check_unbarred, check_words
from huiyin.matters.models import LeaderReading, Matter, Remark
from huiyin.matters.reading.errors import ReadAlready, RemarkDayRequired, RemarkRequired, RemarkUnitInvalid
from huiyin.matters.reading.rules import OFFICE_MAX, REMARK, REMARK_MAX
from huiyin.matters.respondents.errors import RespondentUnsettled, UnitInWords
from huiyin.orgs.selectors import chain_of, posts_of_officer, unit_name
from huiyin.tasks.rules.errors import TaskUnitRequired
from huiyin.tasks.services import TaskDraft, task_give


def leader_read(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Write down that the leader has read it, and when. Raises ReadAlready."""
    with move(actor=actor, matter_id=matter_id, action=Action.LEADER_READ, at=at, seen=seen) as change:
        if not _read(change):
            raise ReadAlready
        change.facts["name"] = _office(actor, change.matter.lead_unit_id)


def remark_make(
    *,
    actor: Actor,
    matter_id: UUID,
    words: str,
    due_on: date | None,
    unit_id: int | None = None,
    officer_id: int | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write on a matter, for the unit that has it or another one that the leader commands, or an officer there.

    A task with a report to the leader comes of it, and nothing else: no state, no unit, no handler and no time limit
    of the matter changes. Another unit sees the matter until the leader has read its report; never one that it bars
    or names, and none but the present one of an accusation. Raises RemarkRequired, RemarkDayRequired,
    RemarkUnitInvalid, UnitBarred, RespondentUnsettled, TextTooLong, and what task_give raises.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.REMARK, at=at, seen=seen) as change:
        matter = change.matter
        text = checked_text(words, field="words", most=REMARK_MAX)
        if not text:
            raise RemarkRequired
        if due_on is None:
            raise RemarkDayRequired
        addressee = unit_id or matter.lead_unit_id
        _check_addressee(matter, addressee)
        from_unit_id = _from_unit(actor, addressee)
        matter.parts |= Part.REMARKS
        office = _office(actor, matter.lead_unit_id)
        remark = Remark(
            matter=matter,
            position=matter.remarks.count() + 1,
            officer_id=actor.officer_id or 0,  # only an officer leads
            from_unit_id=from_unit_id,
            office=office,
            words=text,
            unit_id=addressee,
            to_officer_id=officer_id,
            due_on=due_on,
            made_at=at,
        )
        change.save(remark)
        _read(change)
        draft = TaskDraft(
            text=text, unit_id=addressee, due_on=due_on, officer_id=officer_id, from_unit_id=from_unit_id,
            origin=Ref(REMARK, remark.pk),
        )  # fmt: skip
        task_give(actor=actor, draft=draft, at=at)
        change.facts |= {"name": office, "words": text, "unit": unit_name(unit_id=addressee)}


def _read(change: MatterChange) -> bool:
    """Whether this is the first time: whoever writes on it has read it."""
    officer_id = change.actor.officer_id or 0
    if LeaderReading.objects.filter(matter=change.matter, officer=officer_id).exists():
        return False
    change.matter.parts |= Part.REMARKS
    change.save(
        LeaderReading(
            matter=change.matter,
            officer_id=officer_id,
            unit_id=_from_unit(change.actor, change.matter.lead_unit_id),
            office=_office(change.actor, change.matter.lead_unit_id),
            read_at=change.at,
        )
    )
    return True


def _check_addressee(matter: Matter, unit_id: int) -> None:
    if unit_id == matter.lead_unit_id:
        return
    check_unbarred(matter, unit_id)
    if matter.kind == Kind.ACCUSATION:
        raise RemarkUnitInvalid
    if not matter.respondents_settled:
        raise RespondentUnsettled
    try:
        check_words(matter, unit_id, ())
    except UnitInWords:
        # Whoever gives a matter away confirms that it isn't about them; five minutes of reading are no such look.
        raise RemarkUnitInvalid from None


def _from_unit(actor: Actor, unit_id: int) -> int:
    """The unit for which the leader writes: the nearest one, from the addressee up, that they lead."""
    led = actor.units_as(Role.LEADER)
    found = next((unit.id for unit in chain_of(unit_id=unit_id) if unit.id in led), None)
    if found is None:
        raise TaskUnitRequired
    return found


def _office(actor: Actor, lead_unit_id: int) -> str:
    """Unit and post, as staff read who wrote it."""
    above = {unit.id: place for place, unit in enumerate(chain_of(unit_id=lead_unit_id))}
    posts = posts_of_officer(officer_id=actor.officer_id or 0)
    led = [post for post in posts if post.role is Role.LEADER and post.unit_id in above]
    nearest = min(led, key=lambda post: above[post.unit_id], default=None)
    return shorten(f"{nearest.unit_name}{nearest.title}", OFFICE_MAX) if nearest else ""
