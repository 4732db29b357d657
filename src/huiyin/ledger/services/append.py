"""Writing entries: always in the transaction of the change that they record."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models, transaction

from huiyin.db import build_row, rows_insert
from huiyin.kernel.refs import Ref, check_owned
from huiyin.kernel.time import now
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.canonical import (
    GONE,
    JsonValue,
    NotCommittable,
    canonical_json,
    commitment,
    microseconds,
)
from huiyin.ledger.rules.leaf import BLIND, SALT, LeafOpening
from huiyin.ledger.rules.merkle import leaf_hash
from huiyin.ledger.services._rows import plan_of

_SALTS = 2 * SALT
_MANY = 20


class EntryOutsideTransaction(RuntimeError):
    """An entry was to be written outside the transaction of its change: a bug, never the user's fault."""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What is to be recorded.

    `rows` are the rows as they are after the change, each with LEDGER_FIELDS and its key; `gone` are rows that the
    change deletes. `facts` is what an auditor reads later; it is kept in the salted content and can be erased.
    """

    kind: str
    subject: Ref
    at: datetime
    actor: str
    facts: Mapping[str, JsonValue] = field(default_factory=dict)
    rows: Sequence[models.Model] = ()
    gone: Sequence[models.Model] = ()


def entry_append(
    *,
    kind: str,
    subject: Ref,
    at: datetime,
    actor: str,
    facts: Mapping[str, JsonValue] | None = None,
    rows: Sequence[models.Model] = (),
    gone: Sequence[models.Model] = (),
) -> None:
    """Record one thing that happened. As entries_append."""
    entries_append([EntryDraft(kind, subject, at, actor, facts or {}, rows, gone)])


def entries_append(drafts: Sequence[EntryDraft]) -> None:
    """Record what happened, in one INSERT.

    Raises EntryOutsideTransaction, RefInvalid for a subject of a kind that no context owns, and NotCommittable for
    values that have no canonical form.
    """
    for draft in drafts:
        check_owned(draft.subject)
    if not transaction.get_connection().in_atomic_block:
        raise EntryOutsideTransaction("ledger entries are written inside transaction.atomic")
    if drafts:
        salts = os.urandom(_SALTS * len(drafts))
        committed = _committed(drafts)
        rows_insert(
            _entry(draft, rows, salts[place * _SALTS : (place + 1) * _SALTS])
            for place, (draft, rows) in enumerate(zip(drafts, committed, strict=True))
        )


def content_of(facts: Mapping[str, JsonValue], rows: Mapping[str, str]) -> str:
    """An entry's content: its facts, and the digest of each row by the row's name."""
    return canonical_json({"facts": facts, "rows": rows})


def insert_content(*, kind: str, subject: str, at: datetime, actor: str, content: str) -> None:
    """Insert one entry with a content that is already made."""
    Entry.objects.bulk_create([_sealed(kind, subject, at, actor, content, os.urandom(_SALTS))])


def _committed(drafts: Sequence[EntryDraft]) -> list[dict[str, str]]:
    """Names and digests of each draft's rows; those of a batch are made model by model."""
    if len(drafts) < _MANY:
        return [dict(plan_of(type(row)).commit(row) for row in draft.rows) for draft in drafts]
    alike: dict[type[models.Model], list[tuple[int, models.Model]]] = {}
    for place, draft in enumerate(drafts):
        for row in draft.rows:
            alike.setdefault(type(row), []).append((place, row))
    committed: list[dict[str, str]] = [{} for _ in drafts]
    for model, rows in alike.items():
        made = plan_of(model).commit_all([row for _, row in rows])
        for (place, _), (name, digest) in zip(rows, made, strict=True):
            committed[place][name] = digest
    return committed


def _entry(draft: EntryDraft, rows: dict[str, str], salts: bytes) -> Entry:
    for row in draft.gone:
        rows[plan_of(type(row)).name_of(row)] = GONE
    return _sealed(draft.kind, draft.subject, draft.at, draft.actor, content_of(draft.facts, rows), salts)


def _sealed(kind: str, subject: str, at: datetime, actor: str, content: str, salts: bytes) -> Entry:
    # Each is a line of the leaf: a line end within one would let two headers share a leaf.
    if "\n" in kind or "\n" in subject or "\n" in actor:
        raise NotCommittable("kind, subject and actor are single lines")
    # Two, so that what opens the leaf opens no content, and erasing the content leaves the leaf as it can be checked.
    salt, leaf_salt = salts[:SALT], salts[SALT:]
    sealed = commitment(salt, content)
    # By the machine and not by `at`: what is entered late shows that it was.
    written_at = now()
    opening = LeafOpening(BLIND, kind, subject, microseconds(at), microseconds(written_at), actor, sealed, leaf_salt)
    return build_row(
        Entry,
        kind=kind,
        subject=subject,
        at=at,
        written_at=written_at,
        actor=actor,
        salt=salt,
        content=content,
        commitment=sealed,
        leaf_hash=leaf_hash(opening.leaf_data()),
        leaf_format=BLIND,
        leaf_salt=leaf_salt,
    )
