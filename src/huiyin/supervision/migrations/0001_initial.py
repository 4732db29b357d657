"""The table that matters made is this context's from here on: nothing in the database changes, nor a row."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matters", "0028_supervision_moved"),
        ("orgs", "0011_last_look"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Supervision",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "trigger",
                            models.CharField(
                                choices=[
                                    ("late_acceptance", "late_acceptance"),
                                    ("late_answer", "late_answer"),
                                    ("not_told", "not_told"),
                                    ("not_carried_out", "not_carried_out"),
                                    ("sent_back_often", "sent_back_often"),
                                    ("by_hand", "by_hand"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("raised_by", models.BigIntegerField(null=True)),
                        ("demand", models.TextField()),
                        ("due_on", models.DateField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("answered_by", models.BigIntegerField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("end_reason", models.TextField(blank=True)),
                        ("ended_by", models.BigIntegerField(null=True)),
                        (
                            "by_unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="orgs.unit",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervisions",
                                to="matters.matter",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="orgs.unit",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "matters_supervision",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["unit", "due_on"],
                                name="supervision_of_unit",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["by_unit", "due_on"],
                                name="supervision_by_unit",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("matter", "position"), name="supervision_position_once"),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True), models.Q(("trigger", "by_hand"), _negated=True)
                                ),
                                fields=("matter", "trigger"),
                                name="supervision_by_rule_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
