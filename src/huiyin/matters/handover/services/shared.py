"""What all steps from unit to unit have in common."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext

from huiyin.clocks.services import Subject, clock_until, clocks_on_event
from huiyin.kernel.actor import Role
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import N_
from huiyin.matters.core.errors import UnitBarred, UnitUnknown
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.handover.errors import ObjectionOpen, ReportDayMissing, ReportDayUnasked
from huiyin.matters.handover.rules import DisputeOutcome, HandoverMode, ObjectionOutcome
from huiyin.matters.handover.selectors.receiving import check_authority, check_words_of_unit
from huiyin.matters.models import Handover, Matter, Request
from huiyin.matters.respondents.selectors.bars import unbarred_unit, unit_is_barred
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.matters.seal.errors import SealNotReadThere
from huiyin.orgs.selectors import (
    chain_of,
    common_superior,
    leaders_of,
    officers_of_unit,
    unit_is_active,
    unit_name,
)
from huiyin.vault.services import seal_readers

REPORT = "report"
_ANSWERED = N_("承办单位已起草答复，不再裁定。")


def handover_add(
    change: MatterChange, *, to_unit_id: int, mode: HandoverMode, words: str, report_due_on: date | None
) -> Handover:
    """Write down that the matter goes to another unit, which leads from now on; its handler is left behind.

    Raises ObjectionOpen, ReportDayMissing, ReportDayUnasked, ClockDayPast, ClockDayTooFar, NoAuthorityThere.
    """
    matter = change.matter
    if matter.kind == Kind.ACCUSATION:
        check_authority(unit_id=to_unit_id, respondents=respondents_of(matter))
    if mode is HandoverMode.ASSIGN and report_due_on is None:
        raise ReportDayMissing
    if mode is HandoverMode.FORWARD and report_due_on is not None:
        raise ReportDayUnasked
    last = handover_of(matter)
    if last is not None:
        if is_contested(last):
            raise ObjectionOpen
        clocks_hear(change, event="handed_on", position=last.position)
    matter.sent_on += 1
    matter.parts |= Part.HANDOVERS
    handover = Handover(
        matter=matter,
        # `handover_of` finds the current one by this number.
        position=matter.sent_on,
        mode=mode,
        from_unit_id=matter.lead_unit_id,
        to_unit_id=to_unit_id,
        at=change.at,
        words=words,
        report_due_on=report_due_on,
    )
    change.save(handover)
    if handover.report_due_on is not None:
        subject = replace(subject_of(change), round=handover.position)
        change.rows.append(clock_until(subject=subject, code=REPORT, due_on=handover.report_due_on))
    matter.lead_unit_id = to_unit_id
    matter.handler_id = None
    return handover


def handover_ends(change: MatterChange) -> None:
    """The unit loses the matter some other way: what was open about its hand-over is open no more."""
    last = handover_of(change.matter)
    if last is not None:
        clocks_hear(change, event="handed_on", position=last.position)


def barred_leaves(change: MatterChange) -> bool:
    """Take it out of a unit that is barred from it, to the nearest one that isn't; False where it stays.

    No clock of the petitioner's changes by it; whoever gives matters out there is told.
    """
    matter = change.matter
    free = unbarred_unit(unit_id=matter.lead_unit_id, respondents=respondents_of(matter))
    if free == matter.lead_unit_id:
        return False
    handover_ends(change)
    matter.lead_unit_id = free
    matter.handler_id = None
    change.move_back_to_receiving()
    change.facts["unit"] = unit_name(unit_id=free)
    change.notify_officers("matter_received", receivers_of(free))
    return True


def objection_lapses(change: MatterChange) -> None:
    """The unit drafts an answer: what it had against the hand-over is answered by that, and nobody is reminded."""
    last = handover_of(change.matter)
    if last is None or not is_contested(last):
        return
    if last.disputed_at is None:
        last.decision, last.decided_at = ObjectionOutcome.LAPSED, change.at
    else:
        last.settlement, last.settled_at = DisputeOutcome.STAYS, change.at
        last.settlement_reason = gettext(_ANSWERED)
    change.changed(last)
    clocks_hear(change, event="reply_drafted", position=last.position)


def handover_of(matter: Matter) -> Handover | None:
    """The hand-over by which its unit has the matter; None when it came some other way."""
    if not matter.parts & Part.HANDOVERS:
        return None
    return Handover.objects.filter(matter=matter, position=matter.sent_on, to_unit_id=matter.lead_unit_id).first()


def is_contested(handover: Handover) -> bool:
    """Whether an objection or a dispute is open."""
    if handover.disputed_at is not None:
        return handover.settled_at is None
    return handover.objected_at is not None and handover.decided_at is None


def subject_of(change: MatterChange) -> Subject:
    """The matter as its clocks know it."""
    return Subject(id=change.matter.pk, kind=change.matter.kind, at=change.at)


def clocks_hear(change: MatterChange, *, event: str, position: int) -> None:
    """Let the clocks of one hand-over hear an event besides the step's own."""
    clocks = clocks_on_event(subject=replace(subject_of(change), round=position), event=event)
    change.rows.extend(clocks.rows)
    change.matter.next_due_at = clocks.next_due_at


def check_unbarred(matter: Matter, unit_id: int) -> None:
    """That the matter isn't about a unit, or about whoever commands it. Raises UnitBarred."""
    if unit_is_barred(unit_id=unit_id, respondents=respondents_of(matter)):
        raise UnitBarred


def check_receiving(matter: Matter, unit_id: int) -> None:
    """That a unit may get the matter. Raises UnitUnknown, UnitBarred, SealNotReadThere."""
    if unit_id == matter.lead_unit_id or not unit_is_active(unit_id=unit_id):
        raise UnitUnknown
    check_unbarred(matter, unit_id)
    if matter.is_sealed:
        # A sealed matter isn't given to a unit where nobody could read it.
        readers = seal_readers(subject=Ref("matter", matter.pk))
        if not readers.intersection(officers_in(unit_id)):
            raise SealNotReadThere


def check_words(matter: Matter, unit_id: int, confirmed: Collection[str]) -> None:
    """That the matter's words name neither the unit nor its officers, but for what is confirmed. Raises UnitInWords.

    The concerned unit's own name is no surprise. Of a sealed matter nobody here knows the words.
    """
    if matter.is_sealed:
        return
    asked = Request.objects.filter(matter=matter).values_list("text", flat=True)
    check_words_of_unit(
        unit_id=unit_id,
        texts=(matter.title, matter.text, matter.respondent_text, *asked),
        concerned_text=matter.concerned_text if unit_id == matter.concerned_unit_id else "",
        confirmed=confirmed,
    )


def superior_of(matter: Matter, handover: Handover) -> int:
    """Who decides between the two units: the nearest one above both that isn't barred (条例 Art 24).

    Where no chain of command joins them, the top of the receiving unit's own chain.
    """
    above = common_superior(unit_id=handover.to_unit_id, other_id=handover.from_unit_id)
    if above is None:
        above = chain_of(unit_id=handover.to_unit_id)[-1].id
    return unbarred_unit(unit_id=above, respondents=respondents_of(matter))


def officers_in(unit_id: int, *roles: Role) -> list[int]:
    """The officers of a unit, in one of these roles if any are given."""
    return [officer.id for officer in officers_of_unit(unit_id=unit_id, roles=roles)]


def receivers_of(unit_id: int) -> list[int]:
    """Who gives matters out there, or, where nobody does, who leads it: nothing waits for an empty post."""
    return officers_in(unit_id, Role.REGISTRAR, Role.APPROVER) or leaders_of(unit_id=unit_id)
