"""Calls of the unit that receives, to people who have booked and left only a telephone number."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0003_origin_mark"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppointmentCall",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("tried", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "reached"),
                            ("not_reached", "not_reached"),
                            ("wrong_number", "wrong_number"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.BigIntegerField(null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="reception.appointment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["appointment", "asked_at"], name="reception_call_of_booking"),
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["due_on", "id"],
                        name="reception_call_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("appointment",),
                        name="reception_call_one_at_a_time",
                    )
                ],
            },
        ),
    ]
