"""Files that the worker makes because somebody asked for them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.documents.models import StoredFile
from huiyin.jobs.rules import ASKED_LENGTH, REFUSAL_LENGTH, JobKind
from huiyin.kernel.ids import new_id


class Job(models.Model):
    """One file to be made for one officer; it ends with the file or with a refusal, and is gone a day after that.

    Once there is a file, an entry commits to whose it is and what it has lines about. `asked` is JSON, text to text.
    `begun_at` is the claim of the worker that has it now; whoever finds another value there has lost it. `lines` are
    the ids, 16 bytes each, of what the file has a line about: whoever fetches it must still see all of them.
    """

    # Entries have named its rows so since before jobs were a context of their own.
    LEDGER_NAME: ClassVar[str] = "documents.Job"
    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "officer_id", "kind", "asked", "asked_at", "ended_at", "file_id", "lines",
    )  # fmt: skip
    LEDGER_ONCE_USED: ClassVar[bool] = True
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = dict.fromkeys(
        ("begun_at", "tries", "done", "total", "refusal"), "how far the worker has come; a job is gone after a day"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    asked = models.CharField(max_length=ASKED_LENGTH)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=REFUSAL_LENGTH, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    lines = models.BinaryField(default=bytes)

    class Meta:
        db_table = "documents_job"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in JobKind]), name="job_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, file=None, refusal="")
                | Q(ended_at__isnull=False, file__isnull=False, refusal="")
                | (Q(ended_at__isnull=False, file=None) & ~Q(refusal="")),
                name="job_ends_with_a_file_or_a_refusal",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(ended_at=None), name="job_waiting")]

    def __str__(self) -> str:
        """Kind and id."""
        return f"{self.kind} {self.id}"
