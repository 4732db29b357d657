"""People sign a matter by a link, and representatives pick up their receipts by one."""

import django.db.models.deletion
from django.db import migrations, models

import huiyin.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0039_reading"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=huiyin.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code_hash", models.BinaryField(max_length=32, unique=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="cosigner",
            name="cosigner_person_once",
        ),
        migrations.AddField(
            model_name="cosigner",
            name="receipt_hash",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="signed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="token_hash",
            field=models.BinaryField(max_length=32, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="wants_news",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="way",
            field=models.CharField(choices=[("paper", "paper"), ("web", "web")], default="paper", max_length=5),
        ),
        migrations.AddField(
            model_name="cosigner",
            name="withdrawn_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="representative",
            name="pick_hash",
            field=models.BinaryField(max_length=32, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="representative",
            name="pick_round",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="representative",
            name="picked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="cosigner",
            index=models.Index(
                condition=models.Q(("receipt_hash__isnull", False)),
                fields=["receipt_hash"],
                name="cosigner_by_receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="cosigner",
            index=models.Index(fields=["matter", "mark"], name="cosigner_of_matter"),
        ),
        migrations.AddConstraint(
            model_name="cosigner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("receipt_hash__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("matter", "mark"),
                name="cosigner_person_once",
            ),
        ),
        migrations.AddField(
            model_name="signlist",
            name="matter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="matters.matter"
            ),
        ),
    ]
