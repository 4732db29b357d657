import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huiyin.kernel.ids
import huiyin.tasks.rules.states


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0008_picture_tried"),
        ("orgs", "0010_folded_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("origin_kind", models.CharField(blank=True, max_length=20)),
                ("origin_id", models.UUIDField(null=True)),
                ("case_kind", models.CharField(blank=True, max_length=20)),
                ("case_id", models.UUIDField(null=True)),
                ("follows", models.BooleanField(default=False)),
                ("given_by", models.BigIntegerField(null=True)),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("has_time", models.BooleanField(default=False)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("given", "given"),
                            ("taken", "taken"),
                            ("done", "done"),
                            ("checked", "checked"),
                            ("returned", "returned"),
                            ("dropped", "dropped"),
                        ],
                        default="given",
                        max_length=10,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.CharField(blank=True, max_length=60)),
                ("done_note", models.CharField(blank=True, max_length=2000)),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_by", models.BigIntegerField(null=True)),
                ("asked_due_at", models.DateTimeField(null=True)),
                ("asked_by", models.BigIntegerField(null=True)),
                ("extended_at", models.DateTimeField(null=True)),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="TaskAssistance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assisting",
                        to="tasks.task",
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
            name="TaskFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskStep",
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
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            huiyin.tasks.rules.states.TaskState["DONE"],
                            huiyin.tasks.rules.states.TaskState["GIVEN"],
                            huiyin.tasks.rules.states.TaskState["RETURNED"],
                            huiyin.tasks.rules.states.TaskState["TAKEN"],
                        ],
                    )
                ),
                fields=["unit", "due_at"],
                name="task_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            huiyin.tasks.rules.states.TaskState["DONE"],
                            huiyin.tasks.rules.states.TaskState["GIVEN"],
                            huiyin.tasks.rules.states.TaskState["RETURNED"],
                            huiyin.tasks.rules.states.TaskState["TAKEN"],
                        ],
                    )
                ),
                fields=["from_unit", "due_at"],
                name="task_from_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    (
                        "state__in",
                        [huiyin.tasks.rules.states.TaskState["GIVEN"], huiyin.tasks.rules.states.TaskState["TAKEN"]],
                    )
                ),
                fields=["officer", "due_at"],
                name="task_of_officer",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["origin_kind", "origin_id"], name="task_of_origin"),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("follows", True)), fields=("origin_kind", "origin_id"), name="task_follows_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("from_unit", "reference"),
                name="task_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin_id__isnull", True), ("origin_kind", "")),
                    models.Q(models.Q(("origin_kind", ""), _negated=True), ("origin_id__isnull", False)),
                    _connector="OR",
                ),
                name="task_origin_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="taskassistance",
            index=models.Index(fields=["unit"], name="task_assisted_by"),
        ),
        migrations.AddConstraint(
            model_name="taskassistance",
            constraint=models.UniqueConstraint(fields=("task", "unit"), name="task_assistance_once"),
        ),
        migrations.AddConstraint(
            model_name="taskfile",
            constraint=models.UniqueConstraint(fields=("task", "position"), name="task_file_position_once"),
        ),
        migrations.AddConstraint(
            model_name="taskfile",
            constraint=models.UniqueConstraint(fields=("file",), name="task_file_once"),
        ),
        migrations.AddIndex(
            model_name="taskstep",
            index=models.Index(fields=["task", "version"], name="task_step_of_task"),
        ),
    ]
