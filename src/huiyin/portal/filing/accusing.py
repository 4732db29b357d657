"""Whether a story accuses somebody: asked of each once, of what was changed later as well."""

from datetime import datetime

from huiyin.intake.rules.draft import HIDE_CONCERNED, DraftContent
from huiyin.intake.rules.guesses import likely_kind, story_mark
from huiyin.intake.services import draft_save
from huiyin.matters.core.rules.states import Kind


def is_asked(content: DraftContent) -> bool:
    """Whether it was asked of the story as it stands now if it accuses somebody."""
    return content.kind_asked == story_mark(content.text)


def is_accusing_unasked(content: DraftContent) -> bool:
    """Whether the story sounds as if it accused somebody, something else was chosen, and that before it said so."""
    is_other = content.kind in set(Kind) - {Kind.ACCUSATION}
    return is_other and not is_asked(content) and likely_kind(content.text) is Kind.ACCUSATION


def is_unnamed_accusation(content: DraftContent) -> bool:
    """Whether somebody accuses, was asked whom it concerns as if they didn't, and has named nobody.

    A unit was asked for as the one that should handle it: whom the accusation means isn't said by it, unless the unit
    is kept away from it.
    """
    is_late = content.kind == Kind.ACCUSATION and not is_asked(content)
    names_unit = bool(content.concerned.strip()) and content.hide == HIDE_CONCERNED
    return is_late and not (names_unit or content.respondent.strip())


def mark_asked(*, token: str, content: DraftContent, at: datetime) -> None:
    """Of this story it has been asked now, so that the same words aren't asked about again."""
    if not is_asked(content):
        draft_save(token=token, changes={"kind_asked": story_mark(content.text)}, at=at)
