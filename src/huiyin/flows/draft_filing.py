"""Sending a draft: what was typed step by step becomes a matter with a receipt."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from huiyin.flows.web_filing import Secrecy, web_filing_register
from huiyin.intake.errors import DraftNotThere, FilingQueued
from huiyin.intake.rules.draft import (
    ANONYMOUS,
    ANSWER_OTHER,
    FOR_OTHER,
    GATHER,
    HIDE_CONCERNED,
    SEALED,
    DraftContent,
    is_together,
    people_count,
)
from huiyin.intake.selectors import DraftView, draft_read
from huiyin.intake.services import draft_mark_sent, draft_turn_keep, filing_use
from huiyin.kernel.actor import petitioner
from huiyin.kernel.ids import new_token
from huiyin.kernel.positions import position_typed
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.joint.services.proposing import joint_begin, list_open
from huiyin.matters.register.services.register import Registered
from huiyin.matters.respondents.selectors.naming import ConcernedRole
from huiyin.vault.services import FILED_BY, FILED_FOR, IdentityDraft

# The step under which a draft keeps the id of the page that is shown before sending.
CHECK = "check"


@dataclass(frozen=True, slots=True)
class SentDraft:
    """The matter, and the token that leads to its receipt from now on."""

    registered: Registered
    token: str


def draft_submit(
    *, token: str, view: DraftView | None = None, page: str = "", at: datetime, network: str | None = None
) -> SentDraft:
    """Register the draft and empty it, both or neither. Sent twice it gives the same receipt.

    The receipt has a token of its own. The draft's token leads to it as well, until the new one has come back, if the
    draft was renewed for the `page` that it is sent from: then nobody else can know it.
    The caller has checked every step; `view` is the draft if it has been read already; `network` is where it comes
    from. Raises FilingQueued where very many come, with the draft's turn kept in it: the same later goes through.
    Raises DraftNotThere, ValueError for a kind that isn't one, and as web_filing_register does; the draft stays as it
    was then.
    """
    view = view or draft_read(token=token, at=at)
    if view is None:
        raise DraftNotThere
    turn = view.marks.turn
    if network is not None and turn is not None and at < turn:
        raise FilingQueued(turn_at=turn)
    try:
        # A draft with a turn was counted when it got that turn: it isn't counted twice.
        return _register(token, view, page, at, counted="" if turn else network or "")
    except FilingQueued:
        # What was begun is taken back; its turn stays.
        with transaction.atomic():
            turn = filing_use(network=network or "", at=at)
            draft_turn_keep(token=token, turn_at=turn, at=at)
        raise FilingQueued(turn_at=turn) from None


def _register(token: str, view: DraftView, page: str, at: datetime, *, counted: str) -> SentDraft:
    """`counted`: the network whose matters are counted with this one; "" for none.

    Counting comes last and in the same transaction: most never wait, and one that has to is taken back.
    """
    content, receipt = view.content, new_token()
    may_come_again = bool(page) and view.marks.pages.get(CHECK) == page

    def empty(registered: Registered) -> None:
        if counted and registered.is_new and at < (turn := filing_use(network=counted, at=at)):
            raise FilingQueued(turn_at=turn)
        draft_mark_sent(
            token=token, matter_id=registered.matter_id, receipt=receipt, may_come_again=may_come_again, at=at
        )

    def begin_together(registered: Registered) -> None:
        _begin_together(registered, content, at)

    registered = web_filing_register(
        kind=Kind(content.kind),
        text=content.text,
        requests=content.requests,
        identity=_identity(content),
        token=token,
        at=at,
        place=content.place,
        position=position_typed(content.position),
        area_id=content.area_id,
        category_id=content.category_id,
        concerned_text=content.concerned,
        concerned_role=role_of(content),
        respondent_text=content.respondent,
        file_ids=[file.id for file in content.files],
        secrecy=Secrecy.SEALED if content.seal == SEALED else Secrecy.ORDINARY,
        alongside=empty,
        after=begin_together if is_together(content) else None,
    )
    # The other press registered it, and matter_register calls nothing alongside then: this draft still has to go.
    if not registered.is_new:
        empty(registered)
    return SentDraft(registered, receipt)


def takes_signatures(content: DraftContent) -> bool:
    """Whether others shall sign by a link; what accuses somebody doesn't go round."""
    return is_together(content) and content.gather == GATHER and content.kind != Kind.ACCUSATION


def speakers_of(content: DraftContent) -> list[IdentityDraft]:
    """Who shall speak for the others, as it was typed, without rows that were left empty."""
    rows = zip(content.speaker_names, content.speaker_phones, content.speaker_emails, strict=False)
    return [
        IdentityDraft(name=name.strip(), phone=phone.strip(), email=email.strip())
        for name, phone, email in rows
        if any(map(str.strip, (name, phone, email)))
    ]


def _begin_together(registered: Registered, content: DraftContent, at: datetime) -> None:
    """In the transaction that registers it: a joint matter is never there without its representatives."""
    actor = petitioner(registered.matter_id)
    joint_begin(
        actor=actor,
        matter_id=registered.matter_id,
        people=speakers_of(content),
        about=people_count(content),
        at=at,
    )
    if takes_signatures(content):
        list_open(actor=actor, matter_id=registered.matter_id, at=at)


def role_of(content: DraftContent) -> ConcernedRole:
    """Whether the unit that it concerns may see it."""
    return ConcernedRole.BARRED if content.hide == HIDE_CONCERNED else ConcernedRole.ANSWERS


def _identity(content: DraftContent) -> IdentityDraft | None:
    if content.who == ANONYMOUS:
        return None
    filer = IdentityDraft(name=content.name, phone=content.phone, email=content.email, address=content.address)
    if content.for_other != FOR_OTHER:
        return filer
    if content.answer_to != ANSWER_OTHER:
        return replace(
            filer,
            other_is=FILED_FOR,
            other_name=content.other_name,
            other_contact=content.other_phone,
            authority=content.authority,
        )
    return IdentityDraft(
        name=content.other_name,
        phone=content.other_phone,
        other_is=FILED_BY,
        other_name=content.name,
        other_contact="；".join(filter(None, map(str.strip, (content.phone, content.email, content.address)))),
        authority=content.authority,
    )
