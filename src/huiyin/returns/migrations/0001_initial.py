"""Schemes, what units owe by them, and what was corrected."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids
import huiyin.returns.rules.states
import huiyin.returns.rules.timetable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0010_folded_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("document", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(max_length=200)),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("daily", "daily"), ("weekly", "weekly"), ("monthly", "monthly")], max_length=8
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(null=True)),
                ("month_day", models.PositiveSmallIntegerField(null=True)),
                ("times", models.CharField(max_length=60)),
                (
                    "covers",
                    models.CharField(
                        choices=[("up_to_due", "up_to_due"), ("period_before", "period_before")], max_length=16
                    ),
                ),
                ("field_codes", models.TextField()),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=60)),
                ("end_reason", models.CharField(blank=True, max_length=200)),
                ("listed_until", models.DateTimeField()),
                (
                    "receiving_unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "due"),
                            ("sent", "sent"),
                            ("corrected", "corrected"),
                            ("called_off", "called_off"),
                        ],
                        max_length=12,
                    ),
                ),
                ("covers_from", models.DateTimeField()),
                ("covers_to", models.DateTimeField()),
                ("opens_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("counts_text", models.TextField(default="{}")),
                ("note", models.CharField(blank=True, max_length=200)),
                ("is_nothing", models.BooleanField(default=False)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("web", "web"), ("phone", "phone"), ("message", "message"), ("file", "file")],
                        max_length=8,
                    ),
                ),
                ("caller_post", models.CharField(blank=True, max_length=40)),
                ("reported_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(null=True)),
                ("reported_by", models.CharField(blank=True, max_length=60)),
                ("found_later_at", models.DateTimeField(null=True)),
                ("found_later_by", models.CharField(blank=True, max_length=60)),
                ("found_later_reason", models.CharField(blank=True, max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="returns.scheme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SchemeUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="returns.scheme",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("old", models.CharField(blank=True, max_length=200)),
                ("new", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "of_return",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="returns.return",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["of_return", "at", "id"], name="returns_correction_of_return")],
            },
        ),
        migrations.CreateModel(
            name="ReturnStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("actor", models.CharField(max_length=60)),
                ("office", models.CharField(blank=True, max_length=120)),
                ("facts_text", models.TextField(default="{}")),
                ("article", models.CharField(blank=True, max_length=80)),
                ("is_public", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "of_return",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="returns.return",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["of_return", "version"], name="returns_step_of_return")],
            },
        ),
        migrations.AddIndex(
            model_name="scheme",
            index=models.Index(fields=["receiving_unit", "begins_on"], name="returns_scheme_of_receiver"),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("month_day__isnull", True),
                        ("rhythm", huiyin.returns.rules.timetable.Rhythm["DAILY"]),
                        ("weekday__isnull", True),
                    ),
                    models.Q(
                        ("month_day__isnull", True),
                        ("rhythm", huiyin.returns.rules.timetable.Rhythm["WEEKLY"]),
                        ("weekday__gte", 0),
                        ("weekday__lte", 6),
                    ),
                    models.Q(
                        ("month_day__gte", 1),
                        ("month_day__lte", 31),
                        ("rhythm", huiyin.returns.rules.timetable.Rhythm["MONTHLY"]),
                        ("weekday__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="returns_scheme_day_of_its_rhythm",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                ),
                name="returns_scheme_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["unit", "-due_at"], name="returns_of_unit"),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["scheme", "due_at"], name="returns_of_slot"),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(
                condition=models.Q(("state", huiyin.returns.rules.states.ReturnState["DUE"])),
                fields=["unit", "due_at"],
                name="returns_due_of_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(fields=("scheme", "unit", "due_at"), name="returns_slot_once"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reported_at__isnull", True),
                        (
                            "state__in",
                            [
                                huiyin.returns.rules.states.ReturnState["DUE"],
                                huiyin.returns.rules.states.ReturnState["CALLED_OFF"],
                            ],
                        ),
                        ("way", ""),
                    ),
                    models.Q(
                        ("reported_at__isnull", False),
                        (
                            "state__in",
                            [
                                huiyin.returns.rules.states.ReturnState["SENT"],
                                huiyin.returns.rules.states.ReturnState["CORRECTED"],
                            ],
                        ),
                        models.Q(("way", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="returns_sent_with_its_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("found_later_at__isnull", True), ("found_later_reason", "")),
                    models.Q(("found_later_at__isnull", False), models.Q(("found_later_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="returns_found_later_with_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="schemeunit",
            index=models.Index(fields=["unit", "scheme"], name="returns_scheme_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="schemeunit",
            constraint=models.UniqueConstraint(fields=("scheme", "unit"), name="returns_unit_owes_once"),
        ),
    ]
