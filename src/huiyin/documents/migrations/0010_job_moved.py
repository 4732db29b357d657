"""Jobs are a context of their own from here on; their table stays as it is (see `jobs/migrations/0001_initial.py`)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0009_agency_prefix"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Job")]),
    ]
