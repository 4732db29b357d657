"""Other names that a unit is known by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("orgs", "0003_list_choice")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="aliases",
            field=models.TextField(blank=True, default=""),
        ),
    ]
