"""Handing the draft of a reply to a colleague, who goes on writing, and back.

The ledger's entry says that a draft went from whom to whom, and has nothing of its text.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.core.selectors.seeing import officers_seeing
from huiyin.matters.drafts.errors import ColleagueUnknown, DraftHandNotAllowed, DraftReturnConflict, MoveDraftNotFound
from huiyin.matters.drafts.rules import HANDED
from huiyin.matters.models import MoveDraft
from huiyin.matters.moves import MOVES
from huiyin.notices.services import NoticeDraft, notices_insert
from huiyin.orgs.selectors import officers_of_unit


@transaction.atomic
def move_draft_hand(*, actor: Actor, draft_id: UUID, officer_id: int, at: datetime) -> None:
    """Give one's own draft of a reply or settlement to a colleague of the unit; from then on it is theirs.

    Raises MoveDraftNotFound, DraftHandNotAllowed (another move, a closed one, a draft that somebody else began), and
    ColleagueUnknown for whoever isn't of the unit or may not see the matter.
    """
    row = _own(actor, draft_id)
    is_open = (State(row.matter.state), Action(row.action)) in MOVES
    if Action(row.action) not in HANDED or not is_open or row.author_id != actor.officer_id:
        raise DraftHandNotAllowed
    colleagues = {officer.id for officer in officers_of_unit(unit_id=row.matter.lead_unit_id)} - {row.owner_id}
    if officer_id not in colleagues or not _sees(officer_id, row):
        raise ColleagueUnknown
    _give(row, actor, officer_id, kind="matters.draft.handed", at=at, notices=[_handed(row, officer_id, at)])


@transaction.atomic
def move_draft_hand_back(*, actor: Actor, draft_id: UUID, at: datetime) -> None:
    """Give a draft back to whoever began it. Raises MoveDraftNotFound, DraftHandNotAllowed, DraftReturnConflict."""
    row = _own(actor, draft_id)
    if row.author_id == actor.officer_id:
        raise DraftHandNotAllowed
    if not _sees(row.author_id, row):
        raise DraftReturnConflict
    _give(
        row, actor, row.author_id, kind="matters.draft.handed_back", at=at, notices=[_handed(row, row.author_id, at)]
    )


@transaction.atomic
def move_draft_take_back(*, actor: Actor, draft_id: UUID, at: datetime) -> str:
    """Whoever began a draft takes it back from the colleague who has it, who hears of it; gives the matter's number.

    At any time: an answer has its day, and a colleague may be ill, gone, or stand aside from the matter. Raises
    MoveDraftNotFound.
    """
    lent = MoveDraft.objects.filter(visible_through(actor), pk=draft_id, author=actor.officer_id)
    row = _locked(lent.exclude(owner=actor.officer_id))
    # Whoever doesn't see the matter hears nothing of it.
    notices = [_withdrawal(row, at)] if _sees(row.owner_id, row) else []
    _give(row, actor, row.author_id, kind="matters.draft.taken_back", at=at, notices=notices)
    return row.matter.number


def move_drafts_return(*, at: datetime) -> int:
    """Give drafts back to whoever began them where the colleague doesn't see the matter any more; gives how many.

    A colleague who was named by it, stands aside, went elsewhere or has left gives nothing back.
    """
    lent = MoveDraft.objects.filter(was_handed=True).exclude(owner=F("author"))
    by_matter: dict[UUID, list[tuple[UUID, int, int]]] = {}
    for matter_id, draft_id, owner_id, author_id in lent.values_list("matter_id", "pk", "owner_id", "author_id"):
        by_matter.setdefault(matter_id, []).append((draft_id, owner_id, author_id))
    count = 0
    for matter_id, drafts in by_matter.items():
        people = {officer_id for _draft_id, *pair in drafts for officer_id in pair}
        seeing = officers_seeing(officer_ids=people, matter_id=matter_id)
        for draft_id, owner_id, author_id in drafts:
            if owner_id not in seeing and author_id in seeing:
                count += _return(draft_id, owner_id, at)
    return count


@transaction.atomic
def _return(draft_id: UUID, owner_id: int, at: datetime) -> int:
    try:
        row = _locked(MoveDraft.objects.filter(pk=draft_id, owner=owner_id))
    # Given back, taken back or cleared in this moment.
    except MoveDraftNotFound:
        return 0
    _give(
        row,
        system("move_drafts"),
        row.author_id,
        kind="matters.draft.returned",
        at=at,
        notices=[_handed(row, row.author_id, at)],
    )
    return 1


def _own(actor: Actor, draft_id: UUID) -> MoveDraft:
    """The officer's own draft, locked, on a matter that they see. Raises MoveDraftNotFound."""
    return _locked(MoveDraft.objects.filter(visible_through(actor), pk=draft_id, owner=actor.officer_id))


def _locked(rows: "QuerySet[MoveDraft]") -> MoveDraft:
    row = rows.select_for_update(of=("self",)).select_related("matter").first()
    if row is None:
        raise MoveDraftNotFound
    return row


def _sees(officer_id: int, row: MoveDraft) -> bool:
    return bool(officers_seeing(officer_ids=[officer_id], matter_id=row.matter_id))


def _give(
    row: MoveDraft, actor: Actor, officer_id: int, *, kind: str, at: datetime, notices: Sequence[NoticeDraft]
) -> None:
    held_by = row.owner_id
    row.owner_id, row.was_handed = officer_id, True
    # No page that still shows it goes on with it: the next one that keeps something is the new owner's.
    row.page, row.version = "", row.version + 1
    row.save(force_update=True, update_fields=["owner", "was_handed", "page", "version"])
    entry_append(
        kind=kind,
        subject=Ref("matter", row.matter_id),
        at=at,
        actor=actor.ref,
        facts={"move": row.action, "from": held_by, "officer": officer_id},
        rows=notices_insert(notices),
    )


def _handed(row: MoveDraft, officer_id: int, at: datetime) -> NoticeDraft:
    """The new owner finds it with them."""
    return NoticeDraft(
        template="draft_handed",
        dedupe=f"draft_handed:{row.pk}:{row.version + 1}",
        at=at,
        officer_id=officer_id,
        params={"number": row.matter.number, "path": f"/desk/drafts/{row.pk}/"},
    )


def _withdrawal(row: MoveDraft, at: datetime) -> NoticeDraft:
    """Whoever has it until now needn't go on."""
    return NoticeDraft(
        template="draft_taken_back",
        dedupe=f"draft_taken_back:{row.pk}:{row.version + 1}",
        at=at,
        officer_id=row.owner_id,
        params={"number": row.matter.number},
    )
