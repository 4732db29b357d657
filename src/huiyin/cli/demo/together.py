"""A matter that many people signed, with two who speak for them."""

from itertools import islice
from typing import Any
from uuid import UUID

from huiyin.cli.demo.people import petitioner_names
from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.storyline import Storyline
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.joint.services.joint import cosigners_add, representative_name
from huiyin.vault.services import IdentityDraft

_SIGNED, _SPEAKING = 46, 2
# Numbers of the range that nobody has, apart from those of people who write by themselves.
_FIRST_PHONE = 19900010000


def signed_by_many(line: Storyline) -> None:
    """The list is taken at the counter, two are named, and the unit works on it."""
    names = list(islice(petitioner_names(line.rng), _SIGNED))
    people = [(name, str(_FIRST_PHONE + place)) for place, name in enumerate(names)]
    counter = line.first(line.unit, Role.REGISTRAR)
    line.step(Verb.ADD_COSIGNERS, counter, 0, {"people": people})
    for name, phone in people[:_SPEAKING]:
        line.step(Verb.NAME_REPRESENTATIVE, counter, 0, {"name": name, "phone": phone})
    line.to_handler()
    line.note(1)


def cosigners_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """The list."""
    people = [IdentityDraft(name=name, phone=phone) for name, phone in scene.words["people"]]
    cosigners_add(actor=actor, matter_id=matter_id, people=people, at=scene.at)


def representative_play(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    """One of them."""
    person: dict[str, Any] = dict(scene.words)
    representative_name(actor=actor, matter_id=matter_id, person=IdentityDraft(**person), at=scene.at)
