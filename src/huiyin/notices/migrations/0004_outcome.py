"""What became of a notice, for the ledger's entries to commit to."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

_FINAL = ("sent", "unreachable", "failed", "by_phone", "covered", "digested", "left_out")


def note(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of notices that were ended before there was the column."""
    apps.get_model("notices", "Notice").objects.filter(state__in=_FINAL).update(outcome=F("state"))


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_mailbox")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="outcome",
            field=models.CharField(default="", max_length=11),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
