"""One row per kept file. The content lies outside the database, under the row's id."""

from typing import ClassVar

from django.db import models

from huiyin.documents.rules.media_types import HEIC
from huiyin.documents.rules.names import NAME_LENGTH
from huiyin.kernel.ids import new_id


class StoredFile(models.Model):
    """A file as it was kept: images without their metadata, so hash and size are those of the kept content.

    `picture` is a HEIC photo's JPEG, for machines that can't open HEIC. It belongs to the photo: whoever may see the
    one may see the other, and it goes when the photo goes.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "sha256", "size", "media_type", "name", "created_at")
    LEDGER_LATER: ClassVar[dict[str, object]] = {"picture": None}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "picture_tried_at": "when the worker tried to make a photo's picture; the picture itself is committed to",
    }
    # A file of a draft is no record yet: the entry of the matter that takes it is the first to name it.
    LEDGER_ONCE_USED: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=NAME_LENGTH)
    created_at = models.DateTimeField()
    picture = models.OneToOneField("self", models.PROTECT, null=True, related_name="photo")
    # When the worker tried to make the picture that a photo was kept without.
    picture_tried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(media_type=HEIC.name, picture__isnull=True, picture_tried_at__isnull=True),
                name="documents_without_picture",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="documents_file_not_empty"),
        ]

    def __str__(self) -> str:
        """The id: a name may say who somebody is, and this text may end in a log."""
        return f"file {self.id}"
