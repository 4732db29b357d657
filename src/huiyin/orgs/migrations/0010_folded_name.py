"""Officers' names as they would stand in a folded text."""

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Lower, Replace


class Migration(migrations.Migration):
    """A column that the database makes of the name."""

    dependencies = [("orgs", "0009_reset_second_step")]

    operations = [
        migrations.AddField(
            "officer",
            "folded_name",
            models.GeneratedField(
                db_persist=True,
                expression=Lower(Replace(Replace(Replace("display_name", Value(" ")), Value("·")), Value("•"))),
                output_field=models.CharField(max_length=80),
            ),
        )
    ]
