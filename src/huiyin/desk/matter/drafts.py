"""The drafts that a matter page shows its reader: in the form of their move, or as text where it has closed."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desk.matter.annexes import FILES
from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import FORMS
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.drafts.rules import HANDED
from huiyin.matters.drafts.selectors import MoveDraftView
from huiyin.web.file_lines import FileLine
from huiyin.web.small_pictures import has_small_picture

# What a choice, a day or a key sends.
_CODE = re.compile(r"[a-z0-9_:.T-]{1,40}")


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What stands around a form that keeps its text: where it is kept and cleared, what of it is there already.

    `saved_at` None: nothing is kept yet. `author`: who handed it over; `holder`: with whom another one of this move
    lies now. `is_handed`: a colleague can go on with it. `files` lie with it.
    """

    keep: str
    clear: str
    saved_at: datetime | None = None
    author: str = ""
    holder: str = ""
    is_handed: bool = False
    takes_files: bool = False
    files: tuple[FileLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedDraft:
    """A draft whose form isn't on the page: its text to be copied, and where it is thrown away.

    With `holder` it lies with somebody else, and has no text here.
    """

    id: str
    label: str
    saved_at: datetime
    page: str
    clear: str
    texts: tuple[str, ...] = ()
    holder: str = ""
    author: str = ""
    is_readable: bool = True
    files: tuple[FileLine, ...] = ()


def draft_for(kind: type[MoveForm], drafts: Sequence[MoveDraftView]) -> MoveDraftView | None:
    """The draft that a form goes on with: the last saved of the reader's own."""
    found = (draft for draft in drafts if draft.action is kind.action and not draft.holder and draft.is_readable)
    return next(found, None) if kind.keeps_draft else None


def draft_shown(
    page: MatterView, form: MoveForm, drafts: Sequence[MoveDraftView], *, place: str = ""
) -> DraftShown | None:
    """What stands around this form; None where nothing of it is kept. `place` goes along in its addresses."""
    if not form.is_kept:
        return None
    code, along = form.action.value, f"?{place}" if place else ""
    draft = draft_for(type(form), drafts)
    return DraftShown(
        keep=reverse("desk:matter_keep", args=[page.number, code]) + along,
        clear=reverse("desk:matter_draft_clear", args=[page.number, code]) + along,
        saved_at=draft.saved_at if draft else None,
        author=draft.author if draft else "",
        holder=next((other.holder for other in drafts if other.holder and other.action is form.action), ""),
        is_handed=form.action in HANDED,
        takes_files=FILES in form.fields,
        files=file_lines(draft) if draft else (),
    )


def file_lines(draft: MoveDraftView) -> tuple[FileLine, ...]:
    """The draft's files."""
    return tuple(
        FileLine(
            file.name,
            file.size,
            reverse("desk:draft_file", args=[draft.id, file.id]),
            small=reverse("desk:draft_small", args=[draft.id, file.id]) if has_small_picture(file.name) else "",
            id=str(file.id),
        )
        for file in draft.files
    )


def closed_drafts(
    page: MatterView, drafts: Sequence[MoveDraftView], *, possible: Collection[Action]
) -> tuple[ClosedDraft, ...]:
    """The drafts that no form on the page shows, the last saved first."""
    in_forms = {draft.id for action in possible if (draft := draft_for(FORMS[action.value], drafts))}
    return tuple(closed_draft(page.number, draft) for draft in drafts if draft.id not in in_forms)


def closed_draft(number: str, draft: MoveDraftView) -> ClosedDraft:
    """One draft to be read and copied."""
    return ClosedDraft(
        id=str(draft.id),
        label=_(ACTION_LABELS[draft.action]),
        saved_at=draft.saved_at,
        page=reverse("desk:draft", args=[draft.id]),
        clear=reverse("desk:draft_clear", args=[draft.id]),
        texts=() if draft.holder else texts_of(draft),
        holder=draft.holder,
        author=draft.author,
        is_readable=draft.is_readable,
        files=file_lines(draft),
    )


def texts_of(draft: MoveDraftView) -> tuple[str, ...]:
    """What was written in it, without ticks, choices and days."""
    return tuple(value for _name, value in draft.typed if value.strip() and not _CODE.fullmatch(value))
