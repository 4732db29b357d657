"""A matter and what it asks for."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from huiyin.kernel.ids import new_id
from huiyin.kernel.positions import Datum, Position
from huiyin.matters.core.rules.limits import RESPONDENTS_MAX
from huiyin.matters.core.rules.parts import has_code
from huiyin.matters.core.rules.states import OPEN_STATES, Channel, Kind, Procedure, State, reading_unit
from huiyin.workflow.models import Case


def _choices(values: type[Kind] | type[Channel] | type[State]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


# What is over stands in no list of work, and as the years go by that is nearly everything.
_OPEN = Q(is_open=True)
_ENDED = Q(is_open=False)
# Petitioners write on few matters: filing one costs nothing for these lists.
_ANSWERED_BACK = Q(words_at__isnull=False, is_open=True)


class Matter(Case):
    """What somebody brought. Who they are is in the vault; here is only an opaque id.

    `received_at` drives every clock, `created_at` none. `next_due_at` is the earliest due date of its running
    clocks, kept here so that "what is due first" is one index. `version` counts the changes. Of a sealed matter
    title, text and requests are placeholders: what was written lies under a seal in the vault.

    `round` counts the answers that are owed: a review that sends the matter back begins the next. While a review is
    decided, `review_unit` and `reviewer` are who decides; `sent_on` counts hand-overs; `parts` says which of the
    tables beside it have rows of this matter (`rules.parts`), so that its page asks no others.

    The concerned unit is the one that may be competent and may answer; the respondents must not see the matter. The
    first unit and the first officer stand here, others beside it (`FurtherRespondent`); `respondent_by` is the ref of
    who named them. Until `respondents_settled` somebody may be meant whom nobody has recognised.

    `unread_at` is when the petitioner last wrote or added something that nobody who works on it has read yet. It is
    a mark for lists and no step: the ledger doesn't commit to it. `words_at` is when they last did, read or not; None
    where they haven't since they filed it.
    """

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = (
        "number", "kind", "channel", "title", "text", "place", "area_id", "category_id", "received_at",
        "received_unit_id", "lead_unit_id", "handler_id", "respondent_unit_id", "respondent_officer_id",
        "respondent_text", "identity_id", "receipt_hash", "state", "origin", "external_id", "version",
    )  # fmt: skip

    LEDGER_LATER: ClassVar[dict[str, object]] = {
        "is_sealed": False, "procedure": Procedure.ORDINARY.value, "review_unit": None, "reviewer": None, "round": 1,
        "sent_on": 0, "concerned_unit": None, "concerned_text": "", "respondent_by": "", "respondents_settled": True,
        "accepted_at": None, "served_at": None, "closed_at": None, "parts": 0, "token_hash": None,
        "visitors": None, "latitude": None, "longitude": None, "position_datum": "", "position_accuracy": None,
    }  # fmt: skip
    LEDGER_DERIVED: ClassVar[dict[str, str]] = {"is_open": "matters.open", "next_due_at": "matters.due"}
    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {
        "created_at": "shown and counted nowhere; the entry says when it was written",
        "unread_at": "a mark for lists; the message itself is committed to, and so is the notice about it",
        "words_at": "a mark for lists; the message itself is committed to",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    channel = models.CharField(max_length=8, choices=_choices(Channel))
    # How many came, where it was brought by a visit and that was written down.
    visitors = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=100)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    # Millionths of a degree in WGS-84, the datum it was given in, the metres it may be off: kernel/positions.py.
    latitude = models.IntegerField(null=True)
    longitude = models.IntegerField(null=True)
    position_datum = models.CharField(max_length=8, blank=True, default="")
    position_accuracy = models.PositiveIntegerField(null=True)
    area = models.ForeignKey("orgs.Area", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    category = models.ForeignKey("orgs.Category", models.PROTECT, null=True, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    created_at = models.DateTimeField()
    received_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    lead_unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", db_index=False)
    handler = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    respondent_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    respondent_officer = models.ForeignKey(
        "orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    respondent_text = models.CharField(max_length=RESPONDENTS_MAX, blank=True)
    respondent_by = models.CharField(max_length=60, blank=True)
    respondents_settled = models.BooleanField(default=True)
    concerned_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    concerned_text = models.CharField(max_length=200, blank=True)
    identity_id = models.UUIDField(null=True)
    is_sealed = models.BooleanField(default=False)
    # Not unique: the parts of a split matter have the code of their whole.
    # A petitioner may have nothing but the code.
    receipt_hash = models.BinaryField(max_length=32, db_index=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    origin = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=16, choices=_choices(State), default=State.REGISTERED)
    is_open = models.BooleanField(default=True)
    next_due_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    procedure = models.CharField(
        max_length=8, choices=[(choice.value, choice.value) for choice in Procedure], default=Procedure.ORDINARY
    )
    review_unit = models.ForeignKey("orgs.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    reviewer = models.ForeignKey("orgs.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=1)
    sent_on = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    unread_at = models.DateTimeField(null=True)
    words_at = models.DateTimeField(null=True)

    pk: UUID
    lead_unit_id: int
    received_unit_id: int

    class Meta:
        constraints = [
            # What was filed here has no id from elsewhere: all of these share the empty one.
            models.UniqueConstraint(
                fields=["origin", "external_id"], condition=~Q(external_id=""), name="matter_same_record_once"
            ),
            # `is_open` says nothing new: it is there so that indexes can leave out what is over.
            models.CheckConstraint(
                name="matter_open_as_its_state",
                condition=Q(is_open=True, state__in=sorted(OPEN_STATES), closed_at__isnull=True)
                | (Q(is_open=False, closed_at__isnull=False) & ~Q(state__in=sorted(OPEN_STATES))),
            ),
            # Without a date it would stand in no list of what is due, and no round would ever come to it.
            models.CheckConstraint(
                name="matter_open_has_due", condition=Q(is_open=False) | Q(next_due_at__isnull=False)
            ),
            models.CheckConstraint(name="matter_kind_known", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.CheckConstraint(
                name="matter_investigated_by_somebody",
                condition=~Q(state__in=[State.INVESTIGATING, State.DRAFTED, State.APPROVED])
                | Q(handler__isnull=False),
            ),
            # Services put names and places under the seal; what one of them forgets fails here.
            models.CheckConstraint(
                name="matter_sealed_names_nobody",
                condition=Q(is_sealed=False)
                | Q(identity_id__isnull=True, place="", respondent_text="", concerned_text=""),
            ),
            # A sealed matter has none: where it happened lies under the seal.
            models.CheckConstraint(
                name="matter_position_whole",
                condition=Q(latitude=None, longitude=None, position_datum="", position_accuracy=None)
                | Q(
                    is_sealed=False,
                    latitude__range=(-90_000_000, 90_000_000),
                    longitude__range=(-180_000_000, 180_000_000),
                    position_datum__in=[datum.value for datum in Datum],
                ),
            ),
            # A last line only: units above and officers can't be told from one row, `unbarred_unit` does that.
            models.CheckConstraint(
                name="matter_not_led_by_respondent",
                condition=Q(respondent_unit__isnull=True) | ~Q(respondent_unit=F("lead_unit")),
            ),
        ]
        indexes = [
            # What lists are narrowed by stands behind the order: lines that don't fit are passed over in the index.
            models.Index(
                fields=["lead_unit", "next_due_at", "id", "kind", "channel", "state"],
                condition=_OPEN,
                name="matter_unit_due",
            ),
            # There are hundreds of categories: few lines of a great list have one of them.
            models.Index(
                fields=["category", "next_due_at", "id", "lead_unit", "kind", "channel", "state"],
                condition=_OPEN,
                name="matter_category_due",
            ),
            models.Index(
                fields=["lead_unit", "state", "next_due_at", "id"], condition=_OPEN, name="matter_unit_state"
            ),
            models.Index(
                fields=["handler", "next_due_at", "id"],
                condition=Q(handler__isnull=False, is_open=True),
                name="matter_handler_due",
            ),
            models.Index(
                fields=["next_due_at", "id", "lead_unit", "kind", "channel", "state"],
                condition=_OPEN,
                name="matter_due",
            ),
            # By the day of receipt a list of a large unit, or of many units, would be sorted from end to end.
            models.Index(
                fields=["lead_unit", "received_at", "id", "kind", "channel", "state"],
                condition=_OPEN,
                name="matter_unit_received",
            ),
            models.Index(
                fields=["received_at", "id", "lead_unit", "kind", "channel", "state"],
                condition=_OPEN,
                name="matter_received",
            ),
            models.Index(fields=["received_unit", "id"], name="matter_received_unit"),
            models.Index(fields=["lead_unit", "id"], name="matter_lead_unit"),
            models.Index(
                fields=["review_unit", "next_due_at", "id"],
                condition=Q(review_unit__isnull=False, is_open=True),
                name="matter_review_unit",
            ),
            # Few matters have something unread: a list of those alone reads no others.
            models.Index(
                fields=["lead_unit", "next_due_at", "id"],
                condition=Q(unread_at__isnull=False, is_open=True),
                name="matter_unread",
            ),
            models.Index(fields=["lead_unit", "words_at", "id"], condition=_ANSWERED_BACK, name="matter_unit_words"),
            models.Index(fields=["words_at", "id", "lead_unit"], condition=_ANSWERED_BACK, name="matter_words"),
            models.Index(fields=["lead_unit", "closed_at", "id"], condition=_ENDED, name="matter_unit_closed"),
            models.Index(fields=["closed_at", "id", "lead_unit"], condition=_ENDED, name="matter_closed"),
        ]

    @property
    def position(self) -> Position | None:
        """The place that the petitioner has pointed at, None where they haven't."""
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude, Datum(self.position_datum), self.position_accuracy)

    def __str__(self) -> str:
        """The number: nothing of the content belongs in a log."""
        return self.number

    @property
    def notice_identity(self) -> UUID | None:
        """The identity that hears of news; None where nobody left one, or has a code to look up with.

        Whoever is in an imported record filed elsewhere, and may never have asked this house for anything.
        """
        return self.identity_id if has_code(origin=self.origin, parts=self.parts) else None

    @property
    def read_in(self) -> int | None:
        """The only unit where it is read while it isn't clear whom it is about; None: it is read as any other."""
        return reading_unit(
            lead_unit_id=self.lead_unit_id, kind=self.kind, state=self.state, is_settled=self.respondents_settled
        )


class Request(models.Model):
    """One thing that is asked for; the reply has an opinion on each."""

    LEDGER_FIELDS: ClassVar[tuple[str, ...]] = ("matter_id", "position", "text")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="requests", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "position"], name="request_position_once")]

    def __str__(self) -> str:
        """Its place in the matter."""
        return f"{self.matter_id}/{self.position}"
