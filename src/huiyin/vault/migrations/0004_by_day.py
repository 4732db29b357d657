"""Auditors read the openings of some days: by this index, however many have come since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_names")]

    operations = [
        migrations.AddIndex(
            model_name="opening", index=models.Index(fields=["at", "id"], name="vault_opening_by_day")
        ),
    ]
