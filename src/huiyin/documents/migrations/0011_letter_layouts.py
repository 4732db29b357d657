"""Units choose what their letters look like; letters that are issued stay plain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_job_moved"),
        ("orgs", "0011_last_look"),
    ]

    operations = [
        migrations.AddField(
            model_name="letterseries",
            name="layout",
            field=models.CharField(default="plain", max_length=10),
        ),
        migrations.AddField(
            model_name="letterseries",
            name="layout_by_code",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="letterseries",
            name="stamp_mm",
            field=models.PositiveSmallIntegerField(default=42),
        ),
        migrations.AddField(
            model_name="letterseries",
            name="stamped_by_server",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="letterseries",
            name="two_sided",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="letterseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("layout__in", ["plain", "official", "letter"])), name="letter_layout_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="letterseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("stamp_mm__gte", 30), ("stamp_mm__lte", 60)), name="letter_stamp_size"
            ),
        ),
    ]
