"""Correcting what was registered: kind, category, area, place, title. What the petitioner wrote stays as it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.clocks.services import clocks_replan
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.classification.errors import (
    AreaUnknown,
    CategoryUnknown,
    ClassifiedMerged,
    CorrectionUnexplained,
    KindNotYours,
    KindSettled,
    NothingCorrected,
    WordsSealed,
)
from huiyin.matters.classification.selectors import BEFORE
from huiyin.matters.classification.services.kind_changed import kind_changed
from huiyin.matters.core.rules.limits import MESSAGE_MAX, PLACE_MAX, TITLE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import KIND_STATES, Action, Kind, Procedure, State
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.extension.services import extension_lapse
from huiyin.matters.handover.services.shared import subject_of
from huiyin.matters.linking.rules import MERGED_STATES
from huiyin.matters.linking.selectors.merged import merge_of, merges_into
from huiyin.matters.models import Matter
from huiyin.matters.permissions import may_change_kind
from huiyin.matters.procedure.rules import may_be_simple
from huiyin.matters.search.services.index import index_correct
from huiyin.orgs.errors import AreaNotThere
from huiyin.orgs.selectors import area_view, category_is_active, category_view


@dataclass(frozen=True, slots=True)
class Classification:
    """What a matter is, as corrected; whatever equals what stands there isn't a correction.

    `title` "" keeps the title: a matter has one.
    """

    kind: Kind
    category_id: int | None
    area_id: int | None
    place: str
    title: str


def matter_classify(
    *,
    actor: Actor,
    matter_id: UUID,
    corrected: Classification,
    reason: str,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Correct what was registered; the petitioner reads what changed and why.

    Another kind plans the clocks anew, from receipt and acceptance as they were (`clocks_replan`). It can be changed
    until an answer is drafted, by those who give matters out; not by who only works on it, because the kind says how
    much time there is. Of a sealed matter title and place lie under the seal. Letters that are out stay as they are.

    Raises NothingCorrected, CorrectionUnexplained, KindNotYours, KindSettled, ClassifiedMerged, WordsSealed,
    CategoryUnknown, AreaUnknown, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.CLASSIFY, at=at, seen=seen) as change:
        matter, before = change.matter, Kind(change.matter.kind)
        _correct(change, corrected)
        changed = {name.removesuffix(BEFORE) for name in change.facts if name.endswith(BEFORE)}
        if not changed:
            raise NothingCorrected
        change.facts["reason"] = checked_text(reason, field="reason", most=MESSAGE_MAX)
        if not change.facts["reason"]:
            raise CorrectionUnexplained
        if changed & {"kind", "category"} and _is_merged(matter):
            raise ClassifiedMerged
        if "kind" in changed:
            _check_kind(change)
            _follow_kind(change, before)
        change.notify_petitioner()
        if changed & {"title", "place"}:
            index_correct(matter)


def _correct(change: MatterChange, corrected: Classification) -> None:
    """Write what differs, and keep what stood there among the step's facts."""
    matter = change.matter
    title = checked_text(clean_line(corrected.title), field="title", most=TITLE_MAX) or matter.title
    place = checked_text(clean_line(corrected.place), field="place", most=PLACE_MAX)
    if matter.is_sealed and (title, place) != (matter.title, matter.place):
        raise WordsSealed
    # What stands there may have gone out of use by now; only another choice has to be one in use.
    if corrected.category_id != matter.category_id:
        if corrected.category_id is not None and not category_is_active(category_id=corrected.category_id):
            raise CategoryUnknown
        _keep(change, "category", _category(matter.category_id), _category(corrected.category_id))
        matter.category_id = corrected.category_id
    if corrected.area_id != matter.area_id:
        _keep(change, "area", _area(matter.area_id), _area(corrected.area_id))
        matter.area_id = corrected.area_id
    for name, value in (("kind", corrected.kind.value), ("place", place), ("title", title)):
        if (old := getattr(matter, name)) != value:
            _keep(change, name, old, value)
            setattr(matter, name, value)


def _keep(change: MatterChange, name: str, before: str, after: str) -> None:
    change.facts[f"{name}{BEFORE}"] = before
    change.facts[name] = after


def _category(category_id: int | None) -> str:
    return category_view(category_id=category_id).trail if category_id is not None else ""


def _area(area_id: int | None) -> str:
    if area_id is None:
        return ""
    try:
        return area_view(area_id=area_id).trail
    except AreaNotThere:
        raise AreaUnknown from None


def _is_merged(matter: Matter) -> bool:
    return bool(
        matter.parts & Part.LINKS and matter.state in MERGED_STATES and (merge_of(matter) or merges_into(matter))
    )


def _check_kind(change: MatterChange) -> None:
    matter = change.matter
    if not may_change_kind(change.actor, matter):
        raise KindNotYours
    # In a later round, or once it is served, an answer was given to that kind already.
    if matter.state not in KIND_STATES or matter.round > 1 or matter.served_at is not None:
        raise KindSettled


def _follow_kind(change: MatterChange, before: Kind) -> None:
    """Everything that the kind decides."""
    matter = change.matter
    is_simple = matter.procedure == Procedure.SIMPLE
    if is_simple and not may_be_simple(
        kind=matter.kind, round_=matter.round, is_joint=bool(matter.parts & Part.JOINT)
    ):
        matter.procedure = Procedure.ORDINARY
    if before is Kind.CLAIM:
        extension_lapse(change)  # more time is there for claims alone (条例 Art 34)
    replanned = clocks_replan(subject=subject_of(change), happened=_happened(matter))
    change.rows += [*replanned.ended, *replanned.begun, *replanned.extensions]
    # No event is heard by this move, so the engine doesn't bring the date along.
    matter.next_due_at = replanned.next_due_at
    if matter.handler_id is not None and matter.handler_id != change.actor.officer_id:
        change.notify_officers("kind_changed", [matter.handler_id])  # other time limits hold from now on
    kind_changed(change, before=before)


def _happened(matter: Matter) -> dict[str, datetime]:
    """The events of the matter's life so far that begin or end time limits."""
    known = {"registered": matter.received_at}
    if matter.accepted_at is not None and matter.state != State.REGISTERED:
        known["accepted"] = matter.accepted_at
        if matter.procedure == Procedure.SIMPLE:
            known["simple_accepted"] = matter.accepted_at
    if matter.handler_id is not None:
        known["handler_assigned"] = matter.accepted_at or matter.received_at
    return known
