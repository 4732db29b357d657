"""Lists by the petitioner's last word and by the day of the end come out of an index."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q, Subquery

_ANSWERED_BACK = Q(words_at__isnull=False, is_open=True)
_ENDED = Q(is_open=False)


def words_find(apps: Any, _schema: Any) -> None:
    """The last words that are there already."""
    Matter, Message = apps.get_model("matters", "Matter"), apps.get_model("matters", "Message")
    written = Message.objects.filter(matter=OuterRef("pk"), kind="written").order_by("-at")
    Matter.objects.filter(Exists(written)).update(words_at=Subquery(written.values("at")[:1]))
    # What isn't a message, such as files, has left its mark while it isn't read.
    Matter.objects.filter(words_at__isnull=True, unread_at__isnull=False).update(words_at=models.F("unread_at"))


class Migration(migrations.Migration):
    dependencies = [("matters", "0030_received_indexes")]

    operations = [
        migrations.AddField("matter", "words_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "matter",
            models.Index(fields=["lead_unit", "words_at", "id"], condition=_ANSWERED_BACK, name="matter_unit_words"),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(fields=["words_at", "id", "lead_unit"], condition=_ANSWERED_BACK, name="matter_words"),
        ),
        migrations.AddIndex(
            "matter",
            models.Index(fields=["lead_unit", "closed_at", "id"], condition=_ENDED, name="matter_unit_closed"),
        ),
        migrations.AddIndex(
            "matter", models.Index(fields=["closed_at", "id", "lead_unit"], condition=_ENDED, name="matter_closed")
        ),
        migrations.RunPython(words_find, migrations.RunPython.noop),
    ]
