"""When the worker tried to make the picture that a photo was kept without."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0007_file_picture"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="picture_tried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(
                    ("media_type", "image/heic"), ("picture__isnull", True), ("picture_tried_at__isnull", True)
                ),
                fields=["id"],
                name="documents_without_picture",
            ),
        ),
    ]
