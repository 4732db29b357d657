"""Keeping what somebody types, sealed, until it is sent or a week has passed without a key.

Drafts aren't records: nothing about them goes into the ledger, and a discarded one is gone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from huiyin.documents.services import file_store, files_remove, upload_use
from huiyin.intake.errors import DraftMoved, DraftNotThere, DraftSent
from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import (
    DRAFT_DAYS,
    DRAFT_LONGEST,
    IDENTITY,
    Change,
    DraftContent,
    DraftFile,
    DraftMarks,
    DraftState,
    PageSeen,
    draft_to_bytes,
)
from huiyin.intake.rules.tokens import draft_id
from huiyin.intake.selectors import draft_read, draft_view
from huiyin.kernel.ids import new_token
from huiyin.matters.register.errors import FilesTooMany
from huiyin.vault.services import blob_encrypt


def draft_save(*, token: str, changes: Mapping[str, Change], at: datetime, seen: PageSeen | None = None) -> str:
    """Put what one step has typed into the draft and give the token to come back with.

    It is a new token where there is no draft yet (one whose draft was sent must never make a second receipt), and
    when a page first keeps who files; else the same. `seen` is the page that it comes from. What was typed isn't
    checked here. Raises DraftChanged, DraftSent, DraftMoved, DraftUnreadable.
    """

    def change(state: DraftState) -> DraftState:
        return state.after(changes, seen)

    def renews(state: DraftState) -> bool:
        kept_already = seen is not None and state.marks.pages.get(seen.step) == seen.page
        return bool(changes.keys() & IDENTITY) and not kept_already

    return _merge(token, change, at, renews)


def draft_turn_keep(*, token: str, turn_at: datetime, at: datetime) -> None:
    """Keep when the draft may be sent, and keep it alive until then. Raises DraftSent, DraftUnreadable."""

    def keep(state: DraftState) -> DraftState:
        return replace(state, marks=replace(state.marks, turn_at=turn_at.isoformat()))

    _merge(token, keep, at)


def draft_file_add(*, token: str, content: BinaryIO, name: str, at: datetime, network: str | None = None) -> str:
    """Keep a file and put it into the draft; gives the token as draft_save does.

    `network` is where a stranger's file comes from. Raises FilesTooMany, FileLater, DraftSent, DraftUnreadable, and
    as file_store does; a refused file changes nothing.
    """
    view = draft_read(token=token, at=at)
    _check_room(view.content if view else DraftContent())
    if network is not None:
        upload_use(content=content, network=network, at=at)
    stored = file_store(content=content, name=name, at=at)
    file = DraftFile(id=stored.pk, name=stored.name, size=stored.size)

    def add(state: DraftState) -> DraftState:
        # Again, and under the lock: two files may have come at once.
        _check_room(state.content)
        return replace(state, content=replace(state.content, files=(*state.content.files, file)))

    return _merge(token, add, at)


def draft_file_remove(*, token: str, file_id: UUID, at: datetime) -> str:
    """Take a file out of the draft and off the disk; gives the token. One that isn't in it is no error.

    Raises DraftSent, DraftUnreadable.
    """
    taken_out: list[UUID] = []

    def remove(state: DraftState) -> DraftState:
        files = state.content.files
        taken_out.extend(file.id for file in files if file.id == file_id)
        left = tuple(file for file in files if file.id != file_id)
        return replace(state, content=replace(state.content, files=left))

    kept_under = _merge(token, remove, at)
    files_remove(file_ids=taken_out)
    return kept_under


def draft_renew(*, token: str, step: str, page: str, at: datetime) -> str:
    """The same draft under a new token, for a page that is being shown.

    Raises DraftNotThere, and as draft_read does.
    """
    view = draft_read(token=token, at=at)
    if view is None or view.matter_id:
        raise DraftNotThere
    fresh = new_token()
    state = replace(view.state, marks=view.marks.marked(step, page))
    # Its longest life goes on from when it was begun: looking at it again doesn't make it young.
    _create(fresh, state, at, replaces=token, expires_at=view.expires_at, created_at=view.created_at)
    return fresh


def draft_discard(*, token: str, at: datetime) -> None:
    """Start over, or the receipt has been written down: nothing is left of the draft and of its unsent files.

    Raises DraftUnreadable.
    """
    try:
        view = draft_read(token=token, at=at)
    except DraftMoved:
        return
    # The row first: a draft must never name a file that isn't there any more.
    Draft.objects.filter(pk=draft_id(token)).delete()
    if view is None:
        return
    try:
        files_remove(file_ids=[file.id for file in view.content.files])
    except ProtectedError:
        # A copy under an older token: the files went with the draft that was sent, and stay there.
        return


def drafts_sweep(*, at: datetime) -> int:
    """Remove what has expired; gives how many drafts. Their files are left to `flows.drafts_round`."""
    return Draft.objects.filter(expires_at__lte=at).delete()[0]


def _merge(
    token: str,
    change: Callable[[DraftState], DraftState],
    at: datetime,
    renews: Callable[[DraftState], bool] = lambda _state: False,
) -> str:
    """Change the draft under its lock: an upload and a step that is being kept must not undo each other."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(pk=draft_id(token), expires_at__gt=at).first()
        if row is None:
            fresh = new_token()
            _create(fresh, change(DraftState(marks=DraftMarks(lineage=new_token()))), at)
            return fresh
        state = draft_view(row, token=token).state
        if row.matter_id:
            raise DraftSent
        changed, lives_until = change(state), min(at + DRAFT_DAYS, row.created_at + DRAFT_LONGEST)
        if renews(state):
            fresh = new_token()
            # A new token makes the draft no younger, or it could be kept for longer than DRAFT_LONGEST.
            _create(fresh, changed, at, replaces=token, expires_at=lives_until, created_at=row.created_at)
            return fresh
        row.blob, row.updated_at, row.expires_at = _sealed(token, changed), at, lives_until
        row.save(force_update=True)
        return token


def _create(
    token: str,
    state: DraftState,
    at: datetime,
    *,
    replaces: str = "",
    expires_at: datetime | None = None,
    created_at: datetime | None = None,
) -> None:
    Draft.objects.create(
        id=draft_id(token),
        blob=_sealed(token, state),
        created_at=created_at or at,
        updated_at=at,
        expires_at=expires_at or at + DRAFT_DAYS,
        replaces=draft_id(replaces) if replaces else "",
    )


def _sealed(token: str, state: DraftState) -> bytes:
    return blob_encrypt(key_token=token, content=draft_to_bytes(state))


def _check_room(content: DraftContent) -> None:
    if len(content.files) >= settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
