"""A kept filter can be pinned to the start page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0012_work_list")]

    operations = [migrations.AddField("listchoice", "is_pinned", models.BooleanField(default=False))]
