"""Whether the same matter is registered already: same subject, same place. It shows the matter, never the person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext

from huiyin.kernel.actor import Actor
from huiyin.kernel.text import query_tokens
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.states import State
from huiyin.matters.core.selectors.gate import visible_to
from huiyin.matters.search.selectors.alike import matter_ids_alike
from huiyin.routing.rules.likeness import TEXT_LENGTH, Profile, Rarity, likeness, profile_of, rarity_of

DAYS = 180
# Below this, half of the pairs in real letters are about something else; above, hardly any (docs/routing.md).
LEAST_LIKENESS = 0.32
# Beyond this the letters of a measured set were about one thing, nearly word for word.
LIKELY = 0.6
_SHORTEST = 6
_PLACE_TOKENS, _TEXT_TOKENS = 4, 20
_CANDIDATES = 48
_SAMPLE = 400
# A megabyte or two each: those who register at one time in one process.
_KEPT = 24


@dataclass(frozen=True, slots=True)
class SameMatter:
    """A matter that may be the same; `likeness` 0 to 1, `is_likely` from about 0.6."""

    number: str
    title: str
    received_on: date
    unit: str
    state_label: str
    likeness: float

    @property
    def is_likely(self) -> bool:
        """Nearly the same words."""
        return self.likeness >= LIKELY


def same_matters(
    *,
    actor: Actor,
    text: str,
    place: str,
    area_id: int | None,
    category_id: int | None,
    at: datetime,
    title: str = "",
    limit: int = 5,
) -> list[SameMatter]:
    """Matters of the last 180 days that the actor may see and that look the same, the likeliest first.

    Two statements, whatever is stored, both through the gate; how rare a token is, is counted in what this actor may
    see. So nothing here differs by a matter that the actor may not see. Equal area and category count a little;
    different ones don't exclude, because two registrars rarely choose the same. Too little text: nothing.
    """
    if len(text) < _SHORTEST:
        return []
    rarity = _rarity(actor, int(at.timestamp()) // 3600)
    since = at - timedelta(days=DAYS)
    ids = _candidates(actor, f"{title}\n{text[:TEXT_LENGTH]}", place, rarity, since)
    if not ids:
        return []
    wanted = profile_of(title=title, text=text, place=place)
    rows = (
        visible_to(actor)
        .filter(pk__in=ids, received_at__gte=since)
        .values_list("number", "title", "text", "place", "area_id", "category_id", "received_at", "state",
                     "lead_unit__name")
    )  # fmt: skip
    found = [
        SameMatter(
            number=row[0],
            title=row[1],
            received_on=office_day(row[6]),
            unit=row[8],
            state_label=gettext(STATE_LABELS[State(row[7])]),
            likeness=round(alike, 3),
        )
        for row in rows
        if (alike := _alike(wanted, row[1:4], rarity) + _bonus(row[4], area_id) + _bonus(row[5], category_id))
        >= LEAST_LIKENESS
    ]
    return sorted(found, key=lambda matter: (-matter.likeness, matter.number))[:limit]


def _alike(wanted: Profile, row: tuple[str, str, str], rarity: Rarity) -> float:
    title, text, place = row
    alike = likeness(wanted, profile_of(title=title, text=text, place=place), rarity=rarity)
    return alike * 0.94  # room for area and category


def _bonus(value: int | None, other: int | None) -> float:
    return 0.03 if value is not None and value == other else 0.0


def _candidates(actor: Actor, text: str, place: str, rarity: Rarity, since: datetime) -> list[UUID]:
    """The matters that have most of the rarest tokens of the place and of the text."""
    tokens = rarity.rarest(query_tokens(place), _PLACE_TOKENS) + rarity.rarest(query_tokens(text), _TEXT_TOKENS)
    return matter_ids_alike(actor=actor, tokens=list(dict.fromkeys(tokens)), since=since, limit=_CANDIDATES)


@lru_cache(maxsize=_KEPT)
def _rarity(actor: Actor, _hour: int) -> Rarity:
    """How rare each token is among the newest matters that the actor may see; counted anew every hour, some 40 ms."""
    newest = visible_to(actor).order_by("-pk").values_list("title", "text")[:_SAMPLE]
    return rarity_of([f"{title}\n{text}" for title, text in newest])
