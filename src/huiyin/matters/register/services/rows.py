"""The rows of one registration, made in memory before any of them is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models

from huiyin.clocks.services import History, Subject
from huiyin.db import build_row
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import new_id, new_matter_number, receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import office_day
from huiyin.ledger.services import EntryDraft
from huiyin.matters.core.rules.states import Outcome, State
from huiyin.matters.core.services.engine import event_of
from huiyin.matters.models import Attachment, Matter, Opinion, Reply, Request
from huiyin.matters.receipt.rules import token_hash
from huiyin.matters.register.rules import CLOSED_BEFORE_KIND, RECORDED_KIND, REGISTERED_KIND, Registration
from huiyin.matters.respondents.services.rows import further_rows
from huiyin.matters.seal.rules import SealedContent, placeholder_of
from huiyin.vault.services import IdentityDraft, OpenedSeal, PreparedSeal, identity_to_plain

NUMBER_TRIES = 6


@dataclass(frozen=True, slots=True)
class Filing:
    """A registration with whoever filed it; None: anonymous. With a seal, only its readers will read either."""

    registration: Registration
    identity: IdentityDraft | None = None
    seal: PreparedSeal | None = None


class RegistrationRows:
    """The rows of one registration, made in memory before anything is written."""

    def __init__(self, actor: Actor, filing: Filing, at: datetime) -> None:
        self.filing = filing
        self.sealed = _under_seal(filing)
        # From here on no row is made of the words themselves, so none can tell more than the placeholder.
        self.registration = given = placeholder_of(filing.registration) if filing.seal else filing.registration
        self.actor, self.at = actor, at
        self.code = code_of(given.token)
        self.matter = _matter(given, self.code, actor.ref, at)
        self.matter.is_sealed = filing.seal is not None
        self.requests = [
            build_row(Request, id=new_id(), matter_id=self.matter.pk, position=position, text=text)
            for position, text in enumerate(given.requests, start=1)
        ]
        self.events = [
            event_of(
                self.matter, at=given.received_at, kind=REGISTERED_KIND, actor=actor,
                facts={"channel": given.channel, "unit": given.unit_id}, is_public=True,
            )
        ]  # fmt: skip
        self.attachments = [
            Attachment(
                id=new_id(),
                matter=self.matter,
                file_id=file_id,
                at=at,
                actor=actor.ref,
                is_public=True,
                position=position,
            )
            for position, file_id in enumerate(given.file_ids)
        ]
        self.reply: Reply | None = None
        self.opinions: list[Opinion] = []
        self.others: list[models.Model] = []
        self.respondents = list(further_rows(self.matter, given.respondents, by=actor.ref, at=at))
        self.others.extend(self.respondents)
        if given.answer:
            self._record_answer()
        if given.closed_at:
            self._record_end(given.closed_at)

    def _record_answer(self) -> None:
        answer = self.registration.answer
        if answer is None:
            return
        self.matter.state = State.SERVED
        self.matter.served_at = answer.at
        self.reply = Reply(
            id=new_id(), matter=self.matter, facts=answer.text, drafted_at=answer.at, served_at=answer.at
        )
        self.opinions = [
            Opinion(id=new_id(), reply=self.reply, request=request, outcome=Outcome.EXPLAINED, reasons=answer.text)
            for request in self.requests
        ]
        self.events.append(
            event_of(self.matter, at=answer.at, kind=RECORDED_KIND, actor=self.actor, facts={}, is_public=True)
        )

    def _record_end(self, closed_at: datetime) -> None:
        self.matter.state, self.matter.is_open, self.matter.closed_at = State.CLOSED, False, closed_at
        self.events.append(
            event_of(self.matter, at=closed_at, kind=CLOSED_BEFORE_KIND, actor=self.actor, facts={}, is_public=True)
        )

    @property
    def searchable(self) -> str:
        """All the text that the matter is found by; of a sealed one nothing but its number."""
        matter = self.matter
        if matter.is_sealed:
            return ""
        answered = (self.reply.facts,) if self.reply else ()
        asked = (request.text for request in self.requests)
        return "\n".join((matter.title, matter.text, matter.place, *asked, *answered))

    def subject(self) -> Subject:
        """The matter as its clocks see it."""
        return Subject(id=self.matter.pk, kind=self.matter.kind, at=self.matter.received_at)

    def history(self) -> History:
        """The clocks' life of a matter that had its answer before it came here."""
        answered_at = self.matter.served_at or self.matter.received_at
        ended = (("closed", self.matter.closed_at),) if self.matter.closed_at else ()
        return History(
            subject=self.subject(),
            # When it was accepted elsewhere isn't known; it can't have been later than the answer.
            events=(("accepted", answered_at), ("handler_assigned", answered_at), ("served", answered_at), *ended),
        )

    def entry(self) -> EntryDraft:
        """The ledger's entry, committing to every row of this registration."""
        rows: list[models.Model] = [
            self.matter, *self.requests, *self.events, *self.attachments, *self.opinions, *self.others
        ]  # fmt: skip
        if self.reply:
            rows.append(self.reply)
        return EntryDraft(
            kind=REGISTERED_KIND,
            subject=Ref("matter", self.matter.pk),
            at=self.at,
            actor=self.actor.ref,
            facts={"number": self.matter.number, "received_at": self.matter.received_at.isoformat()},
            rows=rows,
        )


def _under_seal(filing: Filing) -> dict[str, bytes]:
    """What goes under the seal, by name; nothing without one."""
    if filing.seal is None:
        return {}
    parts = {OpenedSeal.CONTENT.value: SealedContent.of(filing.registration).to_bytes()}
    if filing.identity:
        parts[OpenedSeal.IDENTITY.value] = identity_to_plain(filing.identity)
    return parts


def _matter(given: Registration, code: str, by: str, at: datetime) -> Matter:
    return build_row(
        Matter,
        id=new_id(),
        number=new_matter_number(office_day(given.received_at)),
        kind=given.kind,
        channel=given.channel,
        visitors=given.visitors,
        title=given.title,
        text=given.text,
        place=given.place,
        **_position(given),
        area_id=given.area_id,
        category_id=given.category_id,
        received_at=given.received_at,
        created_at=at,
        received_unit_id=given.unit_id,
        lead_unit_id=given.unit_id,
        respondent_unit_id=min(given.respondents.unit_ids, default=None),
        respondent_officer_id=min(given.respondents.officer_ids, default=None),
        respondent_text=given.respondent_text,
        respondent_by=by if given.respondents else "",
        respondents_settled=bool(given.respondents_settled),
        concerned_unit_id=given.concerned_unit_id,
        concerned_text=given.concerned_text,
        receipt_hash=receipt_hash(key=load_key(settings.HUIYIN_KEYS, "receipts"), code=code),
        token_hash=token_hash(given.token),
        origin=given.origin,
        external_id=given.external_id,
        state=State.REGISTERED,
        version=1,
    )


def _position(given: Registration) -> dict[str, object]:
    position = given.position
    if position is None:
        return {}
    return {
        "latitude": position.latitude,
        "longitude": position.longitude,
        "position_datum": position.datum.value,
        "position_accuracy": position.accuracy,
    }


def code_of(token: str) -> str:
    """The receipt code that belongs to a form."""
    return receipt_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token)


def draw_free_numbers(matters: Sequence[Matter]) -> None:
    """Draw again what is taken already, a number at a time.

    Of one filing a taken number is so rare that the database may refuse it. Of five hundred, on a day that has many
    thousands, one nearly always is, and all five hundred would be drawn again and again.
    """
    for _ in range(NUMBER_TRIES):
        drawn = Counter(matter.number for matter in matters)
        numbers = set(Matter.objects.filter(number__in=list(drawn)).values_list("number", flat=True))
        again = [matter for matter in matters if matter.number in numbers or drawn[matter.number] > 1]
        if not again:
            return
        for matter in again:
            matter.number = new_matter_number(office_day(matter.received_at))
