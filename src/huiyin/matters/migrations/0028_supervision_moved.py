"""Supervision is a context of its own from here on; its table stays as it is (`supervision/migrations/0001_initial.py`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0027_late_services"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Supervision")]),
    ]
