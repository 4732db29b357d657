"""Storing: one INSERT, nothing readable in the row, nothing that opens in another row."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entry_append
from huiyin.vault.errors import IdentityUnreadable
from huiyin.vault.models import Identity
from huiyin.vault.rules.identity import is_another, to_plain
from huiyin.vault.rules.sealing import KeyRing
from huiyin.vault.selectors import identity_plain, key_ring
from huiyin.vault.services import IdentityDraft, delivery_address, identities_store

pytestmark = pytest.mark.django_db


def _raw_row(identity: Identity) -> str:
    """Everything that the database holds of a row, bytes shown as text where they are text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_identity")
        values = [value for row in cursor.fetchall() for value in row]
    shown = [bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in values]
    return b"|".join(shown).decode("utf-8", "replace")


def test_many_take_one_insert_and_keep_their_order(
    at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A registration's identities cost one statement, whatever their number."""
    drafts = [IdentityDraft(name=f"人{number}") for number in range(5)]
    with django_assert_num_queries(1):
        rows = identities_store(drafts, at=at)
    assert [identity_plain(identity_id=row.id).name for row in rows] == ["人0", "人1", "人2", "人3", "人4"]
    assert [row.created_at for row in rows] == [at] * 5


def test_nothing_of_the_person_stands_in_the_row(at: datetime, draft: IdentityDraft) -> None:
    """Neither as typed nor normalised."""
    (row,) = identities_store([draft], at=at)
    raw = _raw_row(row)
    for secret in ("林知夏", "13900001234", "139 0000 1234", "Zhixia", "zhixia.lin@example.org", "柳湾", "330100"):
        assert secret not in raw


def test_nothing_of_the_person_shows_in_a_repr(draft: IdentityDraft, at: datetime) -> None:
    """Logs and error reports print reprs."""
    (row,) = identities_store([draft], at=at)
    shown = repr(draft) + repr(row) + str(row) + repr(key_ring())
    assert "林" not in shown
    assert "example.org" not in shown
    assert "1234" not in shown.replace(str(row.id), "")


def test_two_of_the_same_share_their_index_but_no_ciphertext(at: datetime, draft: IdentityDraft) -> None:
    """Each identity has a data key of its own."""
    first, second = identities_store([draft, draft], at=at)
    assert first.phone_index == second.phone_index
    assert first.ciphertext[12:] != second.ciphertext[12:]
    assert first.wrapped_key != second.wrapped_key


def test_what_is_unknown_has_no_index(at: datetime) -> None:
    """Empty particulars must not all be found together."""
    (row,) = identities_store([IdentityDraft(name="只留了名字", phone="无")], at=at)
    assert (row.phone_index, row.id_number_index, row.email_index) == (None, None, None)


def _flip(row: Identity, other: Identity) -> None:
    ciphertext = bytearray(row.ciphertext)
    ciphertext[20] ^= 1
    row.ciphertext = bytes(ciphertext)


def _cut(row: Identity, other: Identity) -> None:
    row.ciphertext = b""


def _take_ciphertext(row: Identity, other: Identity) -> None:
    row.ciphertext = other.ciphertext


def _take_all(row: Identity, other: Identity) -> None:
    row.ciphertext, row.wrapped_key, row.key_id = other.ciphertext, other.wrapped_key, other.key_id


def _take_key(row: Identity, other: Identity) -> None:
    row.wrapped_key = other.wrapped_key


def _name_a_file(row: Identity, other: Identity) -> None:
    row.key_id = "../../index"


@pytest.mark.parametrize("alter", [_flip, _cut, _take_ciphertext, _take_all, _take_key, _name_a_file])
def test_an_altered_row_is_refused(
    alter: Callable[[Identity, Identity], None], at: datetime, draft: IdentityDraft
) -> None:
    """Altered, cut, or swapped with another row in part or in whole: it doesn't open."""
    row, other = identities_store([draft, IdentityDraft(name="另一位")], at=at)
    alter(row, other)
    row.save()
    with pytest.raises(IdentityUnreadable) as refused:
        identity_plain(identity_id=row.id)
    assert refused.value.__cause__ is None
    assert refused.value.params == {}


def test_the_delivery_address_is_the_mail_address_or_none(at: datetime, draft: IdentityDraft) -> None:
    """Notices get an address and nothing more."""
    with_mail, without = identities_store([draft, IdentityDraft(name="没有邮箱", phone="13900001234")], at=at)
    assert delivery_address(identity_id=with_mail.id) == "Zhixia.Lin@example.org"
    assert delivery_address(identity_id=without.id) is None
    Identity.objects.filter(pk=with_mail.pk).update(erased_at=at)
    assert delivery_address(identity_id=with_mail.id) is None


def test_rows_can_be_committed_to_by_a_ledger_entry(at: datetime, draft: IdentityDraft) -> None:
    """The caller's entry takes the rows as they come."""
    rows = identities_store([draft], at=at)
    entry_append(
        kind="matters.matter.registered", subject=Ref.parse("matter:1"), at=at, actor="system:test", rows=rows
    )


def test_the_plain_form_is_canonical() -> None:
    """Keys in order, no blanks, nothing for what is empty; control characters and stray blanks gone."""
    plain = to_plain(IdentityDraft(phone=" 139\u200b0000 ", name="林\x00 知夏\n"))
    assert plain.decode() == '{"name":"林 知夏","phone":"1390000"}'


def test_a_ring_names_its_key_without_telling_it(at: datetime) -> None:
    """The key's id is in every row; it must be a hash and not a part of the key."""
    ring: KeyRing = key_ring()
    assert ring.current_id not in ring.key(ring.current_id).hex()


@pytest.mark.parametrize(
    ("stored", "given", "differs"),
    [
        ("19900000001", "\uff11\uff19\uff19\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff11", False),
        ("19900000001", "19900000002", True),
        ("", "19900000002", False),
    ],
)
def test_full_width_phone_numbers_are_the_same_person(stored: str, given: str, *, differs: bool) -> None:
    assert is_another(IdentityDraft(phone=stored), IdentityDraft(phone=given)) is differs
