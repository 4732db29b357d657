"""The search index: an FTS5 table on SQLite, a tsvector with a GIN index on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = [
    "CREATE VIRTUAL TABLE matters_search USING fts5("
    "matter_id UNINDEXED, tokens, tokenize = 'unicode61 remove_diacritics 0', detail = none)"
]
_POSTGRESQL = [
    "CREATE TABLE matters_search (matter_id uuid PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX matters_search_tokens ON matters_search USING gin (tokens)",
]


def create(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index of this database's kind."""
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement)


def drop(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    schema_editor.execute("DROP TABLE matters_search")


class Migration(migrations.Migration):
    """After the tables of the matters themselves."""

    dependencies = [("matters", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
