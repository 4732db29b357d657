"""When an entry was written, besides when what it records happened; the triggers keep that fixed too."""

from django.db import migrations, models

from huiyin.ledger import triggers


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_newest")]

    operations = [
        migrations.AddField(model_name="entry", name="written_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(triggers.fix_written, migrations.RunPython.noop),
    ]
