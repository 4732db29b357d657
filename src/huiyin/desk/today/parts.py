"""The parts of the start page. A topic of the desk registers its own in its `registration.py`.

A part is there for those whose posts open it and shows the first lines of a list, with the way to all of it. Whatever
it shows comes through the gate, in a number of statements that doesn't grow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.db import Queries
from huiyin.kernel.actor import Actor

# So many lines of each part; the rest is one press away.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Look:
    """An officer looks at the page. `since`: when they did before, None on the first look of all."""

    actor: Actor
    at: datetime
    since: datetime | None = None

    def is_new(self, reached_at: datetime | None) -> bool:
        """Whether something that reached the officer's lists at that instant has come since."""
        return self.since is not None and reached_at is not None and reached_at > self.since


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line, in the reader's language: where it leads and what it says; never who brought a matter.

    `state` is the word on the right, in the colour of `tone`; `due` stands below it, with `due_word` in the colour of
    `due_tone`. `note` is another word beside the state. `is_new`: it has come since the officer last looked.
    """

    href: str
    title: str
    about: str = ""
    state: str = ""
    tone: str = "neutral"
    due: str = ""
    due_word: str = ""
    due_tone: str = ""
    note: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class TodayRows:
    """What a part shows. `has_more`: the whole list has more lines. `content` is for a template of its own."""

    rows: tuple[TodayRow, ...] = ()
    has_more: bool = False
    content: object = None

    @classmethod
    def first(cls, rows: Sequence[TodayRow]) -> "TodayRows":
        """The first of some lines."""
        return cls(tuple(rows[:SHOWN]), has_more=len(rows) > SHOWN)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.rows and self.content is None


@dataclass(frozen=True, slots=True)
class TodayPart:
    """A part as a topic registers it. `title` is a source text.

    `opens` says whose posts open it, `load` gives its lines, `address` leads to the whole list. The parts stand by
    `order`: what is due below 100, what waits for the reader below 200, then what people are owed (200), what units
    are (300), what lies below the reader (400). `template` sets the lines down. `news` gives the queries whose rows
    have come since the last look, each through the gate. `is_silent`: where there is nothing, nothing is said of it.
    """

    code: str
    title: str
    order: int
    opens: Callable[[Actor], bool]
    load: Callable[[Look], TodayRows]
    address: Callable[[Actor], str]
    template: str = "desk/today/_rows.html"
    news: Callable[[Actor, datetime], Queries] | None = None
    is_silent: bool = False


_PARTS: dict[str, TodayPart] = {}


def today_part_register(part: TodayPart) -> None:
    """From now on the page has it, too; a part of the same code gives way."""
    _PARTS[part.code] = part


def today_parts(actor: Actor) -> list[TodayPart]:
    """The parts that this officer's posts open, in order."""
    # Where two parts have one order, their code keeps them in place.
    return [part for part in sorted(_PARTS.values(), key=lambda part: (part.order, part.code)) if part.opens(actor)]
