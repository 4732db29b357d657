"""The ledger holds what the vault keeps: rotation changes nothing of it, a hand in the database does."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction

from huiyin.kernel.actor import Actor, system
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entries_sequence, entry_append, ledger_verify
from huiyin.vault.models import Identity, Opening
from huiyin.vault.services import IdentityDraft, identities_store, identity_open, keys_rotate, vault_key_replace

pytestmark = pytest.mark.django_db(transaction=True)

SUBJECT = Ref.parse("matter:0193b2f4-0000-7000-8000-000000000001")


@pytest.fixture
def identity(keys: Path, at: datetime, handler: Actor, draft: IdentityDraft) -> Identity:
    """One that was stored, opened, and wrapped anew."""
    with transaction.atomic():
        rows = identities_store([draft], at=at)
        entry_append(kind="matters.matter.registered", subject=SUBJECT, at=at, actor="system:test", rows=rows)
    identity_open(
        actor=handler, identity_id=rows[0].id, subject=SUBJECT, purpose="当面核实情况", office="柳湾镇", at=at
    )
    vault_key_replace(actor=system("keys"), at=at)
    keys_rotate(actor=system("keys"), at=at)
    entries_sequence(at=at)
    return rows[0]


def test_storing_opening_and_rotating_leave_a_ledger_that_holds(identity: Identity) -> None:
    """Nothing unknown, nothing altered."""
    report = ledger_verify()
    assert report.problems == []
    assert report.rows == 2


def test_an_altered_identity_or_opening_is_found(identity: Identity) -> None:
    """A ciphertext put in by hand, a purpose reworded, an index moved."""
    Identity.objects.filter(pk=identity.pk).update(email_index=b"x" * 32)
    Opening.objects.update(purpose="例行查看")
    assert len(ledger_verify().problems) == 2
