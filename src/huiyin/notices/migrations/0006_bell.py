"""How far officers have looked through the notices to them at the desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_handed_over")]

    operations = [
        migrations.CreateModel(
            name="Bell",
            fields=[
                ("officer_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("seen_until", models.DateTimeField(null=True)),
                ("opened", models.JSONField(default=list)),
                ("newest_at", models.DateTimeField(db_index=True)),
                ("turns", models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
