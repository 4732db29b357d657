"""The demo's matters, planned: how many end in which state, how old they are, what happened to each on its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from huiyin.cli.demo.arriving import World, brought
from huiyin.cli.demo.diary import Diary, moment_before
from huiyin.cli.demo.heroes import hero_stories
from huiyin.cli.demo.people import Roll, petitioner_names
from huiyin.cli.demo.scenes import Story
from huiyin.cli.demo.source import rng_of
from huiyin.cli.demo.storyline import Storyline
from huiyin.matters.core.rules.states import Grade, Kind


@dataclass(frozen=True, slots=True)
class End:
    """How far a matter has come: so many in 300, so many days ago (from, to), by these steps."""

    name: str
    share: int
    days: tuple[int, int]
    play: Callable[[Storyline], None]
    kind: Kind | None = None


def _new(_line: Storyline) -> None:
    """Nobody has looked at it yet."""


def _accepted(line: Storyline) -> None:
    line.accept()
    if line.rng.random() < 0.6:
        line.to_unit()


def _unowned(line: Storyline) -> None:
    line.accept()
    line.to_unit()


def _worked_on(line: Storyline) -> None:
    line.to_handler()
    line.work()


def _waited_for(line: Storyline) -> None:
    _worked_on(line)
    line.write("more", 6, 10)
    line.note(3)


def _asked(line: Storyline) -> None:
    line.to_handler()
    line.note(1)
    line.ask()


def _drafted(line: Storyline) -> None:
    _worked_on(line)
    line.draft()
    if line.rng.random() < 0.3:
        line.send_back()
        line.draft()


def _sent_back(line: Storyline) -> None:
    _worked_on(line)
    line.draft()
    line.send_back()


def _approved(line: Storyline) -> None:
    _drafted(line)
    line.approve()


def _served(line: Storyline) -> None:
    _worked_on(line)
    line.answer()


def _rated(line: Storyline) -> None:
    _served(line)
    line.rate()


def _closed(line: Storyline) -> None:
    _served(line)
    line.rate(Grade.SATISFIED)
    line.close()


def _withdrawn(line: Storyline) -> None:
    if line.rng.random() < 0.5:
        line.to_handler()
    line.withdraw()


ENDS = (
    End("new", 20, (0, 1), _new),
    End("new, late", 3, (16, 21), _new),
    End("accepted", 14, (1, 4), _accepted),
    End("accepted, unowned", 7, (5, 12), _unowned),
    End("investigating", 32, (3, 10), _worked_on),
    End("investigating, due soon", 10, (12, 14), _worked_on, Kind.CLAIM),
    End("investigating, promise late", 9, (20, 45), _waited_for),
    End("investigating, late", 6, (66, 100), _waited_for, Kind.CLAIM),
    End("investigating, asked", 8, (4, 10), _asked),
    End("investigating, sent back", 4, (6, 13), _sent_back),
    End("drafted", 14, (6, 14), _drafted),
    End("approved", 9, (8, 16), _approved),
    End("served", 34, (14, 30), _served),
    End("rated", 20, (15, 32), _rated),
    End("closed", 48, (28, 148), _closed),
    # The window for rating and review passes without a word, then the round of the clocks closes it.
    End("closed by itself", 34, (56, 148), _served),
    End("declined", 10, (2, 140), Storyline.decline),
    End("redirected", 10, (2, 140), Storyline.redirect),
    End("withdrawn", 8, (3, 120), _withdrawn),
)
WHOLE = sum(end.share for end in ENDS)


def stories_plan(*, seed: int, at: datetime, count: int, roll: Roll, unit_names: Mapping[str, str]) -> list[Story]:
    """About `count` stories that are over before `at`: the same for the same arguments."""
    world = World(roll, unit_names, petitioner_names(rng_of(seed, "petitioners")))
    stories = hero_stories(seed=seed, at=at, world=world)
    for end in ENDS:
        for number in range(max(1, round(end.share * count / WHOLE))):
            stories.append(_story(seed, end, number, at, world))
    return stories


def _story(seed: int, end: End, number: int, at: datetime, world: World) -> Story:
    name = f"{end.name}:{number}"
    rng = rng_of(seed, name)
    start = moment_before(at, days=rng.randint(*end.days), rng=rng)
    given = brought(rng, world, token=f"demo-{seed}-{name}", kind=end.kind)
    line = Storyline(
        rng, roll=world.roll, setting=given.setting, arrival=given.arrival, lead=given.lead,
        diary=Diary(rng, start=start, limit=at),
    )  # fmt: skip
    end.play(line)
    return line.story()
