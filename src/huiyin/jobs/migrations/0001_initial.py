"""The table that documents made is this context's from here on: nothing in the database changes, nor a row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0010_job_moved"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("asked", models.CharField(max_length=1000)),
                        ("asked_at", models.DateTimeField()),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("refusal", models.CharField(blank=True, max_length=300)),
                        ("lines", models.BinaryField(default=bytes)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "documents_job",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)), fields=["asked_at"], name="job_waiting"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["list", "case"])), name="job_kind_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("file", None), ("refusal", "")),
                                    models.Q(("ended_at__isnull", False), ("file__isnull", False), ("refusal", "")),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("file", None),
                                        models.Q(("refusal", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_ends_with_a_file_or_a_refusal",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
