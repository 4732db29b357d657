"""Lists by the day of receipt come out of an index."""

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
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["received_at", "id", "lead_unit", "kind", "channel", "state"],
                name="matter_received",
            ),
        ),
    ]
