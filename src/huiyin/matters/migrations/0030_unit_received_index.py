"""A unit's list by the day of receipt comes out of an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0029_receipt_hash_index")]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["lead_unit", "received_at", "id", "kind", "channel", "state"],
                name="matter_unit_received",
            ),
        ),
    ]
