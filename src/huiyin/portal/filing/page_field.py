"""What a page of filing says of itself when it is sent: which page it is, and what it was made of.

A page can lie open in a tab while the draft is changed in another one, or cleared and begun anew by the next person.
So each carries an id of its own, the draft's lineage and a digest of the words it showed.
"""

from collections.abc import Collection

from django.http import HttpRequest

from huiyin.intake.rules.draft import DraftState, PageSeen, digest_of
from huiyin.kernel.ids import new_token

FIELD = "page"


def page_seen(request: HttpRequest, step: str) -> PageSeen | None:
    """The page that a press comes from; None when it doesn't say."""
    # Tokens and digests have no dots.
    parts = request.POST.get(FIELD, "").split(".")
    return PageSeen(step, *parts) if len(parts) == 3 and parts[0] else None


def page_field(state: DraftState, names: Collection[str], *, page: str = "") -> str:
    """The value of the hidden field; `names` are the draft's fields that the page shows."""
    return ".".join((page or new_token(), state.marks.lineage, digest_of(state.content, names)))
