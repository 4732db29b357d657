"""What people and offices write, put together from the demo's own phrases."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.cli.demo.people import Town
from huiyin.cli.demo.source import Data, read, voices
from huiyin.matters.core.rules.states import Grade, Kind, Outcome

_SHORTEST = 80
# So many tell the whole story of how they went from door to door.
_TELLS_ALL = 0.3
# Which key of a topic holds what a kind of matter asks for.
REQUESTS_OF = {
    Kind.CLAIM: "requests",
    Kind.INQUIRY: "asks",
    Kind.SUGGESTION: "wishes",
    Kind.ACCUSATION: "charges",
}
_MOST_REQUESTS = {Kind.CLAIM: 4, Kind.INQUIRY: 2, Kind.SUGGESTION: 2, Kind.ACCUSATION: 3}
_SHOWS = {"road": "road", "village": "road", "river": "river", "community": "house", "school": "house"}


@dataclass(frozen=True, slots=True)
class StorySetting:
    """Where a story plays and what fills the gaps of its texts."""

    topic: Data
    town: Town
    area: str
    place: str
    slots: Mapping[str, str]

    @property
    def shows(self) -> str:
        """What photographs of it show."""
        return _SHOWS.get(self.topic["spot"], "paper")


def setting(rng: random.Random, topic: Data, town: Town, respondent: str) -> StorySetting:
    """A place for a topic, and the numbers and times of its texts."""
    spots, pools = read("county")["spots"], voices()["pools"]
    area, name = town.key, ""
    if topic["spot"] == "village":
        area, name = rng.choice(town.villages)
    else:
        name = rng.choice(spots[topic["spot"]])
    slots = {
        "place": name,
        "town": town.name,
        "respondent": respondent,
        "plant": rng.choice(spots["plant"]),
        "n": str(rng.randint(2, 9)),
        "days": str(rng.randint(7, 20)),
        "money": f"{rng.randint(6, 290) * 100:,}",
        "count": str(rng.randint(12, 160)),
        "age": str(rng.randint(71, 93)),
        "since": rng.choice(pools["since"]),
        "years": rng.choice(pools["years"]),
        "who": rng.choice(pools["who"]),
        "months": rng.choice(["上个月", "两个月前", "三个星期前"]),
    }
    return StorySetting(topic=topic, town=town, area=area, place=place_of(town, name), slots=slots)


def place_of(town: Town, spot: str) -> str:
    """The full name of a spot; some belong to the county, some are called after their town."""
    if spot.startswith("县"):
        return f"清河湾{spot}"
    return f"清河湾县{town.name}{spot.removeprefix('镇') if not spot.startswith('镇东') else spot}"


def letter(rng: random.Random, scene: StorySetting, kind: Kind) -> tuple[str, str]:
    """Title and text of what somebody brings, 80 to 600 characters."""
    topic, texts = scene.topic, voices()
    facts = [topic["facts"][0], *_some(rng, topic["facts"][1:], least=1)]
    details = _some(rng, topic["details"], least=1)
    effects = rng.sample(texts["pools"]["effects"], rng.randint(0, 2))
    if kind is not Kind.INQUIRY and rng.random() < _TELLS_ALL:
        details += _some(rng, texts["pools"]["history"], least=3)
    parts = [rng.choice(texts["openings"][kind]), *facts, *details, *effects, rng.choice(texts["closings"][kind])]
    text = _joined(rng, [_fill(part, scene) for part in parts if part])
    for extra in texts["pools"]["effects"]:
        if len(text) >= _SHORTEST:
            break
        text += extra
    return _title(rng, scene, kind), text


def _title(rng: random.Random, scene: StorySetting, kind: Kind) -> str:
    """A suggestion or a question is often its own title."""
    texts = scene.topic["titles"]
    if kind in {Kind.SUGGESTION, Kind.INQUIRY} and rng.random() < 0.7:
        texts = scene.topic[REQUESTS_OF[kind]]
    return _fill(rng.choice(texts), scene)


def requests(rng: random.Random, scene: StorySetting, kind: Kind) -> tuple[str, ...]:
    """What they ask for."""
    offered = scene.topic[REQUESTS_OF[kind]]
    chosen = _some(rng, offered, least=1)[: _MOST_REQUESTS[kind]]
    return tuple(_fill(text, scene) for text in chosen)


def findings(rng: random.Random, scene: StorySetting, kind: Kind) -> str:
    """The facts part of a reply."""
    texts, quiet = voices()["findings"], quietly(kind)
    looked, known = rng.choice(texts[f"looked{quiet}"]), rng.choice(texts[f"known{quiet}"])
    return "\n".join(_fill(text, scene) for text in (looked, rng.choice(scene.topic["found"]), known))


def quietly(kind: Kind) -> str:
    """The ending of the phrases for what must not be seen to be looked into."""
    return "_quiet" if kind is Kind.ACCUSATION else ""


def opinions(rng: random.Random, scene: StorySetting, kind: Kind, count: int) -> list[tuple[str, str]]:
    """The opinion on each of so many requests."""
    reasons = voices()["reasons"]
    if kind is Kind.SUGGESTION:
        pool = [(Outcome.UPHELD, text) for text in reasons["adopted"][:3]]
        pool += [(Outcome.EXPLAINED, text) for text in reasons["adopted"][3:]]
    elif kind is Kind.INQUIRY:
        pool = [(Outcome.EXPLAINED, text) for text in reasons["answered"]]
    else:
        pool = [
            (outcome, text)
            for outcome, weight in ((Outcome.UPHELD, 3), (Outcome.EXPLAINED, 2), (Outcome.NOT_UPHELD, 1))
            for text in reasons[outcome] * weight
        ]
    return [(outcome.value, _fill(text, scene)) for outcome, text in (rng.choice(pool) for _ in range(count))]


def rating(rng: random.Random, given: Grade | None = None) -> dict[str, str]:
    """What the petitioner thinks of it: most are content, not all."""
    grade = given or rng.choices([Grade.SATISFIED, Grade.PARTLY, Grade.DISSATISFIED], [6, 3, 2])[0]
    office = grade if grade is Grade.SATISFIED else rng.choice([Grade.SATISFIED, grade])
    return {"of_office": office, "of_unit": grade, "words": rng.choice(voices()["ratings"][grade])}


def phrase(rng: random.Random, scene: StorySetting, pool: str, used: set[str]) -> str:
    """One of the common phrases (`notes`, `asks`, `writes`, `more`, `returns`, `hand_over`) not `used` before."""
    texts = voices()["pools"][pool]
    text = rng.choice([wording for wording in texts if wording not in used] or texts)
    used.add(text)
    return _fill(text, scene)


def chosen(rng: random.Random, scene: StorySetting, texts: Sequence[str]) -> str:
    """One of these texts, filled in."""
    return _fill(rng.choice(texts), scene)


def long_text(rng: random.Random, length: int) -> str:
    """A letter of so many characters and a little less: one paragraph a day."""
    special = voices()["special"]
    paragraphs = [special["long_opening"]]
    used, year = len(paragraphs[0]), 0
    while True:
        slots = {"month": year % 12 + 1, "day": rng.randint(2, 27), "n": rng.randint(2, 9)}
        part = f"（{year + 1}）{rng.choice(special['long_parts']).format_map(slots)}"
        if used + len(part) + 2 > length:
            return "\n\n".join(paragraphs)
        paragraphs.append(part)
        used, year = used + len(part) + 2, year + 1


def _fill(text: str, scene: StorySetting) -> str:
    return text.format_map(scene.slots)


def _some(rng: random.Random, texts: Sequence[str], *, least: int) -> list[str]:
    """Some of these, at least so many, in their own order."""
    count = rng.randint(min(least, len(texts)), len(texts))
    return [texts[place] for place in sorted(rng.sample(range(len(texts)), count))]


def _joined(rng: random.Random, parts: Sequence[str]) -> str:
    """One block, or the first sentence and the last in lines of their own."""
    if rng.random() < 0.6 or len(parts) < 4:
        return "".join(parts)
    return "\n".join((parts[0], "".join(parts[1:-1]), parts[-1]))
