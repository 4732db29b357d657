"""Keeping a draft as a page does."""

from datetime import datetime, timedelta
from uuid import UUID

from tests.cast import Cast

from huiyin.kernel.actor import Actor
from huiyin.matters.core.rules.states import Action
from huiyin.matters.drafts.rules import DraftSeen
from huiyin.matters.drafts.services.keeping import move_draft_save
from huiyin.matters.models import Matter
from huiyin.matters.register.services.register import Registered

PAGE = DraftSeen("a-page")


def keep(
    cast: Cast,
    filed: Registered,
    who: str | Actor,
    text: str,
    *,
    seen: DraftSeen = PAGE,
    action: Action = Action.DRAFT,
    field: str = "facts",
    at: datetime | None = None,
) -> DraftSeen:
    """Keep `text` in one field of a move's form, of a page that shows the matter as it is."""
    cast.at += timedelta(minutes=1)
    return move_draft_save(
        actor=cast.actor(who) if isinstance(who, str) else who,
        number=filed.number,
        action=action,
        typed=((field, text),),
        seen=seen,
        matter_version=Matter.objects.get(pk=filed.matter_id).version,
        at=at or cast.at,
    )


def key_of(seen: DraftSeen) -> UUID:
    """The draft's id."""
    assert seen.id is not None
    return seen.id
