"""Letting others nearby read that a matter has been brought already."""

from datetime import datetime
from uuid import UUID

from huiyin.kernel.actor import Actor
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.matters.core.rules.limits import TITLE_MAX
from huiyin.matters.core.rules.parts import Part
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.services.engine import MatterChange, move
from huiyin.matters.core.services.petitioner import petitioner_move
from huiyin.matters.models import Publication
from huiyin.matters.publication.errors import PublishedTitleMissing, PublishingAgreed, PublishingNotAgreed


def publishing_agree(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Agree that title, category, state and area may be shown; the petitioner's alone. Raises PublishingAgreed."""
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.AGREE_PUBLISHING, at=at) as change:
        row = Publication.objects.filter(matter=change.matter).first()
        if row is not None and row.stopped_at is None:
            raise PublishingAgreed
        change.matter.parts |= Part.PUBLICATIONS
        if row is None:
            change.save(Publication(matter=change.matter, agreed_at=at))
        else:
            row.agreed_at, row.stopped_at = at, None
            row.title, row.published_at, row.published_by = "", None, None
            change.changed(row)
        # Somebody has to look at the title.
        change.hear_petitioner()


def publishing_stop(*, actor: Actor, matter_id: UUID, at: datetime) -> None:
    """Take it back, at any time; from this very moment nobody is shown it. Raises PublishingNotAgreed."""
    with petitioner_move(actor=actor, matter_id=matter_id, action=Action.STOP_PUBLISHING, at=at) as change:
        row = _agreed(change)
        row.stopped_at = at
        change.changed(row)


def publish(*, actor: Actor, matter_id: UUID, title: str, at: datetime, seen: int | None = None) -> None:
    """Show it under a title that names nobody: the registrar has looked at it, and may have changed it.

    Raises PublishingNotAgreed, PublishedTitleMissing, TextTooLong.
    """
    with move(actor=actor, matter_id=matter_id, action=Action.PUBLISH, at=at, seen=seen) as change:
        row = _agreed(change)
        shown = checked_text(clean_line(title), field="title", most=TITLE_MAX)
        if not shown:
            raise PublishedTitleMissing
        row.title, row.published_at, row.published_by = shown, at, actor.officer_id
        change.facts["title"] = shown
        change.changed(row)


def _agreed(change: MatterChange) -> Publication:
    row = Publication.objects.filter(matter=change.matter, stopped_at=None).first()
    if row is None:
        raise PublishingNotAgreed
    return row
