"""The newest checkpoint of a ledger that was signed before it was kept outside the database too."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huiyin.ledger import newest


def keep(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write it, once: from now on its absence is an alarm."""
    last = apps.get_model("ledger", "Checkpoint").objects.order_by("-tree_size").first()
    if last is not None:
        newest.keep(last.note)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
