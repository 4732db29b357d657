"""Rows for clocks that a holiday announced later has moved."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids
from huiyin.clocks.models import guards


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0002_rounds"),
    ]

    operations = [
        migrations.RunPython(guards.remove, guards.install),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("due_before", models.DateTimeField()),
                ("due_after", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("clock", "due_before"), name="clocks_postponement_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at__lte", models.F("due_before")), ("due_after__gt", models.F("due_before"))
                        ),
                        name="clocks_postponement_is_later",
                    ),
                ],
            },
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
