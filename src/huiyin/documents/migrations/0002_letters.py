# Letters that were issued, their numbers and templates, and whole files handed to the records office.

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids
from huiyin.documents.models import guards


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseArchive",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.CharField(db_index=True, max_length=60)),
                ("manifest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="LetterCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=22)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "year"), name="letter_counter_once")],
            },
        ),
        migrations.CreateModel(
            name="LetterSeries",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="orgs.unit",
                    ),
                ),
                ("word", models.CharField(max_length=20, unique=True)),
                (
                    "seal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.CharField(max_length=60)),
                ("code", models.CharField(max_length=20)),
                ("word", models.CharField(max_length=22)),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=100)),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
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
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "issued_at", "id"], name="letter_subject"),
                    models.Index(condition=models.Q(("file__isnull", True)), fields=["id"], name="letter_unprinted"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("word", "year", "serial"), name="letter_serial_once"),
                    models.CheckConstraint(condition=models.Q(("serial__gt", 0)), name="letter_serial_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "acceptance",
                                    "decline",
                                    "final",
                                    "redirect",
                                    "forward",
                                    "assign",
                                    "objection",
                                    "extension",
                                    "hearing_notice",
                                    "hearing_minutes",
                                    "reply",
                                    "review",
                                    "recheck",
                                    "closing_report",
                                    "supervision",
                                    "recommendation",
                                    "registration",
                                    "service_receipt",
                                ],
                            )
                        ),
                        name="letter_code_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20)),
                ("added_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("is_used", models.BooleanField(default=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_used", True)), fields=("code",), name="letter_template_one_used"
                    )
                ],
            },
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
