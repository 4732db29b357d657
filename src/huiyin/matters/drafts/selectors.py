"""An officer's own drafts. Nobody else reads one, and nobody counts them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.kernel.actor import Actor
from huiyin.kernel.keys import KeyMissing
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.gate import visible_through
from huiyin.matters.core.selectors.seeing import officers_seeing
from huiyin.matters.drafts.errors import MoveDraftNotFound
from huiyin.matters.drafts.rules import Typed
from huiyin.matters.models import Attachment, MoveDraft, MoveDraftFile
from huiyin.orgs.selectors import OfficerView, officers_of_unit
from huiyin.vault.errors import DraftUnreadable
from huiyin.vault.services import blob_decrypt

# So many of a matter are looked at: a page shows what somebody has open, not a store of texts.
_OF_MATTER_MOST = 40


@dataclass(frozen=True, slots=True)
class DraftFileView:
    """A file that goes with a draft; `size` in bytes."""

    id: UUID
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class MoveDraftView:
    """A draft for its owner, with what was typed; of one that lies with somebody else nothing but with whom.

    `author` is who handed it over, "" for one's own; `holder` is who has it now, "" for the reader. `is_readable`:
    the key that opens it is there.
    """

    id: UUID
    action: Action
    version: int
    saved_at: datetime
    typed: Typed = ()
    author: str = ""
    holder: str = ""
    is_readable: bool = True
    files: tuple[DraftFileView, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveDraftRow:
    """A line of the list: which matter, which move, when it was saved; nothing of the text."""

    id: UUID
    number: str
    action: Action
    saved_at: datetime
    author: str = ""


def move_drafts_on(*, actor: Actor, matter_id: UUID) -> tuple[MoveDraftView, ...]:
    """The officer's drafts on a matter that they were shown through the gate, the last saved first.

    Those that they have handed over are among them, without a word of the text. One statement, one more for files.
    """
    theirs = Q(owner=actor.officer_id) | Q(author=actor.officer_id)
    rows = MoveDraft.objects.filter(theirs, matter=matter_id).select_related("owner", "author")
    found = list(rows.order_by("-saved_at", "pk")[:_OF_MATTER_MOST])
    files = _files(found)
    return tuple(_view(row, actor, files.get(row.pk, ())) for row in found)


def move_draft_of(*, actor: Actor, draft_id: UUID) -> tuple[str, MoveDraftView]:
    """The number of its matter and the draft, for its owner, who has to see the matter. Raises MoveDraftNotFound."""
    rows = MoveDraft.objects.filter(visible_through(actor), pk=draft_id, owner=actor.officer_id)
    row = rows.select_related("owner", "author", "matter").first()
    if row is None:
        raise MoveDraftNotFound
    return row.matter.number, _view(row, actor, _files([row]).get(row.pk, ()))


def move_draft_rows(*, actor: Actor, limit: int) -> list[MoveDraftRow]:
    """The officer's drafts on matters that they still see, the last saved first. One statement."""
    rows = MoveDraft.objects.filter(visible_through(actor), owner=actor.officer_id)
    found = rows.select_related("matter", "author").defer("blob").order_by("-saved_at", "pk")
    return [
        MoveDraftRow(row.pk, row.matter.number, Action(row.action), row.saved_at, _author(row, actor))
        for row in found[:limit]
    ]


def draft_file_names(*, actor: Actor, matter_id: UUID, action: Action) -> tuple[str, ...]:
    """The names of the files that lie with the officer's draft of a move, in their order. One statement."""
    held = MoveDraftFile.objects.filter(draft__owner=actor.officer_id, draft__matter=matter_id, draft__action=action)
    return tuple(held.order_by("position", "pk").values_list("file__name", flat=True))


def draft_file_ids(*, actor: Actor, matter_id: UUID, draft_id: UUID | None) -> list[UUID]:
    """The files of the officer's own draft, in their order, without what the matter has already."""
    if draft_id is None:
        return []
    own = MoveDraftFile.objects.filter(draft=draft_id, draft__owner=actor.officer_id, draft__matter=matter_id)
    found = list(own.order_by("position", "pk").values_list("file_id", flat=True))
    attached = Attachment.objects.filter(matter=matter_id, file__in=found) if found else ()
    known = {row.file_id for row in attached}
    return [file_id for file_id in found if file_id not in known]


def draft_colleagues(*, actor: Actor, matter_id: UUID, unit_id: int) -> list[OfficerView]:
    """Who of the unit that has the matter could go on with a draft: everybody else there who may see the matter.

    As many statements for a unit of two as for one of a hundred.
    """
    found = [officer for officer in officers_of_unit(unit_id=unit_id) if officer.id != actor.officer_id]
    seeing = officers_seeing(officer_ids=[officer.id for officer in found], matter_id=matter_id)
    return [officer for officer in found if officer.id in seeing]


def typed_of(row: MoveDraft) -> Typed:
    """What was typed. Raises DraftUnreadable, KeyMissing."""
    content = json.loads(blob_decrypt(key_token=str(row.pk), blob=bytes(row.blob)))
    return tuple((str(name), str(value)) for name, value in content)


def _files(rows: Iterable[MoveDraft]) -> dict[UUID, tuple[DraftFileView, ...]]:
    """The files of these drafts; no statement where none has any."""
    with_files = [row.pk for row in rows if row.has_files]
    if not with_files:
        return {}
    found: dict[UUID, tuple[DraftFileView, ...]] = {}
    held = MoveDraftFile.objects.filter(draft__in=with_files).select_related("file").order_by("position", "pk")
    for row in held:
        view = DraftFileView(row.file.pk, row.file.name, row.file.size)
        found[row.draft_id] = (*found.get(row.draft_id, ()), view)
    return found


def _view(row: MoveDraft, actor: Actor, files: tuple[DraftFileView, ...]) -> MoveDraftView:
    action = Action(row.action)
    if row.owner_id != actor.officer_id:
        return MoveDraftView(row.pk, action, row.version, row.saved_at, holder=row.owner.display_name)
    try:
        typed = typed_of(row)
    # A page must open whatever has become of a key.
    except (DraftUnreadable, KeyMissing):
        return MoveDraftView(row.pk, action, row.version, row.saved_at, is_readable=False, files=files)
    return MoveDraftView(row.pk, action, row.version, row.saved_at, typed, _author(row, actor), files=files)


def _author(row: MoveDraft, actor: Actor) -> str:
    return "" if row.author_id == actor.officer_id else row.author.display_name
