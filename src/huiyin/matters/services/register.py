"""Registering: every matter, always, with a receipt and running clocks (条例 Arts 21-23).

A registration is a batch of one: the web form, the desk and an import of thousands use the same statements, one
INSERT a table however many matters come in.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, models, transaction

from huiyin.clocks.services import History, Subject, clocks_begin, clocks_record
from huiyin.documents.selectors import file_rows
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_id, new_matter_number, receipt_code, receipt_hash
from huiyin.kernel.keys import load_key
from huiyin.kernel.time import office_day
from huiyin.ledger.services import EntryDraft, entries_append
from huiyin.matters.models import Attachment, Matter, Opinion, Reply, Request
from huiyin.matters.rules.errors import FilesTooMany, MoveNotAllowed, UnitBarred
from huiyin.matters.rules.moves import CLOSED_BEFORE_KIND, RECORDED_KIND, REGISTERED_KIND
from huiyin.matters.rules.registration import Registration, checked
from huiyin.matters.rules.sealed import SealedContent, placeholder_of
from huiyin.matters.rules.states import Outcome, State
from huiyin.matters.rules.tokens import token_hash
from huiyin.matters.selectors.bars import unit_is_barred
from huiyin.matters.services._engine import event_of
from huiyin.matters.services._index import index_texts
from huiyin.matters.services._respondents import further_rows
from huiyin.notices.services import NoticeDraft, notices_enqueue
from huiyin.rows import row_new, rows_insert, sent_together
from huiyin.vault.services import IdentityDraft, Opened, PreparedSeal, identities_store, identity_to_plain, seal_write

_NUMBER_TRIES = 6


class RegistrarNeeded(MoveNotAllowed):
    """Only a registrar of the unit may register there for others."""

    sentence = "您不是这个单位的登记员，不能在这里登记。"


class ReceivedLater(BadInput):
    """The day of receipt lies in the future."""

    sentence = "收到日期不能晚于今天。"
    field = "received_on"


@dataclass(frozen=True, slots=True)
class Registered:
    """What comes out: enough for a receipt. `is_new` is False when the same form was sent before."""

    matter_id: UUID
    number: str
    code: str
    is_new: bool


# Called with a registration within its transaction, to write what must be true together with it; it may come again
# where the first try is undone. It mustn't read: its statements are sent with the others, before any is answered.
Alongside = Callable[[Registered], None]


@dataclass(frozen=True, slots=True)
class Filing:
    """A registration with whoever filed it; None: anonymous. With a seal, only its readers will read either."""

    registration: Registration
    identity: IdentityDraft | None = None
    seal: PreparedSeal | None = None


def matter_register(
    *,
    actor: Actor,
    registration: Registration,
    identity: IdentityDraft | None = None,
    seal: PreparedSeal | None = None,
    at: datetime,
    alongside: Alongside | None = None,
) -> Registered:
    """Register one matter. Sending the same form again gives the same receipt and no second matter.

    With a `seal` the text and who filed go under it, and nowhere else; its files must lie under it
    already. What `alongside` writes becomes true together with the matter; it isn't called for a form that was sent
    before.
    Raises TextMissing, TextTooLong, RequestMissing, TooManyRequests, RegistrarNeeded, UnitBarred, ReceivedLater.
    """
    filings = [Filing(registration, identity, seal)]
    return matters_register(actor=actor, filings=filings, at=at, alongside=alongside)[0]


def matters_register(
    *, actor: Actor, filings: Sequence[Filing], at: datetime, alongside: Alongside | None = None
) -> list[Registered]:
    """Register a batch, all or nothing, in a fixed number of statements. Raises as matter_register does."""
    tidy = [replace(filing, registration=checked(filing.registration)) for filing in filings]
    for filing in tidy:
        _check_allowed(actor, filing.registration, at)
    for _ in range(_NUMBER_TRIES):
        try:
            with transaction.atomic(), _sending(tidy):
                done = _write(actor, tidy, at)
                if alongside:
                    for one in done:
                        alongside(one)
                return done
        except IntegrityError:
            # Either this form was sent before, or a number was already taken: look, else draw new numbers.
            known = _already_registered(tidy)
            if known and len(known) == len(tidy):
                return known
            last_try = tidy
    raise IntegrityError(f"no free matter number after {_NUMBER_TRIES} tries for {len(last_try)} matters")


def _sending(filings: Sequence[Filing]) -> AbstractContextManager[None]:
    """One is sent in one round trip; a batch has statements that have to be waited for, and would gain nothing."""
    return sent_together() if len(filings) == 1 else nullcontext()


def _check_allowed(actor: Actor, registration: Registration, at: datetime) -> None:
    if actor.kind is ActorKind.OFFICER and registration.unit_id not in actor.units_as(Role.REGISTRAR):
        raise RegistrarNeeded(action="")
    if registration.received_at > at:
        raise ReceivedLater
    if len(registration.file_ids) > settings.HUIYIN_FILES_PER_MATTER:
        raise FilesTooMany(most=settings.HUIYIN_FILES_PER_MATTER)
    # A petitioner is never turned away; an officer must not register a matter where its respondent reads it.
    if actor.kind is ActorKind.OFFICER and unit_is_barred(
        unit_id=registration.unit_id, respondents=registration.respondents
    ):
        raise UnitBarred


def registered_before(*, token: str) -> Registered | None:
    """What came of this form if it was sent before."""
    return next((known for known in _already({token_hash(token): token})), None)


def _already_registered(filings: Sequence[Filing]) -> list[Registered]:
    return _already({token_hash(filing.registration.token): filing.registration.token for filing in filings})


def _already(tokens: Mapping[bytes, str]) -> list[Registered]:
    """What came of the forms with these tokens, by the tokens' hashes."""
    found = Matter.objects.filter(token_hash__in=list(tokens)).values_list("pk", "number", "token_hash")
    by_hash = {bytes(hashed): (pk, number) for pk, number, hashed in found}
    return [
        Registered(*by_hash[hashed], code=_code(token), is_new=False)
        for hashed, token in tokens.items()
        if hashed in by_hash
    ]


def _code(token: str) -> str:
    return receipt_code(key=load_key(settings.HUIYIN_KEYS, "receipts"), token=token)


def _write(actor: Actor, filings: Sequence[Filing], at: datetime) -> list[Registered]:
    batch = [_Rows(actor, filing, at) for filing in filings]
    if len(batch) > 1:
        _draw_free_numbers([rows.matter for rows in batch])
    named = [rows for rows in batch if rows.filing.identity and not rows.filing.seal]
    identities = identities_store([rows.filing.identity for rows in named if rows.filing.identity], at=at)
    for rows, identity in zip(named, identities, strict=True):
        rows.matter.identity_id = identity.pk
        rows.others.append(identity)
    _start_clocks(batch)
    rows_insert(rows.matter for rows in batch)
    rows_insert(request for rows in batch for request in rows.requests)
    rows_insert(event for rows in batch for event in rows.events)
    _create_rare(batch, at)
    index_texts([(rows.matter.pk, rows.searchable) for rows in batch])
    entries_append([rows.entry() for rows in batch])
    _tell(named, at)
    return [Registered(rows.matter.pk, rows.matter.number, rows.code, is_new=True) for rows in batch]


def _draw_free_numbers(matters: Sequence[Matter]) -> None:
    """Draw again what is taken already, a number at a time.

    Of one filing a taken number is so rare that the database may refuse it. Of five hundred, on a day that has many
    thousands, one nearly always is, and all five hundred would be drawn again and again.
    """
    for _ in range(_NUMBER_TRIES):
        drawn = Counter(matter.number for matter in matters)
        taken = set(Matter.objects.filter(number__in=list(drawn)).values_list("number", flat=True))
        again = [matter for matter in matters if matter.number in taken or drawn[matter.number] > 1]
        if not again:
            return
        for matter in again:
            matter.number = new_matter_number(office_day(matter.received_at))


def _start_clocks(batch: Sequence["_Rows"]) -> None:
    # What was over without an answer owes nothing: it has no clocks, not even ended ones.
    fresh = {rows.matter.pk: rows for rows in batch if rows.matter.is_open and rows.registration.answer is None}
    answered = {rows.matter.pk: rows for rows in batch if rows.registration.answer is not None}
    clocks = clocks_begin([rows.subject() for rows in fresh.values()]) if fresh else []
    if answered:
        clocks += clocks_record([rows.history() for rows in answered.values()])
    for clock in clocks:
        rows = fresh.get(clock.subject_id) or answered[clock.subject_id]
        rows.others.append(clock)
        if clock.stopped_at is None and rows.matter.is_open:
            due = rows.matter.next_due_at
            rows.matter.next_due_at = min(due, clock.due_at) if due else clock.due_at


def _create_rare(batch: Sequence["_Rows"], at: datetime) -> None:
    """The tables that most registrations leave alone."""
    for rows in batch:
        if rows.filing.seal:
            rows.others.extend(
                seal_write(seal=rows.filing.seal, subject=f"matter:{rows.matter.pk}", parts=rows.sealed, at=at)
            )
    attachments = [attachment for rows in batch for attachment in rows.attachments]
    if attachments:
        rows_insert(attachments)
        _vouch_for_files(batch)
    respondents = [row for rows in batch for row in rows.respondents]
    if respondents:
        rows_insert(respondents)
    replies = [rows.reply for rows in batch if rows.reply]
    if replies:
        rows_insert(replies)
        rows_insert(opinion for rows in batch for opinion in rows.opinions)


def _vouch_for_files(batch: Sequence["_Rows"]) -> None:
    """The entries commit to the files' own rows too: an attachment names a file, the file's row its content."""
    wanted = [attachment.file_id for rows in batch for attachment in rows.attachments]
    files = {file.pk: file for file in file_rows(file_ids=wanted)}
    for rows in batch:
        rows.others.extend(files[one.file_id] for one in rows.attachments if one.file_id in files)


def _tell(named: Sequence["_Rows"], at: datetime) -> None:
    drafts = [
        NoticeDraft(
            template="matter_registered",
            dedupe=f"registered:{rows.matter.pk}",
            at=at,
            identity_id=rows.matter.identity_id,
            params={"number": rows.matter.number},
        )
        for rows in named
        # Whoever is in an imported record filed elsewhere and has no code to look up with.
        if rows.filing.identity and _is_reachable(rows.filing.identity) and not rows.registration.origin
    ]
    if drafts:
        notices_enqueue(drafts)


def _is_reachable(identity: IdentityDraft) -> bool:
    """By mail or, where the house has a gateway, by a text message; nobody is called to be told that they filed."""
    return bool(identity.email or (identity.phone and settings.HUIYIN_TEXT_GATEWAY))


class _Rows:
    """The rows of one registration, made in memory before anything is written."""

    def __init__(self, actor: Actor, filing: Filing, at: datetime) -> None:
        self.filing = filing
        self.sealed = _under_seal(filing)
        self.registration = given = placeholder_of(filing.registration) if filing.seal else filing.registration
        self.actor, self.at = actor, at
        self.code = _code(given.token)
        self.matter = _matter(given, self.code, actor.ref, at)
        self.matter.is_sealed = filing.seal is not None
        self.requests = [
            row_new(Request, id=new_id(), matter_id=self.matter.pk, position=position, text=text)
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
        return "\n".join((matter.title, matter.text, matter.place, *(request.text for request in self.requests)))

    def subject(self) -> Subject:
        """The matter as its clocks see it."""
        return Subject(id=self.matter.pk, kind=self.matter.kind, at=self.matter.received_at)

    def history(self) -> History:
        """The clocks' life of a matter that had its answer before it came here."""
        answered_at = self.matter.served_at or self.matter.received_at
        ended = (("closed", self.matter.closed_at),) if self.matter.closed_at else ()
        return History(
            subject=self.subject(),
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
            subject=f"matter:{self.matter.pk}",
            at=self.at,
            actor=self.actor.ref,
            facts={"number": self.matter.number, "received_at": self.matter.received_at.isoformat()},
            rows=rows,
        )


def _under_seal(filing: Filing) -> dict[str, bytes]:
    """What goes under the seal, by name; nothing without one."""
    if filing.seal is None:
        return {}
    parts = {Opened.CONTENT.value: SealedContent.of(filing.registration).to_bytes()}
    if filing.identity:
        parts[Opened.IDENTITY.value] = identity_to_plain(filing.identity)
    return parts


def _matter(given: Registration, code: str, by: str, at: datetime) -> Matter:
    return row_new(
        Matter,
        id=new_id(),
        number=new_matter_number(office_day(given.received_at)),
        kind=given.kind,
        channel=given.channel,
        title=given.title,
        text=given.text,
        place=given.place,
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
