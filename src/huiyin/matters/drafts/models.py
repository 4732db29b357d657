"""Officers' drafts. They are no record yet: nothing of them goes into the ledger, and one that is cleared is gone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.kernel.ids import new_id
from huiyin.matters.core.models.matter import Matter


class MoveDraft(models.Model):
    """What an officer has typed for one move of one matter; encrypted, and read by its owner alone.

    `page` is the page that has kept it last, `version` counts what was kept. `author` began it, `writers` are all who
    have written on it, as `officers_text`. `was_handed`: a colleague has or had it, and then there may be several for
    one move. `has_files`: it may have files.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "*": "no record yet: an officer's own words until they are sent; whom a draft was handed to is an entry",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    action = models.CharField(max_length=40)
    blob = models.BinaryField()
    page = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    writers = models.CharField(max_length=400)
    was_handed = models.BooleanField(default=False)
    has_files = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "matter", "action"], condition=Q(was_handed=False), name="move_draft_once"
            )
        ]
        indexes = [
            models.Index(fields=["owner", "saved_at"], name="move_draft_of_owner"),
            models.Index(fields=["saved_at"], name="move_draft_by_age"),
        ]

    def __str__(self) -> str:
        """Its id: whose it is and what it says is the owner's business."""
        return str(self.pk)


class MoveDraftFile(models.Model):
    """A stored file that goes with a draft; `position` counts from 0."""

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {"*": "no record yet: it goes with the draft until that is sent"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(MoveDraft, models.CASCADE, related_name="files")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        """The file's id."""
        return str(self.file_id)
