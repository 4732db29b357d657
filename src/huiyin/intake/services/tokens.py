"""What becomes of a draft's token: replaced when it is sent, and worth nothing once the new one has arrived.

An answer can be lost on the way, and a button can be pressed twice: so the old token works until somebody comes with
the new one. Whoever only knew the old one then has nothing.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Case, F, Q, Value, When

from huiyin.db import build_row, row_update, rows_insert
from huiyin.intake.models import Draft
from huiyin.intake.rules.draft import RECEIPT_SHOWN, REPLACED_KEPT
from huiyin.intake.rules.tokens import draft_id
from huiyin.intake.selectors import DraftView
from huiyin.vault.services import blob_encrypt


def draft_mark_sent(*, token: str, matter_id: UUID, receipt: str, may_come_again: bool, at: datetime) -> None:
    """Empty the draft; from now on the token `receipt` leads to the receipt, for a quarter of an hour.

    `may_come_again`: nobody but the sender can know the draft's own token, so it leads there as well until the new
    one arrives. It only writes, in two statements.
    """
    row_update(
        model=Draft,
        key=draft_id(token),
        values={
            "matter_id": matter_id if may_come_again else None,
            "blob": b"",
            "updated_at": at,
            "expires_at": at + RECEIPT_SHOWN,
        },
    )
    _lead_to_receipt(receipt, matter_id, made_of=token, replaces=token, at=at, until=at + RECEIPT_SHOWN)


def receipt_renew(*, token: str, view: DraftView, receipt: str, at: datetime) -> None:
    """The token `receipt` leads to a receipt that `token` leads to; no longer than that one does."""
    if view.matter_id:
        _lead_to_receipt(
            receipt, view.matter_id, made_of=view.receipt_token, replaces=token, at=at, until=view.expires_at
        )


def draft_arrived(*, token: str, view: DraftView, at: datetime) -> None:
    """Somebody has come with the new token: the one before it opens nothing any more. One statement for both."""
    is_replaced = Q(pk=view.replaces)
    Draft.objects.filter(pk__in=(view.replaces, draft_id(token))).update(
        replaces="",
        blob=Case(When(is_replaced, then=Value(b"")), default=F("blob")),
        matter_id=Case(When(is_replaced, then=Value(None)), default=F("matter_id")),
        expires_at=Case(When(is_replaced, then=Value(at + REPLACED_KEPT)), default=F("expires_at")),
    )


def _lead_to_receipt(
    receipt: str, matter_id: UUID, *, made_of: str, replaces: str, at: datetime, until: datetime
) -> None:
    row = build_row(
        Draft,
        id=draft_id(receipt),
        blob=blob_encrypt(key_token=receipt, content=made_of.encode()),
        created_at=at,
        updated_at=at,
        expires_at=until,
        matter_id=matter_id,
        replaces=draft_id(replaces),
    )
    rows_insert([row])
