"""Letters that were issued, the series that number them, and the offices' own templates."""

from typing import ClassVar

from django.db import models

from huiyin.documents.models.files import StoredFile
from huiyin.documents.rules.letters import MARK_LENGTH, NUMBER_LENGTH, WORD_LENGTH, LetterCode
from huiyin.kernel.ids import new_id
from huiyin.orgs.models import Unit


class LetterSeries(models.Model):
    """A unit's prefix on its letters (机关代字) and, if it has one, its seal. No two units share a prefix."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("unit_id", "agency_prefix", "seal_id")

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    agency_prefix = models.CharField(max_length=WORD_LENGTH, unique=True, db_column="word")
    seal = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        """The prefix."""
        return self.agency_prefix


class LetterCounter(models.Model):
    """The last number of a series in a year. Its row is locked until the letter that took the number is there.

    It belongs to the word and not to the unit: whoever takes over a word goes on where it was.
    """

    LEDGER_DERIVED: ClassVar[dict[str, str]] = {
        "id": "documents.counters",
        "word": "documents.counters",
        "year": "documents.counters",
        "last": "documents.counters",
    }

    word = models.CharField(max_length=WORD_LENGTH + MARK_LENGTH)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "year"], name="letter_counter_once")]

    def __str__(self) -> str:
        """The word and the year."""
        return f"{self.word}〔{self.year}〕"


class Letter(models.Model):
    """A letter as it was issued: `content` is all that stands in it, `sha256` its hash, `file` its print.

    The database refuses to change or delete one (`guards`); only the print is added, once. `subject` is what it is
    about, as the ledger writes it; it names nobody.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "id", "subject", "code", "unit_id", "word", "year", "serial", "number", "title", "content", "sha256",
        "issued_at", "actor", "file_id",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.CharField(max_length=60)
    code = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=WORD_LENGTH + MARK_LENGTH)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=NUMBER_LENGTH, unique=True)
    title = models.CharField(max_length=100)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "year", "serial"], name="letter_serial_once"),
            models.CheckConstraint(condition=models.Q(serial__gt=0), name="letter_serial_from_one"),
            models.CheckConstraint(
                condition=models.Q(code__in=[code.value for code in LetterCode]), name="letter_code_known"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "issued_at", "id"], name="letter_subject"),
            models.Index(fields=["id"], condition=models.Q(file__isnull=True), name="letter_unprinted"),
            models.Index(fields=["sha256"], name="letter_mark"),
        ]

    def __str__(self) -> str:
        """The number."""
        return self.number


class LetterTemplate(models.Model):
    """A Word template that an office uploaded; the newest for a code is used. `code` "" is for all letters."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("id", "code", "file_id", "added_at", "actor", "is_used")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(is_used=True), name="letter_template_one_used"
            ),
        ]

    def __str__(self) -> str:
        """What it is for."""
        return self.code or "all letters"
