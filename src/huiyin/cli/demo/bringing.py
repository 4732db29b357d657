"""What is changed in what the heroes bring, so that each page has something to show."""

import random
from collections.abc import Callable
from dataclasses import replace

from huiyin.cli.demo.arriving import Brought
from huiyin.cli.demo.scenes import FilePlan, Person
from huiyin.cli.demo.source import voices
from huiyin.cli.demo.writing import long_text
from huiyin.flows.web_filing import Secrecy

_LONG = 8000
_NAMED = Person(name="倪望舒", phone="19900000917", email="reader@mail.invalid", address="")


def with_requests(count: int) -> Callable[[random.Random, Brought], Brought]:
    """So many of the topic's requests, from somebody with a name and an e-mail address, and two photographs."""

    def change(_rng: random.Random, given: Brought) -> Brought:
        person = given.arrival.person
        named = replace(person, email="reader@mail.invalid") if person else None
        topic, slots = given.setting.topic, given.setting.slots
        texts = tuple(text.format_map(slots) for text in topic["requests"][:count])
        files = (FilePlan(given.setting.shows, "现场照片1.jpg", 1), FilePlan("paper", "缴费收据.pdf", 2))
        return replace(given, arrival=replace(given.arrival, person=named, requests=texts, files=files))

    return change


def with_a_name(rng: random.Random, given: Brought) -> Brought:
    """From somebody who can show at a counter who they are."""
    changed = with_requests(1)(rng, given)
    person = changed.arrival.person or _NAMED
    return replace(changed, arrival=replace(changed.arrival, person=person))


def at_station(_rng: random.Random, given: Brought) -> Brought:
    """Of a town's own station, so that the review is the town's and the recheck the county's."""
    return replace(with_requests(2)(_rng, given), lead="ford-station")


def about_a_leader(_rng: random.Random, given: Brought) -> Brought:
    """Sent to the commission itself: whoever is led by the respondent must not even register it."""
    special = voices()["special"]
    arrival = replace(given.arrival, title=special["respondent_officer"], unit="commission", person=None)
    return replace(given, arrival=arrival)


def sealed(_rng: random.Random, given: Brought) -> Brought:
    """Sealed when it was filed; a photograph under the seal too."""
    files = (FilePlan("paper", "礼单照片.jpg", 3),)
    return replace(given, arrival=replace(given.arrival, files=files, secrecy=Secrecy.SEALED))


def with_emoji(_rng: random.Random, given: Brought) -> Brought:
    """A title and a text with signs from outside the basic plane."""
    special = voices()["special"]
    arrival = replace(
        given.arrival,
        title=special["emoji_title"],
        text=special["emoji"].strip(),
        requests=(special["emoji_request"],),
        place="清河湾县柳溪渡镇云水雅苑东门",
    )
    return replace(given, arrival=arrival)


def long_letter(rng: random.Random, given: Brought) -> Brought:
    """A letter of several pages."""
    title = voices()["special"]["long_title"]
    return replace(given, arrival=replace(given.arrival, title=title, text=long_text(rng, _LONG)))


def many_requests(_rng: random.Random, given: Brought) -> Brought:
    """More requests than anybody expects."""
    special = voices()["special"]
    arrival = replace(
        given.arrival,
        title=special["many_title"],
        text=special["many_opening"],
        requests=tuple(special["many_requests"]),
        person=given.arrival.person,
    )
    return replace(given, arrival=arrival)
