"""How matters come in: of every kind, over every channel, from people with a name or without."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

from huiyin.cli.demo.county import competent_key
from huiyin.cli.demo.geography import position_of
from huiyin.cli.demo.people import Roll, Town, bureau_keys, towns
from huiyin.cli.demo.scenes import Arrival, FilePlan, Person
from huiyin.cli.demo.source import Data, topics
from huiyin.cli.demo.writing import REQUESTS_OF, StorySetting, letter, requests, setting
from huiyin.matters.core.rules.states import Channel, Kind

_KINDS = {Kind.CLAIM: 60, Kind.INQUIRY: 14, Kind.SUGGESTION: 14, Kind.ACCUSATION: 12}
_CHANNELS = {
    Channel.WEB: 50, Channel.CALL: 15, Channel.VISIT: 14, Channel.LETTER: 10, Channel.EMAIL: 6, Channel.API: 5,
}  # fmt: skip
_TO_COMMISSION = {Channel.WEB: 5, Channel.LETTER: 3, Channel.VISIT: 2}
_AT_OFFICE = {Channel.WEB, Channel.EMAIL, Channel.API}
_ABOUT_VILLAGE = "村务公开"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter as it comes in, where it plays, and the key of the unit that will answer it."""

    arrival: Arrival
    setting: StorySetting
    lead: str


@dataclass(frozen=True, slots=True)
class World:
    """What every story draws from."""

    roll: Roll
    unit_names: Mapping[str, str]
    names: Iterator[str]


def brought(rng: random.Random, world: World, *, token: str, kind: Kind | None = None) -> Brought:
    """Any matter; `kind` None: any kind."""
    sort = kind or _weighted(rng, _KINDS)
    topic = rng.choice([candidate for candidate in topics() if REQUESTS_OF[sort] in candidate])
    return brought_about(rng, world, token=token, kind=sort, topic=topic, town=rng.choice(towns()))


def brought_about(
    rng: random.Random, world: World, *, token: str, kind: Kind, topic: Data, town: Town,
    channel: Channel | None = None, officer: str = "",
) -> Brought:  # fmt: skip
    """A matter of that kind about that topic in that town; `officer` is the respondent's sign-in name."""
    respondent = _respondent(rng, kind, town) if not officer else ""
    place = setting(rng, topic, town, world.unit_names.get(respondent, "住建局"))
    if topic["item"] == _ABOUT_VILLAGE:
        respondent = place.area
    lead = "commission" if kind is Kind.ACCUSATION else competent_key(topic["item"], town.key)
    by = channel or _weighted(rng, _TO_COMMISSION if kind is Kind.ACCUSATION else _CHANNELS)
    title, text = letter(rng, place, kind)
    arrival = Arrival(
        token=token,
        kind=kind,
        channel=by,
        title=title if rng.random() < 0.8 else "",
        text=text,
        requests=requests(rng, place, kind),
        place=place.place,
        area=place.area,
        item=topic["item"],
        unit=_receiving(rng, by, lead),
        person=_person(rng, world, town),
        respondent_unit=respondent,
        respondent_officer=officer,
        files=_files(rng, place),
        # Every other one was pointed at on the map as well.
        position=position_of(place.place, place.area) if by is Channel.WEB and crc32(token.encode()) % 2 else None,
    )
    return Brought(arrival, place, lead)


def topic_of(item: str) -> Data:
    """What is written about one item of the categories."""
    return next(topic for topic in topics() if topic["item"] == item)


def _respondent(rng: random.Random, kind: Kind, town: Town) -> str:
    """Whom an accusation is about: the town's government, one of its villages, or a bureau."""
    if kind is not Kind.ACCUSATION:
        return ""
    village, _ = rng.choice(town.villages)
    return rng.choice([town.key, town.key, village, rng.choice(bureau_keys())])


def _receiving(rng: random.Random, channel: Channel, lead: str) -> str:
    """Most come to the petition office; some letters, visits and calls come to the right unit at once."""
    if channel in _AT_OFFICE:
        return "office"
    return lead if rng.random() < (0.6 if lead == "commission" else 0.35) else "office"


def _person(rng: random.Random, world: World, town: Town) -> Person | None:
    """Somebody with an invented name; one in eight gives none."""
    if rng.random() < 0.125:
        return None
    number = rng.randint(0, 9999)
    email = f"reader{number:04}@mail.invalid" if rng.random() < 0.35 else ""
    _, village = rng.choice(town.villages)
    address = f"清河湾县{town.name}{village}{rng.randint(1, 60)}号"
    return Person(next(world.names), f"1990000{number:04}", email, address)


def _files(rng: random.Random, place: StorySetting) -> tuple[FilePlan, ...]:
    if rng.random() > 0.25:
        return ()
    photos = [
        FilePlan(place.shows, f"现场照片{number}.jpg", rng.randint(1, 6)) for number in range(1, rng.randint(2, 4))
    ]
    papers = [FilePlan("paper", "有关票据.pdf", rng.randint(1, 6))] if rng.random() < 0.4 else []
    return (*photos, *papers)


def _weighted(rng: random.Random, weights: dict[_T, int]) -> _T:
    return rng.choices(list(weights), list(weights.values()))[0]
