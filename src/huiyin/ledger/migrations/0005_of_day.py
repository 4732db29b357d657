"""Auditors read the entries of some days: by this index, however many have come since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_blind_leaves")]

    operations = [
        migrations.AddIndex(model_name="entry", index=models.Index(fields=["at", "seq"], name="ledger_entry_of_day")),
    ]
