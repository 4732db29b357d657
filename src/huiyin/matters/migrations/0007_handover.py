"""By what a sender finds the matters it assigned, and a helping unit those it answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_procedure")]

    operations = [
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(
                fields=["from_unit", "matter"],
                condition=models.Q(("mode", "assign")),
                name="handover_assigned_by",
            ),
        ),
        migrations.AddIndex(
            model_name="assist",
            index=models.Index(
                fields=["unit", "matter"],
                condition=models.Q(("contributed_at__isnull", False)),
                name="assist_contributed",
            ),
        ),
    ]
