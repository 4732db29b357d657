"""What time limits are kept for. Each context registers its subjects when the application is ready.

A rulebook names kinds and events: one that no context has registered stops the start.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace


class KindUnregistered(LookupError):
    """No context has registered subjects of this kind."""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One sort of subject.

    `name` is the kind of its references. `kinds` are those that its rules tell apart, such as the four of a
    matter; where it has none, its name is the only one. `events` start and stop its clocks. After one of the
    `endings` nothing is owed any more: a clock whose rule no rulebook has ends with it. With one of the `voids` what
    is owed falls away. `codes` are clocks of it that were started under the kind of another subject, before it had
    one of its own.
    """

    name: str
    events: frozenset[str]
    kinds: tuple[str, ...] = ()
    endings: frozenset[str] = frozenset()
    voids: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @property
    def rule_kinds(self) -> tuple[str, ...]:
        """The kinds for which a rulebook has rules."""
        return self.kinds or (self.name,)


_SUBJECTS: dict[str, SubjectKind] = {}


def subject_kind_register(subject: SubjectKind) -> None:
    """From now on clocks of this subject can run. Raises ValueError where another subject has one of its kinds."""
    for other in _SUBJECTS.values():
        if other.name != subject.name and (both := set(other.rule_kinds) & set(subject.rule_kinds)):
            raise ValueError(f"{subject.name} and {other.name} both have {', '.join(sorted(both))}")
    _SUBJECTS[subject.name] = subject


def subject_events_register(name: str, events: Iterable[str]) -> None:
    """From now on these happen to that subject too: another context makes steps on it. Raises KeyError."""
    subject = _SUBJECTS[name]
    _SUBJECTS[name] = replace(subject, events=subject.events.union(events))


def subject_kinds() -> tuple[SubjectKind, ...]:
    """All that are registered, in the order of their registration."""
    return tuple(_SUBJECTS.values())


def subject_kind_of(kind: str, *, code: str = "") -> SubjectKind:
    """The subject that has this kind, or this clock. Raises KindUnregistered."""
    for subject in _SUBJECTS.values():
        # By the code first: such a clock still bears the kind of the other subject.
        if code in subject.codes:
            return subject
    for subject in _SUBJECTS.values():
        if kind in subject.rule_kinds:
            return subject
    raise KindUnregistered(kind)


def rule_kind(kind: str, *, code: str) -> str:
    """The kind whose rule a clock lives by: the one that it bears, unless its subject had none when it began."""
    for subject in _SUBJECTS.values():
        if code in subject.codes:
            return subject.name
    return kind


def known_kinds() -> tuple[str, ...]:
    """All kinds that a rule may be for."""
    return tuple(kind for subject in _SUBJECTS.values() for kind in subject.rule_kinds)


def known_events() -> tuple[str, ...]:
    """All events that may start or stop a clock."""
    return tuple(dict.fromkeys(event for subject in _SUBJECTS.values() for event in sorted(subject.events)))


def kinds_of_event(event: str) -> tuple[str, ...]:
    """The kinds of the first subject that has this event; none where nobody has it."""
    owners: Iterable[SubjectKind] = (subject for subject in _SUBJECTS.values() if event in subject.events)
    return next((subject.rule_kinds for subject in owners), ())
