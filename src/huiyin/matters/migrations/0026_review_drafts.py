from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0025_search_variants")]

    operations = [
        migrations.AddField(model_name="review", name="drafted_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="review", name="drafted_by", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="review",
            name="drafted_outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "upheld"),
                    ("changed", "changed"),
                    ("sent_back", "sent_back"),
                    ("withdrawn", "withdrawn"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(model_name="review", name="returned_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="review", name="return_reason", field=models.TextField(blank=True, default="")
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("drafted_by__isnull", True),
                    models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="review_approved_by_another",
            ),
        ),
    ]
