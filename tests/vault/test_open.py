"""Opening: for a purpose, on record, shown to the petitioner; and no other way in."""

import ast
import inspect
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction

import huiyin.vault
from huiyin.kernel.actor import Actor, petitioner, system
from huiyin.kernel.errors import NotAllowed, NotThere
from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.vault import services
from huiyin.vault.errors import IdentityErased, IdentityUnreadable, PurposeMissing, PurposeTooLong
from huiyin.vault.models import Identity, Opening
from huiyin.vault.services import IdentityDraft, OpeningView, identities_store, identity_open, openings_of

pytestmark = pytest.mark.django_db

SUBJECT = Ref.parse("matter:0193b2f4-0000-7000-8000-000000000001")


def _open(
    actor: Actor, identity_id: UUID, at: datetime, *, purpose: str = "当面核实情况", office: str = "柳湾镇 承办人"
) -> IdentityDraft:
    return identity_open(actor=actor, identity_id=identity_id, subject=SUBJECT, purpose=purpose, office=office, at=at)


def test_an_opening_gives_what_was_typed(at: datetime, handler: Actor, draft: IdentityDraft) -> None:
    """Normalising is for the index only."""
    (row,) = identities_store([draft], at=at)
    assert _open(handler, row.id, at) == draft


def test_an_opening_is_shown_to_the_petitioner_without_the_officer(
    at: datetime, handler: Actor, draft: IdentityDraft
) -> None:
    """When, which office, what for; in time order, and only of this subject."""
    (row,) = identities_store([draft], at=at)
    later = at + timedelta(hours=1)
    _open(handler, row.id, later, purpose=" 寄送答复  意见书 ")
    _open(handler, row.id, at)
    assert openings_of(subject=SUBJECT) == [
        OpeningView(at=at, office="柳湾镇 承办人", purpose="当面核实情况"),
        OpeningView(at=later, office="柳湾镇 承办人", purpose="寄送答复 意见书"),
    ]
    assert openings_of(subject="matter:other") == []


def test_an_opening_is_in_the_ledger(at: datetime, handler: Actor, draft: IdentityDraft) -> None:
    """One entry, with who opened what, and nothing of the person."""
    (row,) = identities_store([draft], at=at)
    _open(handler, row.id, at)
    entry = Entry.objects.get(kind="vault.identity.opened")
    assert (entry.subject, entry.actor, entry.at) == (SUBJECT, "officer:12", at)
    assert str(row.id) in (entry.content or "")
    assert str(Opening.objects.get().id) in (entry.content or "")
    assert "林知夏" not in (entry.content or "")


@pytest.mark.parametrize("purpose", ["", "   ", "看看", "a b", "\u200b\u200b\u200b\u200b"])
def test_no_purpose_no_opening(purpose: str, at: datetime, handler: Actor, draft: IdentityDraft) -> None:
    """Four characters that can be read, at least."""
    (row,) = identities_store([draft], at=at)
    with pytest.raises(PurposeMissing) as refused:
        _open(handler, row.id, at, purpose=purpose)
    assert refused.value.field == "purpose"
    assert not Opening.objects.exists()


def test_a_purpose_is_not_a_file(at: datetime, handler: Actor, draft: IdentityDraft) -> None:
    """The petitioner has to read it."""
    (row,) = identities_store([draft], at=at)
    with pytest.raises(PurposeTooLong, match="500"):
        _open(handler, row.id, at, purpose="核" * 501)


@pytest.mark.parametrize("actor", [petitioner(uuid4()), system("tick")], ids=["petitioner", "system"])
def test_only_an_officer_opens(actor: Actor, at: datetime, draft: IdentityDraft) -> None:
    """No job and no receipt code opens an identity."""
    (row,) = identities_store([draft], at=at)
    with pytest.raises(NotAllowed):
        _open(actor, row.id, at)


def test_an_opening_names_an_office(at: datetime, handler: Actor, draft: IdentityDraft) -> None:
    """A blank line tells a petitioner nothing."""
    (row,) = identities_store([draft], at=at)
    with pytest.raises(NotAllowed):
        _open(handler, row.id, at, office=" ")


def test_what_cannot_be_shown_leaves_no_opening(at: datetime, handler: Actor, draft: IdentityDraft) -> None:
    """Nothing was seen, so nothing is shown as seen."""
    broken, erased = identities_store([draft, draft], at=at)
    Identity.objects.filter(pk=broken.pk).update(ciphertext=b"x" * 40)
    Identity.objects.filter(pk=erased.pk).update(erased_at=at)
    for identity_id, refusal in ((broken.id, IdentityUnreadable), (erased.id, IdentityErased), (uuid4(), NotThere)):
        with pytest.raises(refusal):
            _open(handler, identity_id, at)
    assert not Opening.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_opening_cannot_be_undone_by_a_transaction_around_it(
    at: datetime, handler: Actor, draft: IdentityDraft
) -> None:
    """Otherwise a later failure would erase the record of something that was seen."""
    (row,) = identities_store([draft], at=at)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        _open(handler, row.id, at)


def test_the_vault_has_no_other_way_in() -> None:
    """Whoever adds one says here why it isn't a way around the opening (scope: never built, 7)."""
    assert {name for name in services.__all__ if inspect.isfunction(getattr(services, name))} == {
        # The first bytes of what a key made: which drafts wait for the new one.
        "blob_beginning",
        "blob_decrypt",
        "blob_encrypt",
        "delivery_address",
        # The same for text messages: no person sees it.
        "delivery_phone",
        # Whether there is an address, and nothing of it: what is said of a notice is then true.
        "has_delivery_address",
        # The list of a reception day: each person on it has an opening, all in one entry.
        "identities_open",
        "identities_store",
        "identity_ids_for_own_request",
        # The list of those who signed one matter: one opening that its petitioner reads, all of them in the entry.
        "identity_list_open",
        # Hashes that tell people apart within one matter and match nothing in another.
        "identity_marks",
        # The same as they were made before dots in names were folded, to find those again.
        "identity_marks_before",
        # For the import alone, which has the person from its file: whether a record has another, yes or no.
        "identities_of_others",
        # Whether an opening for just this purpose is on record: it opens nothing.
        "identity_opened_since",
        "identity_open",
        "keys_rotate",
        # For auditors alone: who opened, when, for which matter and why; neither identity nor plain text.
        "openings_list",
        # For them as well: how often each office opened something.
        "openings_counted",
        "openings_of",
        "vault_key_replace",
        # Under a seal: keys of officers' own, writing without reading, and reading by named readers, on record.
        "seal_key_create",
        "seal_key_replace",
        "seal_passphrase_change",
        "seal_key_holders",
        "seal_prepare",
        "seal_write",
        "seal_add",
        "seal_encrypt_file",
        "seal_has_identity",
        "seal_readers",
        "seal_share",
        "seal_unlock",
        "sealed_content_open",
        "sealed_file_open",
        # Takes two readers.
        "sealed_identity_open",
        "unsealing_ask",
        "unsealing_agree",
        "unsealing_view",
        # Plain to plain, nothing is opened by them.
        "identity_to_plain",
        "packed_file",
        # Whether the keys that wrap identities are there: it opens nothing.
        "vault_keys_check",
    }


def test_only_the_opening_and_the_delivery_address_read_plain_text() -> None:
    """Every other mention of the reading function or of unsealing is a new way in."""
    callers = set()
    reading = {"identity_plain", "identities_plain", "unseal", "_unwrap"}
    root = Path(huiyin.vault.__file__).parent
    for path in sorted(root.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
                callers |= {(function.name, name) for name in names & reading}
    assert callers == {
        ("identity_open", "identity_plain"),
        ("identities_of_others", "identities_plain"),
        ("delivery_address", "identity_plain"),
        ("delivery_phone", "identity_plain"),
        ("identities_open", "identities_plain"),
        ("identity_list_open", "identities_plain"),
        ("identity_plain", "unseal"),
        ("identities_plain", "unseal"),
        ("unseal", "_unwrap"),
        ("rewrap", "_unwrap"),
    }
