"""How far the worker has indexed anew what an older version had indexed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0034_mentions"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexProgress",
            fields=[
                ("version", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("place", models.CharField(blank=True, default="", max_length=36)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
