"""Letters are found by their check marks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index and nothing else."""

    dependencies = [("documents", "0005_job_lines")]
    operations = [
        migrations.AddIndex(model_name="letter", index=models.Index(fields=["sha256"], name="letter_mark")),
    ]
