"""Matters of one garden, so that whoever files another one there reads what was brought nearby already."""

import random
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from huiyin.cli.demo.arriving import Brought
from huiyin.cli.demo.geography import position_of
from huiyin.cli.demo.people import towns
from huiyin.cli.demo.scenes import Scene, Verb
from huiyin.cli.demo.storyline import Storyline
from huiyin.cli.demo.writing import letter, place_of, requests
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.publication.services import publish, publishing_agree

_GARDEN = "云水雅苑"
NEARBY_TOWN = towns()[0]
NEARBY_PLACE = place_of(NEARBY_TOWN, _GARDEN)


def in_the_garden(rng: random.Random, given: Brought) -> Brought:
    """The same topic there, with its place on the map."""
    slots = {**given.setting.slots, "place": _GARDEN}
    setting = replace(given.setting, place=NEARBY_PLACE, area=NEARBY_TOWN.key, slots=slots)
    kind = given.arrival.kind
    title, text = letter(rng, setting, kind)
    arrival = replace(
        given.arrival,
        title=title,
        text=text,
        requests=requests(rng, setting, kind),
        place=NEARBY_PLACE,
        area=NEARBY_TOWN.key,
        position=position_of(NEARBY_PLACE, NEARBY_TOWN.key),
    )
    return replace(given, arrival=arrival, setting=setting)


def agreed(line: Storyline) -> None:
    """The petitioner agreed; no registrar has looked at the title yet."""
    line.to_handler()
    line.petitioner_move(Verb.AGREE_PUBLISHING, 0)


def published(title: str) -> Callable[[Storyline], None]:
    """Agreed to, and shown under a title that names nobody."""

    def play(line: Storyline) -> None:
        agreed(line)
        line.step(Verb.PUBLISH, line.first(line.unit, Role.REGISTRAR), 0, {"title": title})
        line.note(1)

    return play


def published_and_answered(title: str) -> Callable[[Storyline], None]:
    """Shown for some time after the answer as well."""

    def play(line: Storyline) -> None:
        published(title)(line)
        line.answer()

    return play


def _agree(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    publishing_agree(actor=actor, matter_id=matter_id, at=scene.at)


def _publish(actor: Actor, matter_id: UUID, scene: Scene) -> None:
    publish(actor=actor, matter_id=matter_id, at=scene.at, **scene.words)


PUBLISHING_DOERS: dict[Verb, Callable[[Actor, UUID, Scene], None]] = {
    Verb.AGREE_PUBLISHING: _agree,
    Verb.PUBLISH: _publish,
}
