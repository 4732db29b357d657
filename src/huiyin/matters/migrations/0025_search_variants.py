"""Once indexed everything anew. Since 0035 the worker does that, so that nobody waits for it during an upgrade."""

from django.db import migrations


class Migration(migrations.Migration):
    """After everything that holds text."""

    dependencies = [("matters", "0024_attachment_position")]
    operations: list[object] = []
