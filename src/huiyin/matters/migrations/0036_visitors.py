"""How many people came, where a matter was brought by a visit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0035_index_progress")]

    operations = [migrations.AddField("matter", "visitors", models.PositiveSmallIntegerField(null=True))]
