"""Handing the draft of a reply to a colleague, who goes on writing, and back.

The ledger's entry says that a draft went from whom to whom, and has nothing of its text.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.drafts.errors import ColleagueUnknown, DraftHandNotAllowed, DraftReturnConflict, MoveDraftNotFound
from huiyin.matters.drafts.rules import HANDED
from huiyin.matters.drafts.selectors import sees_matter
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
    if officer_id not in colleagues or not sees_matter(officer_id, row.matter_id):
        raise ColleagueUnknown
    _give(row, actor, officer_id, kind="matters.draft.handed", at=at)


@transaction.atomic
def move_draft_hand_back(*, actor: Actor, draft_id: UUID, at: datetime) -> None:
    """Give a draft back to whoever began it. Raises MoveDraftNotFound, DraftHandNotAllowed, DraftReturnConflict."""
    row = _own(actor, draft_id)
    if row.author_id == actor.officer_id:
        raise DraftHandNotAllowed
    if not sees_matter(row.author_id, row.matter_id):
        raise DraftReturnConflict
    _give(row, actor, row.author_id, kind="matters.draft.handed_back", at=at)


def _own(actor: Actor, draft_id: UUID) -> MoveDraft:
    """The officer's own draft, locked, on a matter that they see. Raises MoveDraftNotFound."""
    rows = MoveDraft.objects.select_for_update(of=("self",)).select_related("matter")
    row = rows.filter(visible_through(actor), pk=draft_id, owner=actor.officer_id).first()
    if row is None:
        raise MoveDraftNotFound
    return row


def _give(row: MoveDraft, actor: Actor, officer_id: int, *, kind: str, at: datetime) -> None:
    row.owner_id, row.was_handed = officer_id, True
    # No page that still shows it goes on with it: the next one that keeps something is the new owner's.
    row.page, row.version = "", row.version + 1
    row.save(force_update=True, update_fields=["owner", "was_handed", "page", "version"])
    path = f"/desk/drafts/{row.pk}/"
    notice = NoticeDraft(
        template="draft_handed",
        dedupe=f"draft_handed:{row.pk}:{row.version}",
        at=at,
        officer_id=officer_id,
        params={"number": row.matter.number, "path": path},
    )
    entry_append(
        kind=kind,
        subject=Ref("matter", row.matter_id),
        at=at,
        actor=actor.ref,
        facts={"move": row.action, "officer": officer_id},
        rows=notices_insert([notice]),
    )
