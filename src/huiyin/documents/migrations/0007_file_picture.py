"""A HEIC photo has a JPEG beside it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Photos that were kept before have none; they can be saved as they could."""

    dependencies = [("documents", "0006_letter_mark")]
    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="picture",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="photo",
                to="documents.storedfile",
            ),
        ),
    ]
