"""Letters that were issued, the series that number them, and the offices' own templates."""

from typing import ClassVar

from django.db import models

from huiyin.documents.models.files import StoredFile
from huiyin.documents.rules.layouts import STAMP_MM, STAMP_MM_LEAST, STAMP_MM_MOST, LayoutChoice, LetterLayout
from huiyin.documents.rules.letters import MARK_LENGTH, NUMBER_LENGTH, PREFIX_LENGTH, LetterCode
from huiyin.kernel.ids import new_id
from huiyin.orgs.models import Unit


class LetterSeries(models.Model):
    """A unit's prefix on its letters (机关代字), if it has one its seal, and what its letters look like from now on.

    No two units share a prefix. `layout_by_code` has the kinds of letters whose layout is another than `layout`.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("unit_id", "agency_prefix", "seal_id")
    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "layout": LetterLayout.PLAIN.value,
        "layout_by_code": {},
        "stamp_mm": STAMP_MM,
        "two_sided": False,
        "stamped_by_server": False,
    }

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+")
    agency_prefix = models.CharField(max_length=PREFIX_LENGTH, unique=True, db_column="word")
    seal = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    layout = models.CharField(max_length=10, default=LetterLayout.PLAIN.value)
    layout_by_code = models.JSONField(default=dict, blank=True)
    stamp_mm = models.PositiveSmallIntegerField(default=STAMP_MM)
    two_sided = models.BooleanField(default=False)
    stamped_by_server = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(layout__in=[layout.value for layout in LetterLayout]), name="letter_layout_known"
            ),
            models.CheckConstraint(
                condition=models.Q(stamp_mm__gte=STAMP_MM_LEAST, stamp_mm__lte=STAMP_MM_MOST),
                name="letter_stamp_size",
            ),
        ]

    def __str__(self) -> str:
        """The prefix."""
        return self.agency_prefix

    @property
    def choice(self) -> LayoutChoice:
        """What its letters look like."""
        return LayoutChoice(
            layout=LetterLayout(self.layout),
            by_code={code: LetterLayout(layout) for code, layout in self.layout_by_code.items()},
            stamp_mm=self.stamp_mm,
            two_sided=self.two_sided,
            stamped_by_server=self.stamped_by_server,
        )


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

    word = models.CharField(max_length=PREFIX_LENGTH + MARK_LENGTH)
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
    word = models.CharField(max_length=PREFIX_LENGTH + MARK_LENGTH)
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
