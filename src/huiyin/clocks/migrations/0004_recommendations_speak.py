"""Recommendations that wait for their answer are reminded of from now on: their clocks had nothing to say before."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

# A day before the first reminder: of several that were missed the next round gives the latest.
_BEFORE = timedelta(days=8)


def wake(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set when the clocks speak up next."""
    clocks = apps.get_model("clocks", "Clock").objects.using(schema_editor.connection.alias)
    waiting = clocks.filter(code="recommendation", stopped_at__isnull=True, next_signal_at__isnull=True)
    waiting.update(next_signal_at=F("due_at") - _BEFORE)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0003_postponements")]

    operations = [migrations.RunPython(wake, migrations.RunPython.noop)]
