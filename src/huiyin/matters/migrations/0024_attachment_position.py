"""Attachments keep the order in which they were sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows that are there keep 0: among themselves they stay in the order of their moments."""

    dependencies = [("matters", "0023_messages_unread")]
    operations = [
        migrations.AddField(
            model_name="attachment",
            name="position",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
