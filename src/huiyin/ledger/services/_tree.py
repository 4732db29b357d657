"""Recomputing the tree and holding it against every checkpoint."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiyin.ledger.keys import signing_key
from huiyin.ledger.models import Checkpoint, Entry
from huiyin.ledger.rules import checkpoint as notes
from huiyin.ledger.rules.merkle import SPAN, CompactRange
from huiyin.ledger.services._findings import Findings
from huiyin.ledger.services._stream import any_text


class Known(NamedTuple):
    """A note that is kept outside the database; `where` says in a sentence which. `is_own`: kept by ourselves."""

    text: str
    where: str
    is_own: bool = False


class TreeCheck:
    """Grows the tree leaf by leaf. Raises KeyMissing when there is no key to check signatures with.

    Where the tree stops fitting a sound checkpoint, it goes on from what that checkpoint holds: so each forged
    stretch is named, and not everything after the first.
    """

    def __init__(self, findings: Findings, *, known: Iterable[Known] = ()) -> None:
        """`known`: checkpoints' notes that are kept outside the database."""
        self._findings = findings
        self._public_key = signing_key().public_key()
        self._tree = CompactRange()
        self._expected = 1
        self._good = 0
        stored = Checkpoint.objects.only("tree_size", "root", "note", "subtrees").order_by("tree_size")
        self._waiting: Iterator[Checkpoint] = stored.iterator(chunk_size=500)
        self.checkpoints = 0
        self._next: Checkpoint | None = None
        self._stop_at = 0
        self._read_next()
        read = [(kept, note) for kept in known if (note := self._read_known(kept)) is not None]
        # By size, the smallest last: that one is met first.
        self._known = sorted(read, key=lambda pair: pair[1].size, reverse=True)
        self._look_for_taken([note.size for kept, note in read if kept.is_own and note.size])

    def _look_for_taken(self, signed: list[int]) -> None:
        """Checkpoints that must be there: those that are kept outside too, and one at each multiple of SPAN."""
        last = Checkpoint.objects.aggregate(last=Max("tree_size"))["last"] or 0
        # One that covers more than there are entries is named when the entries have been counted.
        ordered = Entry.objects.aggregate(seq=Max("seq"))["seq"] or 0
        there = set(Checkpoint.objects.filter(pk__in=signed).values_list("pk", flat=True))
        for size in sorted({size for size in signed if size <= ordered and size not in there}):
            text = _("签过 %(size)s 条记录的检查点从数据库里删去了。")
            self._findings.other(text % {"size": f"{size:,}"}, seq=size)
        spans = Checkpoint.objects.annotate(rest=F("tree_size") % SPAN).filter(rest=0).count()
        if spans != last // SPAN:
            text = _("每 %(span)s 条应有一个检查点，缺少 %(count)s 个。")
            self._findings.other(text % {"span": SPAN, "count": last // SPAN - spans})

    def add(self, seq: int, leaf: bytes) -> None:
        """The next leaf, with the place that it claims."""
        if seq != self._expected:
            self._report_gap(seq)
        self._expected = seq + 1
        self._tree.append(leaf)
        if seq == self._stop_at:
            self._meet_checkpoint()
        self._meet_known(seq)

    def add_all(self, seqs: Sequence[int], leaves: Sequence[bytes]) -> None:
        """The next leaves, with the places that they claim."""
        if list(seqs) != list(range(self._expected, self._expected + len(seqs))):
            for seq, leaf in zip(seqs, leaves, strict=True):
                self.add(seq, leaf)
            return
        done = 0
        while done < len(leaves):
            # As far as the tree has to be looked at, and then that one leaf by itself.
            stops = [
                stop - self._expected
                for stop in (self._stop_at, *(note.size for _known, note in self._known[-1:]))
                if stop >= self._expected
            ]
            end = min([done + stop for stop in stops], default=len(leaves))
            whole = leaves[done:end]
            self._tree.extend(whole)
            self._expected += len(whole)
            done += len(whole)
            if done < len(leaves):
                self.add(seqs[done], leaves[done])
                done += 1

    def finish(self) -> None:
        """After the last leaf: no checkpoint may cover more than there is."""
        last = self._expected - 1
        size = 0
        while self._next is not None:
            size = max(size, self._next.tree_size)
            self._trusted(self._next)
            self._advance()
        if size > last:
            self._report_short(size, last)
        for known, note in self._known:
            if note.size > max(size, last):
                self._report_older(known, note.size, last)

    def _report_gap(self, seq: int) -> None:
        first, last = self._expected, seq - 1
        if first > last:
            self._findings.other(_("第 %(seq)s 条记录的序号重复或无效。") % {"seq": seq}, seq=seq)
            return
        self._findings.suspect(first)
        params = {"first": f"{first:,}", "last": f"{last:,}"}
        text = _("缺少第 %(first)s 条记录。") if first == last else _("缺少第 %(first)s 至 %(last)s 条记录。")
        self._findings.other(text % params, seq=first)
        while self._next is not None and self._stop_at <= last:
            self._meet_checkpoint()

    def _report_short(self, size: int, last: int) -> None:
        text = _("检查点签过 %(size)s 条记录，账上只有 %(count)s 条：后面的被删去了。")
        self._findings.other(text % {"size": f"{size:,}", "count": f"{last:,}"}, seq=last + 1)

    def _report_older(self, known: Known, size: int, last: int) -> None:
        """More has been signed than there is: cut off, or restored from an older backup."""
        params = {"where": known.where, "size": f"{size:,}", "count": f"{last:,}"}
        if known.is_own:
            text = _(
                "%(where)s签过 %(size)s 条记录，账上只有 %(count)s 条：后面的被删去了，"
                "或者数据库是较早的备份。是有意恢复的，请运行 huiyin accept-restore 写明理由。"
            )
        else:
            text = _("%(where)s签过 %(size)s 条记录，账上只有 %(count)s 条：后面的被删去了。")
        self._findings.other(text % params, seq=last + 1)

    def _meet_checkpoint(self) -> None:
        met = self._next
        if met is None:
            return
        stored = self._trusted(met)
        if stored is not None:
            if self._tree.size == stored.size and self._tree.root() == stored.root():
                self._good = stored.size
            else:
                self._report_stretch(stored.size)
                self._tree, self._good = stored, stored.size
        self._findings.first_suspect = 0
        self._advance()

    def _advance(self) -> None:
        self.checkpoints += 1
        self._read_next()

    def _read_next(self) -> None:
        # What isn't UTF-8 can't be what was signed; with a mark in its place it won't fit the signature.
        with any_text("replace"):
            self._next = next(self._waiting, None)
        self._stop_at = self._next.tree_size if self._next else 0

    def _report_stretch(self, size: int) -> None:
        first = self._good + 1
        text = _("第 %(first)s 至 %(last)s 条记录中有改动：树根与第 %(last)s 条处签名的检查点不符。")
        self._findings.other(
            text % {"first": f"{first:,}", "last": f"{size:,}"}, seq=self._findings.first_suspect or first
        )

    def _trusted(self, met: Checkpoint) -> CompactRange | None:
        """What a checkpoint holds, None (and a finding) when it contradicts itself or isn't signed by our key."""
        try:
            note = notes.parse(met.note)
            stored = CompactRange.unpack(met.tree_size, bytes(met.subtrees))
        except ValueError:
            note, stored = None, None
        if note is None or stored is None or not self._is_ours(note):
            self._report_checkpoint(met, _("签名不对或无法读取"))
            return None
        if note.size != met.tree_size or not note.root == bytes(met.root) == stored.root():
            self._report_checkpoint(met, _("存下的树根与签名的不同"))
            return None
        return stored

    def _is_ours(self, note: notes.Note) -> bool:
        return notes.is_signed(
            body=note.body, signatures=note.signatures, name=note.origin, public_key=self._public_key
        )

    def _report_checkpoint(self, met: Checkpoint, what: str) -> None:
        text = _("第 %(size)s 条处的检查点被改动：%(what)s。")
        self._findings.other(text % {"size": f"{met.tree_size:,}", "what": what}, seq=max(met.tree_size, 1))

    def _read_known(self, known: Known) -> notes.Note | None:
        try:
            note = notes.parse(known.text)
        except notes.NoteUnreadable:
            self._findings.other(_("%(where)s读不出来。") % {"where": known.where})
            return None
        if self._is_ours(note):
            return note
        self._findings.other(_("%(where)s不是本台账签发的。") % {"where": known.where})
        return None

    def _meet_known(self, seq: int) -> None:
        while self._known and self._known[-1][1].size <= seq:
            known, note = self._known.pop()
            if note.size == seq and self._tree.root() != note.root:
                text = _("%(where)s（%(size)s 条）与现在的台账不符：它之前的记录被改写过。")
                self._findings.other(text % {"where": known.where, "size": f"{note.size:,}"}, seq=1)
