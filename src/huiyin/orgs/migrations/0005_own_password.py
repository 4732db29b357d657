"""Whether an officer still has the password that an administrator has given them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0004_unit_aliases")]

    operations = [
        migrations.AddField(
            model_name="officer",
            name="must_change_password",
            field=models.BooleanField(default=False),
        ),
    ]
