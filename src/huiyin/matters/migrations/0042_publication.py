"""What petitioners let others nearby read."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0041_position"),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agreed_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("title", models.CharField(blank=True, max_length=100)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.BigIntegerField(null=True)),
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="publication", to="matters.matter"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("published_at__isnull", False), ("stopped_at", None)),
                        fields=["matter"],
                        name="publication_shown",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_by", None), ("title", "")),
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("title", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_looked_at",
                    )
                ],
            },
        ),
    ]
