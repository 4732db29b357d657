"""Passes that were ended; sessions under bare keys and pickled counts of before are taken away."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def forget(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Everybody signs in once more: no key that opens something stays in the table, nor in what is copied from it."""
    with schema_editor.connection.cursor() as cursor:
        for table in ("django_session", "web_cache"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - two names


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("web", "0001_initial"), ("sessions", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="EndedPass",
            fields=[
                ("subject", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("ended_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
