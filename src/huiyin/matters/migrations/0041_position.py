"""Where a matter happened, as its petitioner has pointed at it: WGS-84, with the datum it came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0040_signing_by_link"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="latitude",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="longitude",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="position_accuracy",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="matter",
            name="position_datum",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("latitude", None), ("longitude", None), ("position_accuracy", None), ("position_datum", "")
                    ),
                    models.Q(
                        ("is_sealed", False),
                        ("latitude__range", (-90000000, 90000000)),
                        ("longitude__range", (-180000000, 180000000)),
                        ("position_datum__in", ["wgs84", "gcj02", "cgcs2000"]),
                    ),
                    _connector="OR",
                ),
                name="matter_position_whole",
            ),
        ),
    ]
