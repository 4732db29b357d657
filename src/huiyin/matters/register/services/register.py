"""Registering: every matter, always, with a receipt and running clocks (条例 Arts 21-23).

A registration is a batch of one: the web form, the desk and an import of thousands use the same statements, one
INSERT a table however many matters come in.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.clocks.services import clocks_begin, clocks_record
from huiyin.db import rows_insert, sent_together
from huiyin.documents.selectors import file_rows
from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import entries_append
from huiyin.matters.core.errors import UnitBarred
from huiyin.matters.models import Matter
from huiyin.matters.receipt.rules import token_hash
from huiyin.matters.register.errors import FilesTooMany, ReceivedLater, RegistrarNeeded
from huiyin.matters.register.rules import Registration, checked
from huiyin.matters.register.services.rows import NUMBER_TRIES, Filing, RegistrationRows, code_of, draw_free_numbers
from huiyin.matters.respondents.selectors.bars import unit_is_barred
from huiyin.matters.search.services.index import index_texts
from huiyin.notices.services import NoticeDraft, notices_insert
from huiyin.orgs.rules import bars
from huiyin.vault.services import IdentityDraft, PreparedSeal, identities_store, seal_write


@dataclass(frozen=True, slots=True)
class Registered:
    """What comes out: enough for a receipt. `is_new` is False when the same form was sent before."""

    matter_id: UUID
    number: str
    code: str
    is_new: bool


# Called with a registration within its transaction, to write what must be true together with it; it may come again
# where the first try is undone, and what it raises takes all of it back. Each thing it reads waits for all statements
# that have been sent.
Alongside = Callable[[Registered], None]


def matter_register(
    *,
    actor: Actor,
    registration: Registration,
    identity: IdentityDraft | None = None,
    seal: PreparedSeal | None = None,
    at: datetime,
    alongside: Alongside | None = None,
    after: Alongside | None = None,
) -> Registered:
    """Register one matter. Sending the same form again gives the same receipt and no second matter.

    With a `seal` the text and who filed go under it, and nowhere else; its files must lie under it
    already. What `alongside` writes becomes true together with the matter, and so does what `after` does, which may
    make moves; neither is called for a form that was sent before.
    Raises TextMissing, TextTooLong, RequestMissing, TooManyRequests, RegistrarNeeded, UnitBarred, ReceivedLater.
    """
    filings = [Filing(registration, identity, seal)]
    return matters_register(actor=actor, filings=filings, at=at, alongside=alongside, after=after)[0]


def matters_register(
    *,
    actor: Actor,
    filings: Sequence[Filing],
    at: datetime,
    alongside: Alongside | None = None,
    after: Alongside | None = None,
) -> list[Registered]:
    """Register a batch, all or nothing, in a fixed number of statements. Raises as matter_register does."""
    tidy = [replace(filing, registration=checked(filing.registration)) for filing in filings]
    for filing in tidy:
        _check_allowed(actor, filing.registration, at)
    for _ in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                # In this order, so that all has been sent before the transaction ends.
                with _sending(tidy):
                    done = _write(actor, tidy, at)
                    _call(alongside, done)
                # Among statements that are sent together nobody learns how many rows an update has changed.
                _call(after, done)
                return done
        # Outside the transaction: PostgreSQL answers nothing more in one that has failed.
        except IntegrityError:
            # Either this form was sent before, or a number was already taken: look, else draw new numbers.
            known = _already_registered(tidy)
            if known and len(known) == len(tidy):
                return known
            last_try = tidy
    raise IntegrityError(f"no free matter number after {NUMBER_TRIES} tries for {len(last_try)} matters")


def _call(each: Alongside | None, done: Sequence[Registered]) -> None:
    if each:
        for registered in done:
            each(registered)


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
    # A petitioner is never turned away; an officer must not register a matter where its respondent reads it, nor one
    # that they couldn't read themselves: the receipt shows its code.
    barred = registration.respondents
    if actor.kind is ActorKind.OFFICER and (
        bars(actor, barred) or unit_is_barred(unit_id=registration.unit_id, respondents=barred)
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
        Registered(*by_hash[hashed], code=code_of(token), is_new=False)
        for hashed, token in tokens.items()
        if hashed in by_hash
    ]


def _write(actor: Actor, filings: Sequence[Filing], at: datetime) -> list[Registered]:
    batch = [RegistrationRows(actor, filing, at) for filing in filings]
    if len(batch) > 1:
        draw_free_numbers([rows.matter for rows in batch])
    # With a seal, who filed lies under it and nowhere else.
    named = [rows for rows in batch if rows.filing.identity and not rows.filing.seal]
    identities = identities_store([rows.filing.identity for rows in named if rows.filing.identity], at=at)
    for rows, identity in zip(named, identities, strict=True):
        rows.matter.identity_id = identity.pk
        rows.others.append(identity)
    # Before the matters are written, whose next due date comes from their clocks.
    _start_clocks(batch)
    rows_insert(rows.matter for rows in batch)
    rows_insert(request for rows in batch for request in rows.requests)
    rows_insert(event for rows in batch for event in rows.events)
    _create_rare(batch, at)
    index_texts([(rows.matter.pk, rows.searchable) for rows in batch])
    _notify(named, at)
    # Last: an entry commits to all rows, those gathered on the way too.
    entries_append([rows.entry() for rows in batch])
    return [Registered(rows.matter.pk, rows.matter.number, rows.code, is_new=True) for rows in batch]


def _start_clocks(batch: Sequence["RegistrationRows"]) -> None:
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


def _create_rare(batch: Sequence["RegistrationRows"], at: datetime) -> None:
    """The tables that most registrations leave alone."""
    for rows in batch:
        if rows.filing.seal:
            rows.others.extend(
                seal_write(seal=rows.filing.seal, subject=Ref("matter", rows.matter.pk), parts=rows.sealed, at=at)
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


def _vouch_for_files(batch: Sequence["RegistrationRows"]) -> None:
    """The entries commit to the files' own rows too: an attachment names a file, the file's row its content."""
    wanted = [attachment.file_id for rows in batch for attachment in rows.attachments]
    files = {file.pk: file for file in file_rows(file_ids=wanted)}
    for rows in batch:
        named = [files[attachment.file_id] for attachment in rows.attachments if attachment.file_id in files]
        # A photo has a picture of it as a file of its own.
        rows.others.extend([*named, *(files[file.picture_id] for file in named if file.picture_id)])


def _notify(named: Sequence["RegistrationRows"], at: datetime) -> None:
    notified = [
        # Whoever is in an imported record filed elsewhere and has no code to look up with.
        rows
        for rows in named
        if rows.filing.identity and is_reachable(rows.filing.identity) and not rows.registration.origin
    ]
    drafts = [
        NoticeDraft(
            template="matter_registered",
            dedupe=f"registered:{rows.matter.pk}",
            at=at,
            identity_id=rows.matter.identity_id,
            params={"number": rows.matter.number},
        )
        for rows in notified
    ]
    by_identity = {rows.matter.identity_id: rows for rows in notified}
    for notice in notices_insert(drafts):
        by_identity[notice.identity_id].others.append(notice)


def is_reachable(identity: IdentityDraft) -> bool:
    """By mail or, where the house has a gateway, by a text message; nobody is called to be told that they filed."""
    return bool(identity.email or (identity.phone and settings.HUIYIN_TEXT_GATEWAY))
