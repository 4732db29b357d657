"""The same matter brought by two people: the second is worked on together with the first."""

from uuid import UUID

from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.services import matter_merge

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
