"""Leaves that tell nothing (format 2). Entries that are there keep theirs, and say that they are of format 1."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError

from huiyin.ledger import triggers


def back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Only as long as nothing would be lost: without its salt a blind leaf can't be checked any more."""
    if apps.get_model("ledger", "Entry").objects.exclude(leaf_format=1).exists():
        raise IrreversibleError("there are entries with leaves of format 2")
    triggers.drop(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_written")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, triggers.plain_leaves),
        migrations.AddField(model_name="entry", name="leaf_salt", field=models.BinaryField(max_length=16, null=True)),
        migrations.AddField(
            model_name="entry", name="leaf_format", field=models.SmallIntegerField(default=1), preserve_default=False
        ),
        migrations.RunPython(triggers.blind_leaves, back),
    ]
