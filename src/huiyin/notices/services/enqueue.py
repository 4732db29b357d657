"""Putting notices into the outbox, in the transaction of the change that they tell of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from huiyin.db import bulk_insert_ignore
from huiyin.kernel.actor import system
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.notices.errors import NoticeRefused
from huiyin.notices.models import Notice
from huiyin.notices.rules import NoticeState, params_refused
from huiyin.notices.template import Audience
from huiyin.notices.templates import TEMPLATES

ENQUEUED = "notices.outbox.enqueued"
_SUBJECT = Ref("outbox", "enqueued")


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """One notice to be sent.

    Exactly one of `identity_id` (a petitioner's template) and `officer_id` (an officer's) is given. `params` may hold
    `number` (16 digits), `path` (of this site, without a query), `due_on` (2026-12-30) and `count`, nothing else.
    """

    template: str
    dedupe: str
    at: datetime
    identity_id: UUID | None = None
    officer_id: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)


def notices_enqueue(drafts: Sequence[NoticeDraft]) -> list[Notice]:
    """Put notices into the outbox, inside the caller's transaction, with an entry of the ledger; gives what is new.

    What isn't urgent to an officer waits there for the digest of the day.

    `dedupe` (up to 200 characters) is what makes a notice this one notice: a key that is there already adds nothing,
    however often and by whomever it is given. Raises NoticeRefused when one would carry anything that it may not.
    """
    rows = notices_insert(drafts_new(drafts))
    if rows:
        at = max(row.created_at for row in rows)
        entry_append(kind=ENQUEUED, subject=_SUBJECT, at=at, actor=system("outbox").ref, rows=rows)
    return rows


def drafts_new(drafts: Sequence[NoticeDraft]) -> list[NoticeDraft]:
    """Those whose key isn't in the outbox yet."""
    keys = {draft.dedupe for draft in drafts}
    known = set(Notice.objects.filter(dedupe__in=keys).values_list("dedupe", flat=True)) if keys else set()
    return [draft for draft in drafts if draft.dedupe not in known]


def notices_insert(drafts: Sequence[NoticeDraft]) -> list[Notice]:
    """Put notices into the outbox in one INSERT; the caller's own entry must commit to the rows that it gives.

    Only for keys that can't be there yet: they are of this very change, or the caller has asked `drafts_new`.
    Raises NoticeRefused.
    """
    # Of two with one key the first one counts.
    unique = {draft.dedupe: draft for draft in reversed(drafts)}
    # In the order of their keys, so that two transactions with the same notices never wait for each other in a ring.
    rows = [_row(unique[key]) for key in sorted(unique)]
    return bulk_insert_ignore(rows)


def _row(draft: NoticeDraft) -> Notice:
    _check(draft)
    at_once = TEMPLATES[draft.template].urgent
    return Notice(
        template=draft.template,
        params=dict(draft.params),
        identity_id=draft.identity_id,
        officer_id=draft.officer_id,
        dedupe=draft.dedupe,
        state=NoticeState.PENDING if at_once else NoticeState.GATHERED,
        next_try_at=draft.at if at_once else None,
        created_at=draft.at,
    )


def _check(draft: NoticeDraft) -> None:
    template = TEMPLATES.get(draft.template)
    if template is None:
        raise NoticeRefused(template=draft.template, param="template")
    refused = params_refused(template, draft.params)
    if refused is not None:
        raise NoticeRefused(template=draft.template, param=refused)
    to_petitioner = template.audience is Audience.PETITIONER
    if (draft.identity_id is not None) != to_petitioner or (draft.officer_id is None) != to_petitioner:
        raise NoticeRefused(template=draft.template, param="recipient")
    if not 0 < len(draft.dedupe) <= 200:
        raise NoticeRefused(template=draft.template, param="dedupe")
