"""Drafts of officers: how long they are kept, what is never kept, and what a page says of the draft it shows."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from huiyin.matters.core.rules.states import Action

# Without a key for so long, on a matter that its owner doesn't see any more: nobody will ever read it.
UNSEEN_KEPT = timedelta(days=90)
# In characters, all fields together: an answer with many requests, each as long as it may be, and room to spare.
DRAFT_MOST = 400_000
# What is written there goes under the seal of a sealed matter, so nothing of it may lie outside.
WORDS_UNDER_SEAL = frozenset({Action.NOTE, Action.ASK_REVIEW, Action.ASK_RECHECK, Action.FOLLOW_UP}) | {
    Action.RECORD_FIELD_VISIT, Action.CORRECT_FIELD_VISIT, Action.ASK_EXPLANATION,
}  # fmt: skip

# What a colleague can go on writing: answers.
HANDED = frozenset({Action.DRAFT, Action.SETTLE})
# What else is sent with files: photos of a visit, the letter of a body above, and what goes back to it.
WITH_FILES = HANDED | {
    Action.RECORD_FIELD_VISIT, Action.CORRECT_FIELD_VISIT, Action.INSTRUCT, Action.DRAFT_REPORT,
}  # fmt: skip

# Name and value as a form sends them; a name comes again where it has several values.
Typed = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftSeen:
    """Which draft a page was made of: its id (None: there was none), the page's own token, the draft's version."""

    page: str
    version: int = 0
    id: UUID | None = None

    def as_text(self) -> str:
        """As a hidden field carries it."""
        return ".".join((self.page, str(self.version), str(self.id or "")))


def draft_seen(text: str) -> DraftSeen:
    """What a page sent; one that says nothing sensible is a page that has shown no draft."""
    page, _dot, rest = text.partition(".")
    version, _dot, key = rest.partition(".")
    try:
        return DraftSeen(page[:60], int(version), UUID(key) if key else None)
    except ValueError:
        return DraftSeen("")


def takes_files(action: Action, *, is_sealed: bool) -> bool:
    """Whether files can go with the draft: of a sealed matter every file lies under the seal, and no draft does."""
    return action in WITH_FILES and not is_sealed


def is_kept(action: Action, *, is_sealed: bool) -> bool:
    """Whether what is typed for this move may be kept until it is sent."""
    return not (is_sealed and action in WORDS_UNDER_SEAL)
