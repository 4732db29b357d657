"""The draft that a browser holds: its token is in a cookie that scripts can't read, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from huiyin.intake.errors import DraftMoved
from huiyin.intake.rules.draft import DRAFT_DAYS, RECEIPT_SHOWN, DraftContent
from huiyin.intake.selectors import DraftView, draft_read
from huiyin.intake.services import draft_arrived
from huiyin.vault.errors import DraftUnreadable
from huiyin.web.storage import trouble_of

COOKIE = "draft"


@dataclass(frozen=True, slots=True, repr=False)
class HeldDraft:
    """The token and what it opens; both empty for somebody who hasn't typed anything yet.

    `is_lost`: there was a draft that nobody can open any more. `is_moved`: it has another token by now, which another
    answer has brought to this browser.
    """

    token: str = ""
    view: DraftView | None = None
    is_lost: bool = False
    is_moved: bool = False

    @property
    def content(self) -> DraftContent:
        """What has been typed so far."""
        return self.view.content if self.view else DraftContent()

    @property
    def is_sent(self) -> bool:
        """Whether only the receipt is left."""
        return self.view is not None and self.view.matter_id is not None

    @property
    def is_begun(self) -> bool:
        """Whether there is something to go on with."""
        return self.view is not None and not self.is_sent

    @property
    def is_just_sent(self) -> bool:
        """Whether the browser comes with the receipt's token for the first time: straight from pressing "send"."""
        return self.is_sent and self.view is not None and bool(self.view.replaces)


def held_draft(request: HttpRequest, *, at: datetime) -> HeldDraft:
    """The browser's draft, in one statement, and one more when it comes with a new token for the first time."""
    token = request.COOKIES.get(COOKIE, "")
    try:
        view = draft_read(token=token, at=at)
    except DraftUnreadable:
        return HeldDraft(is_lost=True)
    except DraftMoved:
        # Not lost: the words lie under another token, which this browser has or is about to get.
        return HeldDraft(is_moved=True)
    if view is None:
        return HeldDraft()
    if view.replaces:
        _arrived(token, view, at)
    return HeldDraft(token, view)


def _arrived(token: str, view: DraftView, at: datetime) -> None:
    """Where nothing can be written now, the page can be read all the same; the next one tries again."""
    try:
        draft_arrived(token=token, view=view, at=at)
    except DatabaseError as error:
        if not trouble_of(error):
            raise


def set_draft_cookie(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Let the browser keep the token for as long as the draft lives."""
    _set(request, response, token, int(DRAFT_DAYS.total_seconds()))


def hold_receipt(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Let the browser keep the token for as long as the receipt can be shown."""
    _set(request, response, token, int(RECEIPT_SHOWN.total_seconds()))


def clear_draft_cookie(response: HttpResponse) -> None:
    """Nothing of the draft stays on the device."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _set(request: HttpRequest, response: HttpResponse, token: str, seconds: int) -> None:
    response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure())
