"""Into the outbox: one INSERT, each key once, nothing that a mail may not carry."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.notices.errors import NoticeRefused
from huiyin.notices.models import Notice
from huiyin.notices.services import NoticeDraft, notices_enqueue, notices_insert

pytestmark = pytest.mark.django_db

NUMBER = "2026112129054581"


def test_many_take_one_statement(
    enqueue: Callable[..., list[Notice]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Whatever their number: what is there already, one INSERT, and their entry of the ledger."""
    with django_assert_num_queries(3):
        enqueue(5)
    assert Notice.objects.count() == 5


def test_those_that_an_entry_of_the_callers_commits_to_take_one(
    identity_id: UUID, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """A registration's, and a move's."""
    drafts = [
        NoticeDraft(
            template="matter_news", dedupe=f"news:{number}", at=at, identity_id=identity_id, params={"number": NUMBER}
        )
        for number in range(5)
    ]
    with django_assert_num_queries(1):
        assert len(notices_insert(drafts)) == 5


def test_none_takes_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """An anonymous matter has nobody to write to."""
    with django_assert_num_queries(0):
        assert notices_enqueue([]) == []


def test_the_same_key_is_the_same_notice(
    enqueue: Callable[..., list[Notice]], at: datetime, identity_id: UUID
) -> None:
    """Now or later, in one call or in two: silently one row, and the first one stays."""
    (first,) = enqueue()
    enqueue(2)
    draft = NoticeDraft(
        template="matter_registered", dedupe="one", at=at, identity_id=identity_id, params={"number": NUMBER}
    )
    notices_enqueue([draft, draft])
    assert sorted(Notice.objects.values_list("dedupe", flat=True)) == ["news:000", "news:001", "one"]
    assert Notice.objects.get(dedupe="news:000").id == first.id


def test_a_change_that_fails_takes_its_notices_back(enqueue: Callable[..., list[Notice]]) -> None:
    """No news of what didn't happen."""
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue()
        raise RuntimeError
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"template": "gossip"}, "template"),
        ({"params": {"number": NUMBER, "content": "……"}}, "content"),
        ({"params": {}}, "number"),
        ({"officer_id": 1}, "recipient"),
        ({"identity_id": None}, "recipient"),
        ({"identity_id": None, "officer_id": 1}, "recipient"),
        ({"template": "matter_late", "params": {"number": NUMBER, "due_on": "2026-12-30"}}, "recipient"),
        ({"dedupe": ""}, "dedupe"),
        ({"dedupe": "x" * 201}, "dedupe"),
    ],
)
def test_what_may_not_be_sent_is_refused(
    change: dict[str, object], param: str, at: datetime, identity_id: UUID
) -> None:
    """Before anything is stored; a petitioner's words never go to an officer, nor the reverse."""
    fields: dict[str, object] = {
        "template": "matter_news",
        "dedupe": "one",
        "at": at,
        "identity_id": identity_id,
        "params": {"number": NUMBER},
    }
    with pytest.raises(NoticeRefused) as refused:
        notices_enqueue([NoticeDraft(**(fields | change))])  # type: ignore[arg-type]
    assert refused.value.params["param"] == param
    assert not Notice.objects.exists()
