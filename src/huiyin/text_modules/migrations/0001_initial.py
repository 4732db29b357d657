# Text modules and their versions; triggers keep a version as it was written.

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids
from huiyin.text_modules.models import guards


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextModule",
            fields=[
                ("title", models.CharField(max_length=60)),
                ("body", models.TextField()),
                ("article", models.CharField(blank=True, max_length=200)),
                ("places", models.CharField(max_length=200)),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.category",
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
            name="TextModuleVersion",
            fields=[
                ("title", models.CharField(max_length=60)),
                ("body", models.TextField()),
                ("article", models.CharField(blank=True, max_length=200)),
                ("places", models.CharField(max_length=200)),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=60)),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.category",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="text_modules.textmodule",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="textmodule",
            constraint=models.UniqueConstraint(fields=("unit", "title"), name="text_module_title_once"),
        ),
        migrations.AddConstraint(
            model_name="textmoduleversion",
            constraint=models.UniqueConstraint(fields=("module", "number"), name="text_module_version_once"),
        ),
        migrations.RunPython(guards.install, guards.remove),
    ]
