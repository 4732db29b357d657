"""Leaves that tell nothing (format 2). Entries that are there keep theirs, and say that they are of format 1."""

from django.db import migrations, models

from huiyin.ledger import triggers


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_written")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, triggers.plain_leaves),
        migrations.AddField(model_name="entry", name="leaf_salt", field=models.BinaryField(max_length=16, null=True)),
        migrations.AddField(
            model_name="entry", name="leaf_format", field=models.SmallIntegerField(default=1), preserve_default=False
        ),
        migrations.RunPython(triggers.blind_leaves, triggers.drop),
    ]
