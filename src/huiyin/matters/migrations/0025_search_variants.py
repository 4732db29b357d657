"""What is stored is indexed anew: traditional characters as simplified ones, parts of plates, and messages."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.matters.search.services.index import index_rebuild


def rebuild(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """With the tables as they are now; `huiyin search-rebuild` does the same at any time."""
    index_rebuild(
        matters=apps.get_model("matters", "Matter").objects,
        requests=apps.get_model("matters", "Request").objects,
        messages=apps.get_model("matters", "Message").objects,
    )


class Migration(migrations.Migration):
    """After everything that holds text."""

    dependencies = [("matters", "0024_attachment_position")]
    operations = [migrations.RunPython(rebuild, migrations.RunPython.noop)]
