"""How many people came, where a matter was brought by a visit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0034_mentions")]

    operations = [migrations.AddField("matter", "visitors", models.PositiveSmallIntegerField(null=True))]
