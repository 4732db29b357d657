"""Writing down a visit on the spot, and correcting what was written wrong by another record of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext

from huiyin.documents.selectors import file_rows
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.limits import MESSAGE_MAX, PLACE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, MessageKind
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.drafts.selectors import draft_file_ids
from huiyin.matters.field_visit.errors import (
    FieldVisitCorrectedConflict,
    FieldVisitFindingsRequired,
    FieldVisitNoneConflict,
    FieldVisitNotAllowed,
    FieldVisitOfficersRequired,
    FieldVisitPlaceRequired,
    FieldVisitReadOutInvalid,
    FieldVisitReasonRequired,
    FieldVisitTimeInvalid,
    FieldVisitWishesInvalid,
)
from huiyin.matters.field_visit.rules import OFFICERS_MOST
from huiyin.matters.field_visit.selectors import visiting_unit
from huiyin.matters.messages.services.work import message_add
from huiyin.matters.models import Attachment, FieldVisit
from huiyin.matters.recusal.selectors import officers_fit
from huiyin.matters.register.errors import FilesTooMany
from huiyin.matters.reply.rules import officers_text
from huiyin.matters.seal.errors import FileNotSealed
from huiyin.matters.seal.rules import SEALED_TEXT
from huiyin.matters.search.services.index import index_add
from huiyin.matters.search.services.written import field_visit_text
from huiyin.orgs.selectors import unit_name

_SEALED_LINES = (
    ("place", N_("走访地点：%(words)s")), ("wishes", N_("信访人说：%(words)s")),
    ("findings", N_("看到听到的：%(words)s")), ("proposal", N_("建议怎么办：%(words)s")),
    ("reason", N_("为什么更正：%(words)s")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldVisitDraft:
    """A visit as typed; `visited_at` an instant, `wishes` the petitioner's words where they were met."""

    visited_at: datetime
    place: str
    officer_ids: Collection[int]
    met_petitioner: bool
    findings: str
    proposal: str = ""
    wishes: str = ""
    was_read_out: bool = False


def field_visit_record(
    *,
    actor: Actor,
    matter_id: UUID,
    visit: FieldVisitDraft,
    draft_id: UUID | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write down that officers of a unit went there, and what they found.

    `draft_id` is the officer's own draft that it was written in, whose files go with it.

    Raises FieldVisitNotAllowed, FieldVisitTimeInvalid, FieldVisitPlaceRequired, FieldVisitOfficersRequired,
    FieldVisitWishesInvalid, FieldVisitReadOutInvalid, FieldVisitFindingsRequired, TextTooLong, LineTooLong,
    FilesTooMany, FileNotSealed.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.RECORD_FIELD_VISIT, at=at, seen=seen) as change:
        _write(change, _checked(change, visit), draft_id)


def field_visit_correct(
    *,
    actor: Actor,
    matter_id: UUID,
    position: int,
    reason: str,
    visit: FieldVisitDraft,
    draft_id: UUID | None = None,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Write another record that stands for an earlier one of the same unit, which stays as it is.

    Raises FieldVisitNoneConflict, FieldVisitCorrectedConflict, FieldVisitReasonRequired, and as field_visit_record.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.CORRECT_FIELD_VISIT, at=at, seen=seen) as change:
        row = _checked(change, visit)
        theirs = FieldVisit.objects.filter(matter=change.matter, unit=row.unit_id, corrections__isnull=True)
        if not theirs.exists():
            raise FieldVisitNoneConflict
        row.corrects = theirs.filter(position=position).first()
        if row.corrects is None:
            raise FieldVisitCorrectedConflict
        row.reason = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not row.reason:
            raise FieldVisitReasonRequired
        _write(change, row, draft_id)


def _checked(change: MatterChange, visit: FieldVisitDraft) -> FieldVisit:
    matter, actor = change.matter, change.actor
    unit_id = visiting_unit(actor, matter)
    if unit_id is None:
        raise FieldVisitNotAllowed
    if visit.visited_at > change.at or office_day(visit.visited_at) < office_day(matter.received_at):
        raise FieldVisitTimeInvalid
    row = FieldVisit(
        matter=matter,
        # The matter is locked by the move and no row is ever deleted: a count can't give a place twice.
        position=matter.field_visits.count() + 1,
        unit_id=unit_id,
        visited_at=visit.visited_at,
        place=checked_text(clean_line(visit.place), field="place", most=PLACE_MAX),
        officers=officers_text(_went(change, unit_id, visit.officer_ids)),
        met_petitioner=visit.met_petitioner,
        wishes=checked_text(visit.wishes, field="wishes", most=MESSAGE_MAX),
        was_read_out=visit.was_read_out,
        findings=checked_text(visit.findings, field="findings", most=MESSAGE_MAX),
        proposal=checked_text(visit.proposal, field="proposal", most=MESSAGE_MAX),
        written_at=change.at,
        written_by=actor.officer_id or 0,
    )
    _check_words(row)
    return row


def _check_words(row: FieldVisit) -> None:
    if not row.place:
        raise FieldVisitPlaceRequired
    if row.wishes and not row.met_petitioner:
        raise FieldVisitWishesInvalid
    if row.was_read_out and not row.wishes:
        raise FieldVisitReadOutInvalid
    if not row.findings:
        raise FieldVisitFindingsRequired


def _went(change: MatterChange, unit_id: int, officer_ids: Collection[int]) -> Collection[int]:
    known = officers_fit(actor=change.actor, matter=change.matter, unit_id=unit_id, on=office_day(change.at))
    wanted = set(officer_ids)
    if not wanted or len(wanted) > OFFICERS_MOST or not wanted <= {officer_id for officer_id, _name in known}:
        raise FieldVisitOfficersRequired
    return wanted


def _write(change: MatterChange, row: FieldVisit, draft_id: UUID | None) -> None:
    matter = change.matter
    if matter.is_sealed:
        _seal(change, row)
    else:
        index_add(matter.pk, field_visit_text(row))
    change.save(row)
    _attach(change, row, draft_id)
    matter.parts |= Part.FIELD_VISITS
    change.office = unit_name(unit_id=row.unit_id)
    change.facts |= {"day": office_day(row.visited_at).isoformat(), "position": row.position}


def _seal(change: MatterChange, row: FieldVisit) -> None:
    """Put the words under the seal, as those of a note; outside stays who went on which day."""
    lines = [gettext(line) % {"words": words} for name, line in _SEALED_LINES if (words := getattr(row, name))]
    message_add(change, MessageKind.NOTE, "\n".join(lines))
    for name, _line in _SEALED_LINES:
        if getattr(row, name):
            setattr(row, name, SEALED_TEXT)
    # Nobody can show the petitioner what lies under the seal.
    row.was_read_out = False


def _attach(change: MatterChange, row: FieldVisit, draft_id: UUID | None) -> None:
    matter = change.matter
    file_ids = draft_file_ids(actor=change.actor, matter_id=matter.pk, draft_id=draft_id)
    if not file_ids:
        return
    # A draft begun before the matter was sealed could have some.
    if matter.is_sealed:
        raise FileNotSealed
    before = matter.attachments.count()
    if before + len(file_ids) > settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
    for position, file_id in enumerate(file_ids, start=before):
        change.save(
            Attachment(
                matter=matter, file_id=file_id, at=change.at, actor=change.actor.ref, is_public=False,
                position=position, field_visit=row,
            )
        )  # fmt: skip
    # The attachments name the files, the files' own rows their contents: the entry commits to both.
    change.rows.extend(file_rows(file_ids=file_ids))
