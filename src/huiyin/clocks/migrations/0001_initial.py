"""Clocks and their extensions, and the triggers that keep a clock from being reset."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids
import huiyin.kernel.time
from huiyin.clocks.models import guards


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("code", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=16)),
                ("layer", models.CharField(max_length=16)),
                ("article", models.CharField(max_length=120)),
                ("rulebook", models.CharField(max_length=60)),
                ("started_at", models.DateTimeField()),
                ("base_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("provisional", models.BooleanField(default=False)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "running"), ("met", "met"), ("late", "late"), ("void", "void")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("next_signal_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=huiyin.kernel.time.now)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_signal_at__isnull", False), ("stopped_at__isnull", True)),
                        fields=["next_signal_at"],
                        name="clocks_clock_signals",
                    ),
                    models.Index(
                        condition=models.Q(("provisional", True), ("stopped_at__isnull", True)),
                        fields=["due_at"],
                        name="clocks_clock_provisional",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject_id", "code"), name="clocks_clock_once"),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("started_at"))),
                        name="clocks_clock_due_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("stopped_at__isnull", True)),
                            models.Q(
                                ("outcome__in", ["met", "late", "void"]),
                                ("stopped_at__gte", models.F("started_at")),
                                ("stopped_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clocks_clock_stop_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("reason", models.TextField()),
                ("approver", models.CharField(max_length=120)),
                ("article", models.CharField(max_length=120)),
                ("due_before", models.DateTimeField()),
                ("due_after", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extension", to="clocks.clock"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("due_after__gt", models.F("due_before"))),
                        name="clocks_extension_is_later",
                    )
                ],
            },
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
