"""Writing down who must not see a matter: the first of each sort in its own row, the others beside it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.db import build_row
from huiyin.kernel.ids import new_id
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.services.engine import MatterChange
from huiyin.matters.handover.services.shared import barred_leaves
from huiyin.matters.models import FurtherRespondent, Matter
from huiyin.matters.respondents.selectors.respondents import respondents_of
from huiyin.orgs.rules import Respondents, bars
from huiyin.orgs.selectors import actor_for


def further_rows(matter: Matter, wanted: Respondents, *, by: str, at: datetime) -> Iterator[FurtherRespondent]:
    """The rows for those of `wanted` who don't stand in the matter's own row, not stored yet; marks the matter."""
    first = Respondents.of([matter.respondent_unit_id], [matter.respondent_officer_id])
    further = wanted - first
    if further:
        matter.parts |= Part.RESPONDENTS
    given = {"matter_id": matter.pk, "at": at, "by": by}
    for unit_id in sorted(further.unit_ids):
        yield build_row(FurtherRespondent, id=new_id(), unit_id=unit_id, **given)
    for officer_id in sorted(further.officer_ids):
        yield build_row(FurtherRespondent, id=new_id(), officer_id=officer_id, **given)


def respondents_write(change: MatterChange, wanted: Respondents) -> None:
    """Make exactly these the respondents of the matter: who is new is added, who is missing is lifted."""
    matter, before = change.matter, respondents_of(change.matter)
    if gone := before - wanted:
        _lift(change, gone)
    # Both at once or neither: the row has one `respondent_by`, and a later one may be somebody else.
    if not before:
        matter.respondent_unit_id = min(wanted.unit_ids, default=None)
        matter.respondent_officer_id = min(wanted.officer_ids, default=None)
        matter.respondent_by = change.actor.ref if wanted else ""
    change.save(*further_rows(matter, wanted - before, by=change.actor.ref, at=change.at))


def respondents_confirm(change: MatterChange, wanted: Respondents) -> None:
    """What of `wanted` is barred already was written down by whoever makes this step, from now on."""
    matter, by = change.matter, change.actor.ref
    first = Respondents.of([matter.respondent_unit_id], [matter.respondent_officer_id])
    if first.unit_ids & wanted.unit_ids or first.officer_ids & wanted.officer_ids:
        matter.respondent_by = by
    if matter.parts & Part.RESPONDENTS:
        rows = list(_beside(matter, wanted))
        for row in rows:
            row.by = by
        change.changed(*rows)


def _write_beside(change: MatterChange, unit_id: int) -> None:
    """Bar the unit that keeps the matter by a row beside it."""
    matter = change.matter
    # In the matter's own row no unit leads what it is about: the database refuses it, as a last line.
    matter.respondent_unit_id = None
    if matter.respondent_officer_id is None:
        matter.respondent_by = ""
    change.save(*further_rows(matter, Respondents.of([unit_id], []), by=change.actor.ref, at=change.at))


def _beside(matter: Matter, named: Respondents) -> "QuerySet[FurtherRespondent]":
    """Those of them who stand beside the matter's row, barred now."""
    either = Q(unit__in=named.unit_ids) | Q(officer__in=named.officer_ids)
    return FurtherRespondent.objects.filter(either, matter=matter, lifted_at__isnull=True)


def _lift(change: MatterChange, gone: Respondents) -> None:
    matter = change.matter
    if matter.respondent_unit_id in gone.unit_ids:
        matter.respondent_unit_id = None
    if matter.respondent_officer_id in gone.officer_ids:
        matter.respondent_officer_id = None
    if not matter.parts & Part.RESPONDENTS:
        return
    rows = list(_beside(matter, gone))
    for row in rows:
        row.lifted_at, row.lifted_by = change.at, change.actor.ref
    change.changed(*rows)


def respondents_bar(change: MatterChange, wanted: Respondents) -> None:
    """Make these the respondents; what lies with them, or is worked on by them, is taken out of their hands.

    Where no other unit could have it, it stays, unseen by all, and the sweep names it.
    """
    matter = change.matter
    respondents_write(change, wanted)
    if barred_leaves(change):
        return
    if matter.respondent_unit_id == matter.lead_unit_id:
        _write_beside(change, matter.lead_unit_id)
    if matter.handler_id is not None and bars(actor_for(officer_id=matter.handler_id), wanted):
        matter.handler_id = None
        change.move_back_to_receiving()
