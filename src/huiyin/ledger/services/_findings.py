"""What a verification found, in words that name the entry."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huiyin.ledger.models import Entry
from huiyin.ledger.services._stream import any_text

Progress = Callable[[str, int, int], None]
# So many problems are listed; the rest is only counted.
MOST = 1000
_LAST = 1 << 63


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that isn't as it was recorded. `entry_seq` is where the ledger is first affected."""

    entry_seq: int | None
    entry_id: int | None
    what: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How much was recomputed, how long it took, and what was found, the first bad entry first."""

    entries: int
    unsequenced: int
    checkpoints: int
    rows: int
    seconds: float
    problems: list[Problem]
    # Of these so many can be put right by `derived_repair`.
    mendable: int = 0
    # Besides `seconds`, which entries and rows took: for structure, files, and what follows from something else.
    checks_seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(slots=True)
class Findings:
    """Collects problems; beyond a thousand it only counts them."""

    about_entries: list[tuple[int, str]] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)
    beyond: int = 0
    first_suspect: int = 0

    def suspect(self, seq: int | None) -> None:
        """A place that was named and that alone may keep the tree from fitting the next checkpoint."""
        self.first_suspect = self.first_suspect or seq or 0

    def entry(self, entry_id: int, what: str) -> None:
        """Something about one entry."""
        if self._has_room():
            self.about_entries.append((entry_id, what))

    def other(self, what: str, *, seq: int | None = None) -> None:
        """Something about a place in the ledger, or about none."""
        if self._has_room():
            self.others.append(Problem(entry_seq=seq, entry_id=None, what=what))

    def problems(self) -> list[Problem]:
        """All of them by place, each entry named with its kind and subject."""
        found = [*self._named(), *self.others]
        found.sort(key=lambda problem: (problem.entry_seq or _LAST, problem.entry_id or _LAST))
        if self.beyond:
            found.append(Problem(None, None, _("另有 %(count)s 处不符，没有逐条列出。") % {"count": self.beyond}))
        return found

    def _has_room(self) -> bool:
        room = len(self.about_entries) + len(self.others) < MOST
        self.beyond += not room
        return room

    def _named(self) -> list[Problem]:
        ids = sorted({entry_id for entry_id, _what in self.about_entries})
        heads: dict[int, tuple[int | None, str, str]] = {}
        for start in range(0, len(ids), 500):
            rows = Entry.objects.filter(pk__in=ids[start : start + 500]).values_list("pk", "seq", "kind", "subject")
            # Text that was altered and isn't UTF-8 any more must still be named, and not end the report.
            with any_text("backslashreplace"):
                heads.update({entry_id: (seq, kind, subject) for entry_id, seq, kind, subject in rows})
        return [self._name(entry_id, what, *heads[entry_id]) for entry_id, what in self.about_entries]

    @staticmethod
    def _name(entry_id: int, what: str, seq: int | None, kind: str, subject: str) -> Problem:
        named = {"kind": kind, "subject": subject, "what": what}
        if seq is None:
            text = _("尚未排序的记录 %(id)s（%(kind)s，%(subject)s）：%(what)s") % {"id": entry_id, **named}
        else:
            text = _("第 %(seq)s 条记录（%(kind)s，%(subject)s）：%(what)s") % {"seq": f"{seq:,}", **named}
        return Problem(entry_seq=seq, entry_id=entry_id, what=text)
