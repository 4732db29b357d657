"""Finding one's own identities: exactly, on record, and never for staff."""

from datetime import datetime
from uuid import uuid4

import pytest

from huiyin.kernel.actor import Actor, petitioner, system
from huiyin.kernel.errors import NotAllowed
from huiyin.ledger.models import Entry
from huiyin.vault.errors import NothingToSeek
from huiyin.vault.rules.identity import normalise_email, normalise_id_number, normalise_phone
from huiyin.vault.services import IdentityDraft, OwnRequest, identities_store, identity_ids_for_own_request

pytestmark = pytest.mark.django_db

ME = petitioner(uuid4())


def wide(text: str) -> str:
    """The full-width forms that Chinese input methods give."""
    return "".join("\u3000" if sign == " " else chr(ord(sign) + 0xFEE0) for sign in text)


def test_one_finds_ones_own_however_written(at: datetime, draft: IdentityDraft) -> None:
    """As the normal forms go."""
    mine, _ = identities_store([draft, IdentityDraft(phone="13900009999")], at=at)
    found = identity_ids_for_own_request(
        actor=ME, request=OwnRequest.ACCESS, at=at, phone=wide("139 0000-1234"), email="zhixia.lin@EXAMPLE.org"
    )
    assert list(found) == [mine.id]


def test_everything_given_must_agree(at: datetime, draft: IdentityDraft) -> None:
    """A shared family phone alone plus somebody else's number finds nobody."""
    identities_store([draft], at=at)
    found = identity_ids_for_own_request(
        actor=ME, request=OwnRequest.ERASE, at=at, phone=draft.phone, id_number="330100200001011111"
    )
    assert list(found) == []


def test_a_search_is_on_record_without_the_particulars(at: datetime, draft: IdentityDraft) -> None:
    """With its reason, also when nothing was found."""
    identity_ids_for_own_request(actor=ME, request=OwnRequest.CORRECT, at=at, phone=draft.phone)
    entry = Entry.objects.get(kind="vault.identity.sought")
    assert entry.subject == f"matter:{ME.key}"
    assert '"reason":"correct"' in (entry.content or "").replace(" ", "")
    assert "1234" not in (entry.content or "").replace(ME.key, "")


def test_no_officer_and_no_job_gathers_a_persons_identities(
    at: datetime, handler: Actor, administrator: Actor, draft: IdentityDraft
) -> None:
    """Scope: never built, 7."""
    for actor in (handler, administrator, system("import")):
        with pytest.raises(NotAllowed):
            identity_ids_for_own_request(actor=actor, request=OwnRequest.ACCESS, at=at, phone=draft.phone)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("given", [{}, {"phone": " "}, {"phone": "无"}, {"phone": "无", "email": "a@example.org"}])
def test_a_search_needs_something_exact(given: dict[str, str], at: datetime) -> None:
    """An unusable value doesn't widen the search to the other ones."""
    with pytest.raises(NothingToSeek):
        identity_ids_for_own_request(actor=ME, request=OwnRequest.ACCESS, at=at, **given)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("13900001234", "13900001234"),
        ("+86 139 0000 1234", "13900001234"),
        (wide("+8613900001234"), "13900001234"),
        ("0086-139-0000-1234", "13900001234"),
        ("8613900001234", "13900001234"),
        (" 139\u30000000\u30001234 ", "13900001234"),
        ("0571-8765 4321", "057187654321"),
        ("+86 571 87654321", "057187654321"),
        ("+86 0571 87654321", "057187654321"),
        ("（0571）87654321转802", "057187654321"),
        ("+44 20 7946 0018", "442079460018"),
        ("86123456", "86123456"),
        ("110", ""),
        ("没有电话", ""),
        ("", ""),
    ],
)
def test_phones_have_one_form(typed: str, normal: str) -> None:
    """Whichever way a number is written."""
    assert normalise_phone(typed) == normal


def test_id_numbers_and_addresses_have_one_form() -> None:
    """Small and full-width letters are the same letter."""
    assert normalise_id_number("33010020000101 123x") == normalise_id_number(wide("33010020000101123X"))
    assert normalise_id_number("33010020000101123X") == "33010020000101123X"
    assert normalise_email(f" {wide('A.B@Example')}.ORG ") == "a.b@example.org"
    assert normalise_email("没有") == ""
