"""Who has it: the lead unit, the handler — and who must not (条例 Arts 22, 28, 30)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, Role, system
from huiyin.kernel.text import clean_line
from huiyin.matters.rules.errors import HandlerUnknown, UnitUnknown
from huiyin.matters.rules.errors_link import NotAPart, RespondentOfPart, RespondentOfWhole
from huiyin.matters.rules.handover import SENT_ON_MOST, HandoverMode
from huiyin.matters.rules.link import Respondents, covers, joined
from huiyin.matters.rules.registration import MESSAGE_MAX, RESPONDENT_MAX, checked_text
from huiyin.matters.rules.sealed import sealed_respondent_name
from huiyin.matters.rules.states import Action
from huiyin.matters.selectors.merged import respondents_of
from huiyin.matters.selectors.split import parts_of, whole_of
from huiyin.matters.services._engine import Step, step
from huiyin.matters.services._handover import barred_leaves, check_receiving, handover_add, officers_in, receivers_of
from huiyin.matters.services.handover import matter_escalate_handover
from huiyin.orgs.rules import bars
from huiyin.orgs.selectors import actor_for, unit_is_active, unit_name
from huiyin.vault.services import seal_add


@transaction.atomic
def matter_assign_unit(
    *,
    actor: Actor,
    matter_id: UUID,
    unit_id: int,
    words: str = "",
    mode: HandoverMode = HandoverMode.FORWARD,
    report_due_on: date | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Hand the matter to another unit, which leads from now on: forwarded, or assigned with a report back by a day.

    No clock of the petitioner's changes by it. The third time, a leader above both units is told (条例 Arts 22, 24).
    Raises UnitUnknown, UnitBarred (the matter is about that unit or about who commands it), SealNotReadThere,
    ReportDayMissing, ClockDayPast, ObjectionOpen.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.ASSIGN_UNIT, at=at, seen=seen) as taken:
        check_receiving(taken.matter, unit_id)
        said = checked_text(words, field="words", most=MESSAGE_MAX)
        handover = handover_add(taken, to_unit_id=unit_id, mode=mode, words=said, report_due_on=report_due_on)
        taken.round = handover.position
        taken.facts |= {"unit": unit_name(unit_id=unit_id), "words": said, "mode": mode.value}
        taken.tell_petitioner()
        taken.tell_officers("matter_assigned", receivers_of(unit_id))
    if handover.position >= SENT_ON_MOST:
        matter_escalate_handover(actor=system("handover"), matter_id=matter_id, at=at)


def matter_assign_handler(
    *, actor: Actor, matter_id: UUID, officer_id: int, at: datetime, seen: int | None = None
) -> None:
    """Name the officer who works on it: one of the lead unit's handlers whom the matter isn't about.

    Raises HandlerUnknown.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.ASSIGN_HANDLER, at=at, seen=seen) as taken:
        matter = taken.matter
        if officer_id not in officers_in(matter.lead_unit_id, Role.HANDLER) or bars(
            actor_for(officer_id=officer_id), matter.respondent_unit_id, matter.respondent_officer_id
        ):
            raise HandlerUnknown
        matter.handler_id = officer_id
        taken.facts["handler"] = officer_id
        taken.tell_petitioner()
        taken.tell_officers("matter_assigned", [officer_id])


@transaction.atomic
def matter_name_respondent(
    *,
    actor: Actor,
    matter_id: UUID,
    unit_id: int | None,
    officer_id: int | None,
    text: str,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Say whom the matter is about. From now on they, and all they command, are barred from it.

    If the unit that has it is barred by this, the matter moves at once to the nearest one above that isn't. Whom a
    matter that was split is about, its parts are about too, whatever has become of them, besides whom a part names
    by itself. Raises UnitUnknown, TextTooLong, RespondentOfWhole, RespondentOfPart.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.NAME_RESPONDENT, at=at, seen=seen) as taken:
        matter = taken.matter
        if unit_id is not None and not unit_is_active(unit_id=unit_id):
            raise UnitUnknown
        if unit_id is None and officer_id is None:
            # Words alone never lift a bar: whoever was named stays barred until somebody else is named.
            unit_id, officer_id = matter.respondent_unit_id, matter.respondent_officer_id
        whole = whole_of(matter)
        if whole is not None and not covers((unit_id, officer_id), respondents_of(whole.into)):
            raise RespondentOfWhole
        before = respondents_of(matter)
        words = checked_text(clean_line(text), field="text", most=RESPONDENT_MAX)
        if not matter.is_sealed:
            matter.respondent_text = words
        elif words:
            name, subject = sealed_respondent_name(matter.version), f"matter:{matter.pk}"
            taken.rows.append(seal_add(subject=subject, name=name, plain=words.encode(), at=at))
        _bar(taken, unit_id, officer_id)
    for link in parts_of(taken.matter):
        matter_bar_along(actor=system("split"), matter_id=link.matter_id, before=before, at=at)


def matter_bar_along(*, actor: Actor, matter_id: UUID, before: Respondents, at: datetime) -> None:
    """Bar from a part whom its whole is about, as part of naming them there; `before`: whom that was about till now.

    Whoever the part names by itself stays barred from it. Raises NotAPart, RespondentOfPart.
    """
    with step(actor=actor, matter_id=matter_id, action=Action.BAR_ALONG, at=at) as taken:
        whole = whole_of(taken.matter)
        if whole is None:
            raise NotAPart
        both = joined(respondents_of(taken.matter), before=before, after=respondents_of(whole.into))
        if both is None:
            raise RespondentOfPart
        if both == respondents_of(whole.into):
            taken.matter.respondent_text = whole.into.respondent_text
        _bar(taken, *both)


def _bar(taken: Step, unit_id: int | None, officer_id: int | None) -> None:
    """Write down whom it is about; what lies with them, or is worked on by them, is taken out of their hands."""
    matter = taken.matter
    matter.respondent_unit_id = unit_id
    matter.respondent_officer_id = officer_id
    if barred_leaves(taken):
        return
    if matter.handler_id is not None and bars(actor_for(officer_id=matter.handler_id), unit_id, officer_id):
        matter.handler_id = None
        taken.move_back_to_receiving()
