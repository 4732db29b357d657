"""Two people bring the same matter, and it is worked on together; one brings requests for two units."""

from uuid import UUID

from huiyin.cli.demo.handing import having_read
from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.linking.services.merge import matter_merge
from huiyin.matters.linking.services.split import matter_split

# The first of the two, by the name of its hero.
FIRST = "demo-same-first"


def same_first(line: Storyline) -> None:
    """It is being worked on when the second comes."""
    line.to_handler()
    line.note(1)


def same_again(line: Storyline) -> None:
    """Given out, found to be the same, merged."""
    line.to_handler()
    words = {"first": FIRST, "reason": voices()["linking"]["same"]}
    line.step(Verb.MERGE, line.first(line.unit, Role.APPROVER), 0, words)


def merge_play(actor: Actor, matter_id: UUID, scene: Scene, *, into: str) -> None:
    """Merge into the matter with that number."""
    matter_merge(actor=actor, matter_id=matter_id, into=into, reason=scene.words["reason"], at=scene.at)


def split_up(line: Storyline) -> None:
    """Of three requests one is another bureau's; the rest is worked on."""
    counter = line.first(line.unit, Role.REGISTRAR)
    words = {"positions": [2], "unit": voices()["linking"]["to"], "words": voices()["linking"]["part"]}
    line.step(Verb.SPLIT, counter, 0, words)
    line.to_handler()
    line.note(1)


def split_play(actor: Actor, matter_id: UUID, scene: Scene, *, unit_id: int) -> None:
    """Split."""
    words = scene.words
    having_read(
        lambda confirmed: matter_split(
            actor=actor, matter_id=matter_id, positions=words["positions"], unit_id=unit_id, words=words["words"],
            confirmed=confirmed, at=scene.at,
        )
    )  # fmt: skip
