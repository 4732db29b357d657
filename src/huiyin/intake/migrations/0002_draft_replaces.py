"""A new token makes a new row; it names the one that it replaces."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="replaces",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
