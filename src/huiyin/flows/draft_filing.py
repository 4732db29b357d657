"""Sending a draft: what was typed step by step becomes a matter with a receipt."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.intake.errors import DraftNotThere
from huiyin.intake.rules.draft import ANONYMOUS, HIDE_CONCERNED, SEALED, DraftContent
from huiyin.intake.selectors import DraftView, draft_read
from huiyin.intake.services import draft_mark_sent
from huiyin.kernel.ids import new_token
from huiyin.matters.rules.states import Kind
from huiyin.matters.selectors.naming import ConcernedRole
from huiyin.matters.services import Registered
from huiyin.vault.services import IdentityDraft

# The step under which a draft keeps the id of the page that is shown before sending.
CHECK = "check"


@dataclass(frozen=True, slots=True)
class SentDraft:
    """The matter, and the token that leads to its receipt from now on."""

    registered: Registered
    token: str


def draft_submit(*, token: str, view: DraftView | None = None, page: str = "", at: datetime) -> SentDraft:
    """Register the draft and empty it, both or neither. Sent twice it gives the same receipt.

    The receipt has a token of its own. The draft's token leads to it as well, until the new one has come back, if the
    draft was renewed for the `page` that it is sent from: then nobody else can know it.
    The caller has checked every step; `view` is the draft if it has been read already. Raises DraftNotThere,
    ValueError for a kind that isn't one, and as web_filing_register does; the draft stays as it was then.
    """
    view = view or draft_read(token=token, at=at)
    if view is None:
        raise DraftNotThere
    content, receipt = view.content, new_token()
    may_come_again = bool(page) and view.marks.pages.get(CHECK) == page

    def empty(registered: Registered) -> None:
        draft_mark_sent(
            token=token, matter_id=registered.matter_id, receipt=receipt, may_come_again=may_come_again, at=at
        )

    registered = web_filing_register(
        kind=Kind(content.kind),
        text=content.text,
        requests=content.requests,
        identity=_identity(content),
        token=token,
        at=at,
        place=content.place,
        area_id=content.area_id,
        category_id=content.category_id,
        concerned_text=content.concerned,
        concerned_role=role_of(content),
        respondent_text=content.respondent,
        file_ids=[file.id for file in content.files],
        secrecy=Secrecy.SEALED if content.seal == SEALED else Secrecy.ORDINARY,
        alongside=empty,
    )
    if not registered.is_new:
        empty(registered)
    return SentDraft(registered, receipt)


def role_of(content: DraftContent) -> ConcernedRole:
    """Whether the unit that it concerns may see it."""
    return ConcernedRole.BARRED if content.hide == HIDE_CONCERNED else ConcernedRole.ANSWERS


def _identity(content: DraftContent) -> IdentityDraft | None:
    if content.who == ANONYMOUS:
        return None
    return IdentityDraft(name=content.name, phone=content.phone, email=content.email, address=content.address)
