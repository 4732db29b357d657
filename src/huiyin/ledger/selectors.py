"""Reading the ledger: the entries of a subject, the newest checkpoint, proofs for one entry.

Entries are for auditors and for the subject's own pages: a caller decides who may see them before asking.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Case, Q

from huiyin.kernel.errors import NotReady, NotThere
from huiyin.ledger.errors import LedgerBroken
from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules import merkle
from huiyin.ledger.rules.canonical import JsonValue, microseconds
from huiyin.ledger.rules.leaf import LeafOpening
from huiyin.ledger.rules.proof import Proof
from huiyin.ledger.rules.security import INSTALLATION_SUBJECT, SECURITY_PREFIX, SECURITY_SUBJECT, month_subject

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EntryNotSigned(NotReady):
    """No checkpoint covers the entry yet."""

    sentence = "这条记录还没有签入检查点，请过一会儿再看。"


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as an auditor reads it. `facts` and `rows` (digest by row name) are empty once erased.

    `written_at` is None for entries from before they said it.
    """

    id: int
    seq: int | None
    kind: str
    subject: str
    at: datetime
    actor: str
    facts: Mapping[str, JsonValue]
    rows: Mapping[str, str]
    is_erased: bool
    leaf_hash: str
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stint:
    """An actor (`officer:12`) from one instant up to another; None: until today."""

    actor: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries: of these kinds, that happened from `since` up to `until`, by one of the actors meanwhile.

    `subjects`: about these alone. None and () say nothing, but of `subjects` and `stints` () leaves no entry.
    """

    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    stints: tuple[Stint, ...] | None = None
    subjects: tuple[str, ...] | None = None

    def mark(self, entry: EntryView) -> tuple[int, ...]:
        """Where a page that ends with this entry ends."""
        return (entry.seq or 0,) if self.subjects is not None else (microseconds(entry.at), entry.seq or 0)


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """A signed checkpoint; `note` is what is published, `root` is in hexadecimal."""

    tree_size: int
    root: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """What shows that a leaf is in the tree that a note signs. `index` counts from 0, hashes are in hexadecimal.

    `opening` shows which entry the leaf stands for: with it somebody who keeps the proof needs nothing else of us.
    """

    index: int
    leaf_hash: str
    hashes: tuple[str, ...]
    note: str
    opening: LeafOpening

    def as_file(self) -> str:
        """A `.tlog-proof` file, which `rules.proof` checks."""
        hashes = tuple(bytes.fromhex(value) for value in self.hashes)
        return Proof(self.opening, self.index, hashes, self.note).write()


def entries_of(*, subject: str, kind: str = "", limit: int = 500) -> list[EntryView]:
    """The entries of one subject (`matter:…`), oldest first; only those of one kind where it is given."""
    rows = Entry.objects.filter(subject=subject, kind=kind) if kind else Entry.objects.filter(subject=subject)
    return [_view(entry) for entry in rows.order_by("id")[:limit]]


def is_anything_recorded(*, sort: str) -> bool:
    """Whether any entry is about something of this sort (`matter`)."""
    return Entry.objects.filter(subject__startswith=f"{sort}:").exists()


def recorded_subjects(*, kind: str, subjects: Collection[str]) -> set[str]:
    """Those of the subjects that an entry of this kind is about."""
    found = Entry.objects.filter(subject__in=subjects, kind=kind)
    return set(found.values_list("subject", flat=True).distinct())


def is_caused_by(*, subject: str, kinds: Collection[str], actor: str, since: datetime) -> bool:
    """Whether that actor caused an entry of one of these kinds about the subject since then."""
    return Entry.objects.filter(subject=subject, kind__in=kinds, actor=actor, at__gte=since).exists()


def ledger_has_entries() -> bool:
    """Whether anything was ever written."""
    return Entry.objects.exists()


def newest_entry_of(*, subject: str, kind: str) -> EntryView | None:
    """The last entry of a kind about a subject; None where there is none, or its content was erased."""
    entry = Entry.objects.filter(subject=subject, kind=kind, content__isnull=False).order_by("-id").first()
    return _view(entry) if entry else None


def newest_facts_of(*, subject: str, kind: str) -> Mapping[str, JsonValue]:
    """The facts of that entry; nothing where there is none. Asks for no column but those that each version has had.

    So an upgrade can ask before its migrations have added any.
    """
    rows = Entry.objects.filter(subject=subject, kind=kind, content__isnull=False).order_by("-id")
    content = rows.values_list("content", flat=True).first()
    facts: Mapping[str, JsonValue] = json.loads(content)["facts"] if content else {}
    return facts


def entries_after(*, seq: int = 0, limit: int = 100) -> list[EntryView]:
    """The entries that follow a place in the ledger, in their order."""
    return [_view(entry) for entry in Entry.objects.filter(seq__gt=seq).order_by("seq")[:limit]]


def entries_before(*, shown: Case, seq: int | None = None, limit: int = 100) -> list[EntryView]:
    """The entries that stand before a place in the ledger, the newest first; None starts at the end.

    `shown` is a condition on an entry, by its subject (`subjects_shown`): pages are full without those it hides.
    """
    rows = Entry.objects.filter(seq__isnull=False) if seq is None else Entry.objects.filter(seq__lt=seq)
    return [_view(entry) for entry in rows.filter(shown).order_by("-seq")[:limit]]


def entries_narrowed(
    *, shown: Case, only: EntryFilter, beyond: tuple[int, ...] = (), limit: int = 100
) -> list[EntryView]:
    """The entries that `only` and `shown` leave: of subjects in the ledger's order, else the newest first.

    `beyond` is the mark (`EntryFilter.mark`) of the last entry before these.
    """
    rows = Entry.objects.filter(seq__isnull=False)
    if only.kinds:
        rows = rows.filter(kind__in=only.kinds)
    if only.since is not None:
        rows = rows.filter(at__gte=only.since)
    if only.until is not None:
        rows = rows.filter(at__lt=only.until)
    if only.stints is not None:
        rows = rows.filter(_caused_in(only.stints))
    if only.subjects is not None:
        rows = rows.filter(subject__in=only.subjects).order_by("seq")
        rows = rows.filter(seq__gt=beyond[-1]) if beyond else rows
    else:
        rows = rows.order_by("-at", "-seq")
        if len(beyond) > 1:
            at = _EPOCH + timedelta(microseconds=beyond[0])
            # Both conditions: by the first alone the index begins where the page before ended.
            rows = rows.filter(Q(at__lt=at) | Q(seq__lt=beyond[1]), at__lte=at)
    return [_view(entry) for entry in rows.filter(shown)[:limit]]


def entry_shown(*, shown: Case, seq: int) -> EntryView | None:
    """The entry at a place; None where there is none, or `shown` hides it."""
    entry = Entry.objects.filter(shown, seq=seq).first()
    return _view(entry) if entry else None


def entries_of_many(*, subjects: Collection[str], kinds: Collection[str]) -> Iterator[EntryView]:
    """The entries of these kinds about several subjects, oldest first, without those whose content was erased."""
    rows = Entry.objects.filter(subject__in=subjects, kind__in=kinds, content__isnull=False)
    return (_view(entry) for entry in rows.order_by("id"))


def _caused_in(stints: Collection[Stint]) -> Q:
    caused = Q(pk__in=())
    for stint in stints:
        held = Q(actor=stint.actor, at__gte=stint.since)
        caused |= held if stint.until is None else held & Q(at__lt=stint.until)
    return caused


def security_months(*, since: datetime, until: datetime) -> list[str]:
    """The months, as `2026-11`, from the one of `until` back to the one of `since`."""
    months, at = [], until
    first = month_subject(since)
    while (month := month_subject(at)) > first:
        months.append(month.partition(":")[2])
        at = at.replace(day=1) - timedelta(days=1)
    return [*months, first.partition(":")[2]]


def security_entries(*, month: str, sort: str = "", before: int | None = None, limit: int = 100) -> list[EntryView]:
    """The security events of a month, the newest first, before the entry of that id; only those of one sort.

    `sort` is the beginning of a kind (`sign_in`). Reads that month alone, however large the ledger is.
    """
    rows = Entry.objects.filter(subject=f"{SECURITY_SUBJECT}:{month}")
    if sort:
        rows = rows.filter(kind__startswith=f"{SECURITY_PREFIX}{sort}.")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_view(entry) for entry in rows.order_by("-id")[:limit]]


def security_facts(*, kinds: Collection[str]) -> Iterator[tuple[str, Mapping[str, JsonValue]]]:
    """Kind (without `security.`) and facts of all events of these kinds, oldest first; not what was erased."""
    named = [f"{SECURITY_PREFIX}{kind}" for kind in kinds]
    # Between the months' subjects: the index by subject finds them in a ledger of any size.
    rows = Entry.objects.filter(subject__gt=f"{SECURITY_SUBJECT}:", subject__lt=f"{SECURITY_SUBJECT};")
    for entry in rows.filter(kind__in=named, content__isnull=False).order_by("id").iterator(chunk_size=2000):
        yield entry.kind.removeprefix(SECURITY_PREFIX), _view(entry).facts


def security_oldest() -> datetime | None:
    """When the first event was recorded; None before that."""
    return Entry.objects.filter(subject__startswith=f"{SECURITY_SUBJECT}:").order_by("subject", "id").values_list(
        "at", flat=True
    ).first()  # fmt: skip


def installation_state() -> dict[str, str]:
    """How the installation was set up at its last start, by name; empty before the first."""
    content = (
        Entry.objects.filter(subject=INSTALLATION_SUBJECT).order_by("-id").values_list("content", flat=True).first()
    )
    return dict(json.loads(content)["facts"]["state"]) if content else {}


def latest_checkpoint() -> CheckpointView | None:
    """The newest checkpoint; None before the first."""
    row = Checkpoint.objects.order_by("-tree_size").first()
    return CheckpointView(row.tree_size, bytes(row.root).hex(), row.note, row.at) if row else None


def verifier_key() -> str:
    """The key that notes are checked with, as a signed note's readers expect it. Raises KeyMissing."""
    return notes.verifier_key(settings.HUIYIN_LEDGER_ORIGIN, signing_key().public_key())


def proof_for(*, entry_id: int) -> InclusionProof:
    """The proof that the newest checkpoint includes an entry.

    Raises NotThere, EntryNotSigned, and LedgerBroken for an entry that its own leaf doesn't stand for.
    """
    return _proof(Entry.objects.filter(pk=entry_id).defer("content").first())


def proof_at(*, seq: int) -> InclusionProof:
    """The same for the entry at a place in the ledger."""
    return _proof(Entry.objects.filter(seq=seq).defer("content").first())


def proofs_of(*, subject: str, limit: int = 500) -> dict[int, InclusionProof]:
    """The proofs of one subject's entries by place, oldest first, without those that no checkpoint includes yet.

    Raises LedgerBroken for an entry that its own leaf doesn't stand for.
    """
    last = _newest_checkpoint()
    if last is None:
        return {}
    entries = Entry.objects.filter(subject=subject, seq__lte=last.tree_size).defer("content").order_by("seq")[:limit]
    subtree = cache(_subtree)  # most proofs share most of their hashes
    return {proof.index + 1: proof for proof in (_proof_under(last, entry, subtree) for entry in entries)}


def _newest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-tree_size").first()


def _proof(entry: Entry | None) -> InclusionProof:
    if entry is None:
        raise NotThere
    last = _newest_checkpoint()
    if last is None or entry.seq is None or entry.seq > last.tree_size:
        raise EntryNotSigned
    return _proof_under(last, entry, _subtree)


def _proof_under(last: Checkpoint, entry: Entry, subtree: Callable[[int, int], bytes]) -> InclusionProof:
    opening = opening_of(entry)
    index = (entry.seq or 0) - 1
    return InclusionProof(
        index=index,
        leaf_hash=bytes(entry.leaf_hash).hex(),
        hashes=_hex(merkle.inclusion_proof(index, last.tree_size, subtree)),
        note=last.note,
        opening=opening,
    )


def growth_proof(*, old_size: int) -> tuple[tuple[str, ...], str]:
    """The consistency proof from an older tree size to the newest checkpoint, and that checkpoint's note.

    Raises NotThere for a size that the ledger hasn't reached.
    """
    last = Checkpoint.objects.order_by("-tree_size").first()
    if last is None or not 0 < old_size <= last.tree_size:
        raise NotThere
    return _hex(merkle.consistency_proof(old_size, last.tree_size, _subtree)), last.note


def opening_of(entry: Entry) -> LeafOpening:
    """What opens an entry's leaf. Raises LedgerBroken where the leaf doesn't stand for the entry."""
    try:
        opening = LeafOpening(
            leaf_format=entry.leaf_format,
            kind=entry.kind,
            subject=entry.subject,
            at_us=microseconds(entry.at),
            written_us=microseconds(entry.written_at) if entry.written_at else None,
            actor=entry.actor,
            commitment=bytes(entry.commitment),
            salt=bytes(entry.leaf_salt or b""),
        )
    except ValueError as error:
        raise LedgerBroken(seq=entry.seq) from error
    if merkle.leaf_hash(opening.leaf_data()) != bytes(entry.leaf_hash):
        raise LedgerBroken(seq=entry.seq)
    return opening


def _view(entry: Entry) -> EntryView:
    content = json.loads(entry.content) if entry.content is not None else {"facts": {}, "rows": {}}
    return EntryView(
        id=entry.pk,
        seq=entry.seq,
        kind=entry.kind,
        subject=entry.subject,
        at=entry.at,
        actor=entry.actor,
        facts=content["facts"],
        rows=content["rows"],
        is_erased=entry.content is None,
        leaf_hash=bytes(entry.leaf_hash).hex(),
        written_at=entry.written_at,
    )


def _hex(hashes: list[bytes]) -> tuple[str, ...]:
    return tuple(value.hex() for value in hashes)


def _subtree(start: int, end: int) -> bytes:
    """The hash over leaves start … end-1, from few rows however large the ledger is.

    The checkpoint at a multiple of SPAN holds the largest full subtree that ends there; a smaller one that ends at
    the same place is its right-hand part and is put together from halves.
    """
    size = end - start
    if size <= merkle.SPAN:
        # Inside a span no checkpoint is sure to end whose hashes could be used.
        leaves = Entry.objects.filter(seq__gt=start, seq__lte=end).order_by("seq").values_list("leaf_hash", flat=True)
        return merkle.tree_hash([bytes(leaf) for leaf in leaves])
    if size == end & -end:
        joined = Checkpoint.objects.filter(pk=end).values_list("subtrees", flat=True).first()
        # A checkpoint that somebody took away costs time here, not the proof: halves lead to the same hash.
        if joined is not None:
            return bytes(joined)[-32:]
    middle = start + merkle.split(size)
    return merkle.node_hash(_subtree(start, middle), _subtree(middle, end))
