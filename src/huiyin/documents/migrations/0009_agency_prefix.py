"""A unit's prefix on its letters is called agency_prefix; its column keeps the name that it has."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_picture_tried")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("letterseries", "word", "agency_prefix"),
                migrations.AlterField(
                    "letterseries",
                    "agency_prefix",
                    models.CharField(db_column="word", max_length=20, unique=True),
                ),
            ]
        )
    ]
