"""Each column and each table is answered for by an entry or a check, or left out with a reason in the docs."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from huiyin.ledger import coverage
from huiyin.ledger.checks import checks
from huiyin.ledger.services._rows import ledger_name

_DOC = Path(__file__).parents[2] / "docs" / "ledger.md"
_MODELS = sorted(apps.get_models(include_auto_created=True), key=ledger_name)


@pytest.mark.parametrize("model", _MODELS, ids=ledger_name)
def test_each_column_is_answered_for_or_left_out_with_a_reason(model: type[models.Model]) -> None:
    """A new column goes into LEDGER_LATER, LEDGER_DERIVED with its check, or LEDGER_LEFT_OUT with the reason."""
    label = ledger_name(model)
    if label in coverage.UNUSED:
        return
    columns = {field.attname for field in model._meta.concrete_fields}
    committed, derived = coverage.committed(model), coverage.derived(model)
    left_out = coverage.left_out(model)
    named = [committed, set(derived), set(left_out) - {"*"}, set(coverage.TREE.get(label, ()))]
    unnamed = columns.difference(*named)
    assert not unnamed or "*" in left_out, f"{label}: {sorted(unnamed)}"
    assert sum(map(len, named)) == len(set().union(*named)), f"{label}: a column is named twice"
    assert set().union(*named) <= columns, f"{label}: no such column"
    assert set(derived.values()) <= {check.name for check in checks()}


def test_models_that_came_from_another_context_keep_the_name_and_the_table_that_entries_know() -> None:
    """An entry that names other rows than the table has would say of all of them that they were altered."""
    names = [ledger_name(model) for model in _MODELS]
    assert len(set(names)) == len(names)
    moved = {ledger_name(model): model for model in _MODELS if ledger_name(model) != model._meta.label}
    assert {name: model._meta.label for name, model in moved.items()} == {
        "documents.Job": "jobs.Job",
        "matters.Supervision": "supervision.Supervision",
    }
    assert all(model._meta.db_table == name.lower().replace(".", "_") for name, model in moved.items())


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    text = _DOC.read_text(encoding="utf-8")
    for model in _MODELS:
        for column, reason in coverage.left_out(model).items():
            name = ledger_name(model) if column == "*" else f"{ledger_name(model)}.{column}"
            assert f"`{name}`" in text, f"docs/ledger.md doesn't list {name}"
            assert reason in text, f"docs/ledger.md doesn't say of {name}: {reason}"
    for table, reason in coverage.TABLES.items():
        assert f"`{table}`" in text and reason in text


@pytest.mark.django_db
def test_each_table_without_a_model_is_known() -> None:
    of_models = {model._meta.db_table for model in _MODELS}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    known = of_models | coverage.TABLES.keys() | coverage.DERIVED_TABLES.keys()
    # SQLite keeps a full-text table's parts in tables of their own.
    parts = {table for table in tables for name in coverage.DERIVED_TABLES if table.startswith(f"{name}_")}
    assert tables - known - parts == set()
    assert set(coverage.DERIVED_TABLES.values()) <= {check.name for check in checks()}
