"""Entries are written with the change that they record, and say exactly what the rows are."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from tests.cast import Cast
from tests.ledger.conftest import AT

from huiyin.kernel.refs import Ref
from huiyin.ledger.models import Entry
from huiyin.ledger.rules.canonical import NotCommittable, microseconds
from huiyin.ledger.services import (
    EntryDraft,
    EntryOutsideTransaction,
    entries_append,
    entry_append,
    ledger_verify,
)
from huiyin.ledger.services._columns import INSTANT_ON_POSTGRESQL
from huiyin.ledger.services._rows import RowPlan, plan_of
from huiyin.ledger.services._verifier import rows_of
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.models import Matter


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_its_changes_transaction_is_refused() -> None:
    with pytest.raises(EntryOutsideTransaction):
        entry_append(kind="test.made", subject=Ref.parse("test:1"), at=AT, actor="system:test")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_away_with_the_change_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        entry_append(kind="test.made", subject=Ref.parse("test:1"), at=AT, actor="system:test")
        raise ZeroDivisionError
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_many_entries_take_one_insert(django_assert_num_queries: Any) -> None:
    drafts = [EntryDraft("test.made", Ref.parse(f"test:{number}"), AT, "system:test") for number in range(60)]
    with django_assert_num_queries(1):
        entries_append(drafts)
    assert Entry.objects.count() == 60
    assert len({bytes(salt) for salt in Entry.objects.values_list("salt", flat=True) if salt}) == 60


@pytest.mark.django_db
def test_nothing_to_record_takes_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        entries_append([])


@pytest.mark.django_db
def test_an_entry_can_be_recomputed_from_its_description_alone(record: Callable[..., list[Group]]) -> None:
    (group,) = record("一组", sequence=False)
    entry = Entry.objects.get()
    encoded = f"auth.Group|i{group.pk}|s2:一组".encode()
    digest = base64.b64encode(hashlib.sha256(encoded).digest()).decode().rstrip("=")
    content = f'{{"facts":{{"name":"一组"}},"rows":{{"auth.Group:{group.pk}":"{digest}"}}}}'
    assert entry.content == content
    assert entry.salt is not None
    sealed = hashlib.sha256(bytes(entry.salt) + content.encode()).digest()
    assert bytes(entry.commitment) == sealed
    at_us = 1795249800123456
    assert entry.written_at is not None
    written_us = microseconds(entry.written_at)
    header = f"test.group.created\ngroup:一组\n{at_us}\n{written_us}\nsystem:test\n".encode()
    assert entry.leaf_salt is not None
    blind = hashlib.sha256(b"huiyin-entry-2" + bytes(entry.leaf_salt) + header + sealed).digest()
    assert bytes(entry.leaf_hash) == hashlib.sha256(b"\x00" + blind).digest()
    assert (len(bytes(entry.salt)), len(bytes(entry.leaf_salt)), entry.leaf_format) == (16, 16, 2)
    assert bytes(entry.salt) != bytes(entry.leaf_salt)


@pytest.mark.django_db
def test_a_deleted_row_is_named_without_a_digest(record: Callable[..., list[Group]]) -> None:
    (group,) = record("一组", sequence=False)
    entry_append(kind="test.group.deleted", subject=Ref.parse("group:一组"), at=AT, actor="system:test", gone=[group])
    content = Entry.objects.latest("id").content
    assert content is not None
    assert json.loads(content)["rows"] == {f"auth.Group:{group.pk}": ""}


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["kind", "subject", "actor"])
def test_a_header_of_several_lines_is_refused(field: str) -> None:
    header: dict[str, Any] = {"kind": "test.made", "subject": Ref("test", 1), "actor": "system:test"}
    header[field] = Ref("test", "one\ntwo") if field == "subject" else "one\ntwo"
    with pytest.raises(NotCommittable):
        entry_append(at=AT, **header)


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NotCommittable):
        entry_append(kind="test.made", subject=Ref.parse("test:1"), at=AT.replace(tzinfo=None), actor="system:test")


@pytest.mark.django_db
def test_a_row_without_a_key_and_one_without_fields_are_refused(vouched: type[Group]) -> None:
    for row in (vouched(name="not saved"), Entry()):
        with pytest.raises(NotCommittable):
            entry_append(kind="test.made", subject=Ref.parse("test:1"), at=AT, actor="system:test", rows=[row])


class _Colour(StrEnum):
    RED = "red"


@pytest.mark.django_db
@isolate_apps("huiyin.ledger")
def test_an_instance_and_the_row_read_back_have_one_digest() -> None:
    class Sample(models.Model):
        LEDGER_FIELDS: tuple[str, ...] = (
            "name", "empty", "nothing", "colour", "count", "is_on", "at", "zoned_at", "on", "lasts", "other", "raw",
            "data", "price", "share", "group_id",
        )  # fmt: skip
        id = models.UUIDField(primary_key=True)
        name = models.TextField()
        empty = models.CharField(max_length=9)
        nothing = models.CharField(max_length=9, null=True)  # noqa: DJ001 - differs from empty
        colour = models.CharField(max_length=9)
        count = models.PositiveIntegerField()
        is_on = models.BooleanField()
        at = models.DateTimeField()
        zoned_at = models.DateTimeField()
        on = models.DateField()
        lasts = models.DurationField()
        other = models.UUIDField()
        raw = models.BinaryField()
        data = models.JSONField()
        price = models.DecimalField(max_digits=9, decimal_places=4)
        share = models.FloatField()
        group = models.ForeignKey("self", null=True, on_delete=models.CASCADE, db_constraint=False)

        class Meta:
            app_label = "ledger"

        def __str__(self) -> str:
            return self.name

    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    with connection.cursor() as cursor:
        cursor.execute(editor.table_sql(Sample)[0])
    row = Sample(
        id=UUID(int=7),
        name="很长的一段\r\n话 e\u0301|é\U0001f600",
        empty="",
        colour=_Colour.RED,
        count=True,
        is_on=False,
        at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        zoned_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=8))),
        on=date(2026, 2, 28),
        lasts=timedelta(days=2, microseconds=5),
        other=UUID(int=2**127 + 5),
        raw=b"\x00\xff|",
        data={"b": [1, 2.5, 1e2, None, True], "a": "值"},
        price=Decimal("12.50"),
        share=0.1 + 0.2,
        group_id=UUID(int=9),
    )
    row.save(force_insert=True)
    plan = RowPlan(Sample)
    name, digest = plan.commit(row)
    assert name == f"ledger.Sample:{UUID(int=7).hex}"
    key, *values = Sample._base_manager.values_list("pk", *plan.attributes).get()
    assert plan.digest(key, values) == digest
    assert plan.commit(Sample._base_manager.get()) == (name, digest)
    for change in ({"empty": "n"}, {"nothing": ""}, {"count": 2}, {"is_on": True}, {"share": 0.3}):
        Sample._base_manager.update(**change)
        assert plan.commit(Sample._base_manager.get())[1] != digest
        digest = plan.commit(Sample._base_manager.get())[1]
    by_python = {"lasts", "data", "price", "share"}
    assert plan.reading() is None
    Sample.LEDGER_FIELDS = tuple(name for name in Sample.LEDGER_FIELDS if name not in by_python)
    plan = RowPlan(Sample)
    assert plan.reading() is not None
    for at in (AT, AT.replace(microsecond=0), AT.replace(year=1969), AT.replace(microsecond=7)):
        Sample._base_manager.update(at=at, zoned_at=at, nothing=None, name="值|\n%s'")
        (read,) = _read(plan)
        assert read == plan.commit(Sample._base_manager.get())
    _nothing_odd_passes(plan, read)


def _read(plan: RowPlan) -> list[tuple[str, str]]:
    return [pair for batch in rows_of(plan) for pair in zip(*batch, strict=True)]


def _nothing_odd_passes(plan: RowPlan, read: tuple[str, str]) -> None:
    """SQLite keeps anything in any column; whatever isn't what was written there shows."""
    if connection.vendor != "sqlite":
        return
    odd = {
        "name": ["CAST(name AS BLOB)", "name || char(0)", "CAST(X'ff' AS TEXT) || name"],
        "nothing": ["''", "X''"],
        "count": ["'one'", "X'31'", "1.5"],
        "is_on": ["2", "'yes'"],
        "at": ["at || '+08:00'", "substr(at, 1, 20)", "'soon'", "X'00'", "at || ' '"],
        "on": ["'2026-02-30'", "'20260228'", "'2026-02-28 '"],
        "other": ["substr(other, 1, 31)", "CAST(other AS BLOB)"],
        "raw": ["'text'"],
    }
    for column, values in odd.items():
        for value in values:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'UPDATE ledger_sample SET "{column}" = {value}')
                (now,) = _read(plan)
                assert now[0] == read[0]
                assert now[1] != read[1], (column, value)
                transaction.set_rollback(True)


@pytest.mark.django_db
def test_rows_of_a_batch_are_committed_to_like_each_alone(cast: Cast) -> None:
    """Columns in which all say the same and columns in which they don't, later ones and members of enumerations."""
    for number in range(3):
        cast.file(text=f"第{number}件\U0001f600", place="" if number else "村口")
    matters = list(Matter.objects.all())
    plan = plan_of(Matter)
    for change in ({}, {"is_sealed": True}, {"kind": Kind.CLAIM, "handler_id": True}, {"title": _Colour.RED}):
        for name, value in change.items():
            setattr(matters[-1], name, value)
        assert plan.commit_all(matters) == [plan.commit(matter) for matter in matters]
    part = list(Matter.objects.only("id", "number"))
    assert plan.commit_all(part) == [plan.commit(matter) for matter in part]
    matters[1].title = "\0"
    with pytest.raises(NotCommittable):
        plan.commit_all(matters)


@pytest.mark.django_db
@isolate_apps("huiyin.ledger")
def test_equal_values_of_a_batch_that_differ_in_writing_keep_their_own_digests() -> None:
    class Odd(models.Model):
        LEDGER_FIELDS = ("data", "share")
        data = models.JSONField()
        share = models.FloatField()

        class Meta:
            app_label = "ledger"

        def __str__(self) -> str:
            return ""

    odd = [Odd(id=1, data=[1], share=0.0), Odd(id=2, data=[True], share=-0.0)]
    assert RowPlan(Odd).commit_all(odd) == [RowPlan(Odd).commit(row) for row in odd]


@pytest.mark.django_db
def test_a_batch_of_entries_vouches_for_its_rows(vouched: type[Group]) -> None:
    with transaction.atomic():
        groups = [vouched.objects.create(name=f"第{number}组") for number in range(30)]
        entries_append(
            [
                EntryDraft("test.made", Ref.parse(f"group:{group.pk}"), AT, "system:test", rows=[group])
                for group in groups
            ]
        )
    assert ledger_verify().problems == []
    vouched.objects.filter(pk=groups[17].pk).update(name="改过")
    assert len(ledger_verify().problems) == 1


@pytest.mark.django_db
def test_postgresql_counts_every_microsecond() -> None:
    """With doubles where these are exact, else with decimal numbers: all over the years, and around the limits."""
    if connection.vendor != "postgresql":
        return
    counted = INSTANT_ON_POSTGRESQL.format(c="at")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*), count(*) FILTER (WHERE {counted} <> (extract(epoch FROM at) * 1000000)::bigint)
            FROM (
                SELECT timestamptz 'epoch' + n * interval '205122241239 microseconds'
                FROM generate_series(-500, 20500) n
                UNION ALL SELECT '2100-01-01 00:00:00+00'::timestamptz + n * interval '1 microsecond'
                FROM generate_series(-20000, 1000) n
            ) AS instants (at)
            """
        )
        assert cursor.fetchone() == (42002, 0)


@pytest.mark.django_db
def test_columns_of_few_and_of_many_different_values_are_read_alike(record: Callable[..., list[Group]]) -> None:
    made = record(*[f"组{number}" for number in range(2500)])
    plan = plan_of(Group)
    assert _read(plan) == [plan.commit(group) for group in made]
