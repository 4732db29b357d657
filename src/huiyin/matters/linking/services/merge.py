"""The same matter brought twice: worked on together, answered each on its own, and apart again at any time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.ids import parse_matter_number
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import MESSAGE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.core.services.engine import move
from huiyin.matters.linking.errors import (
    LeaderIsLed,
    LeadingMatterUnknown,
    MergedMost,
    MergeHandlerRecused,
    MergeNotOpen,
    MergeNotTheSame,
    MergeOtherUnit,
    MergeReasonMissing,
    MergeRespondentsDiffer,
    MergeSealed,
    MergeSplit,
    NotMerged,
)
from huiyin.matters.linking.rules import MERGED_MOST, LinkKind
from huiyin.matters.linking.selectors.merged import is_recused_from, merge_of, merges_into
from huiyin.matters.linking.selectors.split import parts_of
from huiyin.matters.linking.services.shared import going_on, matters_lock, merge_undo
from huiyin.matters.models import Link, Matter
from huiyin.matters.respondents.selectors.respondents import respondents_of


@transaction.atomic
def matter_merge(
    *, actor: Actor, matter_id: UUID, into: str, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Work on a matter together with the same one, whose number is `into` and which leads from now on.

    State, handler and clocks of the merged one stay as they are; the leading one's drafter gives an opinion on each
    of its requests too, and it is answered in the same instant. Whoever may direct both, in one unit.
    Raises LeadingMatterUnknown, LeaderIsLed, MergeOtherUnit, MergeNotTheSame, MergeRespondentsDiffer, MergeNotOpen,
    MergeSealed, MergeSplit, MergeHandlerRecused, MergedMost, MergeReasonMissing, LeadsOthers, MergedAway.
    """
    leader = _leader(actor, into, matter_id)
    matters_lock([matter_id, leader.pk])
    with move(actor=actor, matter_id=matter_id, action=Action.MERGE, at=at, seen=seen) as change:
        # It was read before it was locked: state, unit or handler may have changed while this waited.
        leader.refresh_from_db()
        _check_the_same(change.matter, leader)
        words = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not words:
            raise MergeReasonMissing
        change.matter.parts |= Part.LINKS
        change.save(
            Link(
                kind=LinkKind.MERGE, matter=change.matter, into=leader, at=at, by=actor.ref, reason=words,
            )
        )  # fmt: skip
        change.notify_petitioner()
        change.notify_officers("matter_merged", _concerned(change.matter, leader))
    # Whoever drafts the answer on an older page is told that something came along.
    with move(actor=system("link"), matter_id=leader.pk, action=Action.TAKE_IN, at=at) as leading:
        leading.matter.parts |= Part.LINKS


def matter_unmerge(*, actor: Actor, matter_id: UUID, at: datetime, seen: int | None = None) -> None:
    """Let a merged matter go its own way again: it goes on where it stood. Raises NotMerged."""
    with move(actor=actor, matter_id=matter_id, action=Action.UNMERGE, at=at, seen=seen) as change:
        link = merge_of(change.matter)
        if link is None:
            raise NotMerged
        change.rows.extend(merge_undo(link, by=actor.ref, at=at))
        change.notify_petitioner()
        change.notify_officers("matter_unmerged", going_on(change.matter))


def _leader(actor: Actor, number: str, matter_id: UUID) -> Matter:
    # Through the gate, with one refusal: it mustn't tell whether a number is that of a matter one may not see.
    found = visible_to(actor).filter(number=parse_matter_number(number) or "").exclude(pk=matter_id).first()
    if found is None:
        raise LeadingMatterUnknown
    return found


def _check_the_same(matter: Matter, leader: Matter) -> None:
    """That both are one matter, in one unit, both without an answer, and that who reads one may read the other."""
    if matter.is_sealed or leader.is_sealed:
        raise MergeSealed
    if leader.lead_unit_id != matter.lead_unit_id:
        raise MergeOtherUnit
    if leader.state != State.INVESTIGATING:
        raise MergeNotOpen
    if leader.kind != matter.kind or _subjects_differ(matter, leader):
        raise MergeNotTheSame
    if parts_of(matter) or parts_of(leader):
        raise MergeSplit
    if respondents_of(leader) != respondents_of(matter):
        raise MergeRespondentsDiffer
    if is_recused_from(leader.handler_id, matter):
        raise MergeHandlerRecused
    if merge_of(leader) is not None:
        raise LeaderIsLed
    if len(merges_into(leader)) >= MERGED_MOST:
        raise MergedMost(most=MERGED_MOST)


def _subjects_differ(matter: Matter, leader: Matter) -> bool:
    # One of them may not have been classified yet: that makes it no other subject.
    both = {matter.category_id, leader.category_id} - {None}
    return len(both) > 1


def _concerned(matter: Matter, leader: Matter) -> list[int]:
    return [officer for officer in dict.fromkeys([leader.handler_id, matter.handler_id]) if officer is not None]
