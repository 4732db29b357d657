"""Content can be erased with a reason; the tree stays whole and the erasure can be seen."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from tests.ledger.conftest import AT

from huiyin.kernel.actor import Actor, ActorKind, HeldPost, Role, system
from huiyin.kernel.errors import NotAllowed, NotThere
from huiyin.ledger.models import Entry
from huiyin.ledger.selectors import entries_of
from huiyin.ledger.services import (
    EntryErased,
    EntryNotErasable,
    ErasureReasonMissing,
    entries_sequence,
    entry_erase,
    ledger_verify,
)

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Actor(kind=ActorKind.OFFICER, key="1", posts=(HeldPost(1, Role.ADMINISTRATOR),))


def test_an_erased_entry_leaves_a_tombstone_and_an_unbroken_tree(record: Callable[..., list[Group]]) -> None:
    record("一组", "二组")
    entry = Entry.objects.get(seq=1)
    entry_erase(actor=ADMINISTRATOR, entry_id=entry.pk, reason="本人要求删除", at=AT)
    entries_sequence(at=AT)
    report = ledger_verify()
    assert report.problems == []
    assert report.entries == 3
    erased, record_of_it = entries_of(subject="group:一组")
    assert erased.is_erased
    assert not erased.facts
    assert record_of_it.kind == "ledger.entry.erased"
    assert record_of_it.actor == "officer:1"
    assert record_of_it.facts == {"entry": entry.pk, "reason": "本人要求删除"}


def test_a_row_stays_vouched_for_after_its_entry_is_erased(record: Callable[..., list[Group]]) -> None:
    (group,) = record("一组")
    entry_erase(actor=system("test"), entry_id=Entry.objects.get().pk, reason="本人要求删除", at=AT)
    entries_sequence(at=AT)
    Group.objects.filter(pk=group.pk).update(name="改过")
    (problem,) = ledger_verify().problems
    assert problem.entry_seq == 2


def test_the_digest_of_a_row_that_has_moved_on_is_not_kept(record: Callable[..., list[Group]]) -> None:
    (group,) = record("一组")
    Group.objects.filter(pk=group.pk).update(name="改过")
    entry_erase(actor=system("test"), entry_id=Entry.objects.get(seq=1).pk, reason="本人要求删除", at=AT)
    content = Entry.objects.latest("id").content
    assert content is not None
    assert json.loads(content)["rows"] == {}


def test_who_may_not_or_says_not_why_is_refused(record: Callable[..., list[Group]]) -> None:
    record("一组")
    key = Entry.objects.get().pk
    auditor = Actor(kind=ActorKind.OFFICER, key="2", posts=(HeldPost(1, Role.AUDITOR),))
    with pytest.raises(NotAllowed):
        entry_erase(actor=auditor, entry_id=key, reason="本人要求删除", at=AT)
    with pytest.raises(ErasureReasonMissing):
        entry_erase(actor=ADMINISTRATOR, entry_id=key, reason="  无 ", at=AT)
    with pytest.raises(NotThere):
        entry_erase(actor=ADMINISTRATOR, entry_id=key + 1, reason="本人要求删除", at=AT)
    entry = Entry.objects.get()
    assert entry.content is not None
    assert "一组" in entry.content


def test_neither_twice_nor_the_record_of_an_erasure(record: Callable[..., list[Group]]) -> None:
    record("一组")
    key = Entry.objects.get().pk
    entry_erase(actor=ADMINISTRATOR, entry_id=key, reason="本人要求删除", at=AT)
    with pytest.raises(EntryErased):
        entry_erase(actor=ADMINISTRATOR, entry_id=key, reason="本人要求删除", at=AT)
    with pytest.raises(EntryNotErasable):
        entry_erase(actor=ADMINISTRATOR, entry_id=Entry.objects.latest("id").pk, reason="抹去痕迹", at=AT)
