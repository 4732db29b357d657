"""Whom somebody means who writes units or people by hand. In doubt it is the reading that bars more people.

The names of all units are read at each call and compared with those that the index in memory was made from. So no
process has to be notified, a name that was changed past the services counts too, and a stale index can't leave an
accused unit unbarred. For a county it is one statement of some kilobytes; for 5,000 units it takes some milliseconds,
and about a second once after a change.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length, StrIndex

from huiyin.db import fetch_all, reading
from huiyin.kernel.actor import Role
from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import UnitNameAmbiguous, UnitNameUnknown
from huiyin.orgs.models import Officer, Post
from huiyin.orgs.naming import UnitNames as NamedUnit
from huiyin.orgs.naming import fold, folded_signs
from huiyin.orgs.rules import aliases_of
from huiyin.orgs.selectors.name_index import TITLES, NameIndex, Span, stands_alone
from huiyin.orgs.selectors.units import unit_view, units_by_name
from huiyin.orgs.selectors.views import UnitView

# A full name of three characters is hardly ever part of another word; one of two often is.
_LONG_NAME = 3
# All units as one text: a county's are read in a fraction of the time that its rows take, and compared at once.
_UNITS = """
SELECT {gathered} FROM (
    SELECT unit.id, unit.path, unit.name, unit.short_name, unit.aliases, unit.kind, unit.independent, unit.is_active,
        area.name AS area
    FROM orgs_unit unit LEFT JOIN orgs_area area ON area.id = unit.area_id ORDER BY unit.id
) AS found
"""
_COLUMNS = "id, path, name, short_name, aliases, kind, independent, is_active, area"
_GATHERED = {
    "postgresql": f"json_agg(json_build_array({_COLUMNS}))::text",
    "sqlite": f"json_group_array(json_array({_COLUMNS}))",
}
# What joins words and says nothing about anybody.
_JOINING = re.compile(r"^(?:以及|还有|[和与跟及同并的]|\W)+|(?:以及|还有|[和与跟及同并的]|\W)+$")
# What people put around a name.
_AROUND = re.compile(
    r"(?:我们?|本人)?(?:要|想)?(?:举报|反映|投诉|控告|检举|告)?(?:的?是|对)?|不是|就是|还是|他们?|她们?|那?个?人|们"
)
_COVERED = "\0"
_PIECES = re.compile("[\0，。；;,、]+")
_building = Lock()
_kept: tuple[str, NameIndex] | None = None
_Bearer = tuple[int, str, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Recognised:
    """Of a text in which somebody names units or officers: who was recognised.

    `unit_names` are to be said back, in the order found; of officers no more than that they were recognised. `rest`
    are the words that were not ("" when everything was).
    """

    unit_ids: frozenset[int] = frozenset()
    officer_ids: frozenset[int] = frozenset()
    unit_names: tuple[str, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class NamedRespondent:
    """The first unit or the first officer that was recognised; both None: neither."""

    unit_id: int | None = None
    officer_id: int | None = None


def respondents_recognised(*, text: str, read_by: int | None) -> Recognised:
    """Whom a text means; `read_by` is the unit that would be the first to read it, None where nobody is yet.

    Units by their full, short and colloquial names and aliases, with and without their place, alone or with a title
    (`住建局局长` is at least the unit); a name that fits more than three units is nobody's, unless one of them would
    read it. Officers by their names beside a unit where they work, or alone when only one active officer bears the
    name; of several those in or above the reading unit. Two statements, however many units and officers there are.
    """
    units, officers, rest = _found(clean_line(text), read_by)
    return Recognised(
        unit_ids=frozenset(unit.id for unit in units),
        officer_ids=frozenset(officers),
        unit_names=tuple(dict.fromkeys(unit.label for unit in units)),
        rest=rest,
    )


def respondent_named(*, text: str, read_by: int) -> NamedRespondent:
    """As respondents_recognised, but only one: the first officer, else the first unit in the text."""
    units, officers, _ = _found(clean_line(text), read_by)
    if officers:
        return NamedRespondent(officer_id=officers[0])
    return NamedRespondent(unit_id=units[0].id) if units else NamedRespondent()


def unit_by_name(*, text: str) -> UnitView:
    """The open unit of which this is the full or short name, else the one that people call so.

    Raises UnitNameUnknown, UnitNameAmbiguous.
    """
    found = [unit for unit in units_by_name(text=text) if unit.is_active]
    if not found:
        units, officers, rest = _found(clean_line(text), None)
        # All that was written has to be the name: a sentence in which a unit stands doesn't name one.
        is_name = not officers and not rest
        found = [unit_view(unit_id=unit.id) for unit in units if is_name and unit.is_active]
    if not found:
        raise UnitNameUnknown(name=clean_line(text))
    if len(found) > 1:
        raise UnitNameAmbiguous(name=clean_line(text), count=len(found))
    return found[0]


def mentions_of_unit(*, unit_id: int, text: str) -> tuple[str, ...]:
    """What in a free text of any length names that unit, whoever commands it, or an officer of it.

    Names of units as they stand in the text, folded, then of officers. A place counts only with a title behind it:
    most matters say where something is. The root of a tree is looked for only when it is the unit itself: it stands
    in many letters. Two statements.
    """
    folded = fold(text)
    if not folded:
        return ()
    index = _index()
    chain = index.chain(unit_id)
    asked = [pk for pk in chain if pk == unit_id or index.units[pk].path.count("/") > 2]
    found = [form for pk in asked for form in index.mentions(pk, folded)]
    posts = Post.objects.filter(Q(unit_id=unit_id) | Q(unit_id__in=chain, role=Role.LEADER.value))
    names = posts.filter(officer__is_active=True).values_list("officer__display_name", flat=True)
    found += [name for name in names.order_by("pk") if len(fold(name)) > 1 and fold(name) in folded]
    return tuple(dict.fromkeys(found))


def name_sharers(*, unit_id: int) -> dict[str, tuple[str, ...]]:
    """For each name and alias of a unit that means other open units as well, what those are called.

    Recognition then takes them all to be meant, up to three, and none where there are more. One statement.
    """
    index = _index()
    unit = index.units.get(unit_id)
    if unit is None:
        return {}
    own = {fold(name): name for name in (unit.name, unit.short_name, *unit.aliases) if name}
    shared = index.sharers(unit_id, own)
    return {own[form]: tuple(index.units[pk].name for pk in ids) for form, ids in shared.items()}


def _found(words: str, read_by: int | None) -> tuple[list[NamedUnit], list[int], str]:
    """Units and officers in the order in which they stand in the text, and the words that are left."""
    signs = list(folded_signs(words))
    folded = "".join(sign for sign, _ in signs)
    if not folded:
        return [], [], words
    index = _index()
    gaps = [at for at, (_, place) in enumerate(signs) if place and words[place - 1].isspace()]
    spans = index.find(folded, index.chain(read_by)[:1] if read_by else (), gaps)
    officers, stand = _officers(folded, index, spans, read_by)
    covered = [(span.start, span.closed) for span in spans] + stand
    units = [index.units[pk] for pk in dict.fromkeys(pk for span in spans for pk in span.unit_ids)]
    return units, officers, _rest(words, signs, covered, index) if covered else words


def _index() -> NameIndex:
    global _kept
    ((found,),) = fetch_all(_UNITS.format(gathered=_GATHERED[connection.vendor]), [])
    # PostgreSQL gathers no rows into NULL, SQLite into an empty list.
    units = found or "[]"
    with _building:
        if _kept is None or _kept[0] != units:
            _kept = units, NameIndex([_unit(*row) for row in json.loads(units)])
        return _kept[1]


def _unit(*row: object) -> NamedUnit:
    pk, path, name, short_name, aliases, kind, independent, is_active, area = row
    return NamedUnit(
        id=int(str(pk)), path=str(path), name=str(name), short_name=str(short_name),
        aliases=aliases_of(str(aliases)), kind=str(kind), independent=bool(independent), is_active=bool(is_active),
        area=str(area or ""),
    )  # fmt: skip


def _officers(
    folded: str, index: NameIndex, spans: Sequence[Span], read_by: int | None
) -> tuple[list[int], list[tuple[int, int]]]:
    """Who is meant, and where their names stand."""
    bearers: dict[str, list[_Bearer]] = defaultdict(list)
    for row in _officers_in(folded):
        bearers[fold(row[1])].append(row)
    # A place before a name says who is meant, also where it doesn't mean its government.
    around = {pk for span in spans for pk in span.unit_ids} | (index.places_in(folded) if bearers else set())
    meant: list[int] = []
    stand: list[tuple[int, int]] = []
    for name in sorted(bearers, key=folded.find):
        rows = bearers[name]
        places = [place for place in _places_of(name, folded, spans) if _is_word(name, place, folded, spans, rows)]
        if places and (ids := _meant(rows, index, around, read_by)):
            meant += ids
            stand += places
    return meant, stand


def _places_of(name: str, folded: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Where a name stands, but for what is part of a unit's name."""
    if len(name) < 2:
        return []
    found = [match.span() for match in re.finditer(re.escape(name), folded)]
    return [(start, end) for start, end in found if not any(s.start <= start and end <= s.end for s in spans)]


def _is_word(name: str, place: tuple[int, int], folded: str, spans: Sequence[Span], rows: Iterable[_Bearer]) -> bool:
    if len(name) >= _LONG_NAME or stands_alone(folded, *place, spans):
        return True
    units = {row[2] for row in rows}
    return any(place[0] in (span.end, span.closed) and not units.isdisjoint(span.unit_ids) for span in spans)


def _meant(rows: Sequence[_Bearer], index: NameIndex, units: set[int], read_by: int | None) -> list[int]:
    """Those in, below or above a unit of the text, else the only one of that name, else who would read it."""
    above = {pk for unit_id in units for pk in index.line(unit_id)}
    beside = [
        pk
        for pk, _, unit_id, _ in rows
        if unit_id is not None and (unit_id in above or index.is_within(unit_id, units))
    ]
    if beside:
        return list(dict.fromkeys(beside))
    alone = list(dict.fromkeys(row[0] for row in rows))
    if len(alone) == 1:
        return alone
    command = index.chain(read_by) if read_by else ()
    return list(
        dict.fromkeys(
            pk
            for pk, _, unit_id, role in rows
            if unit_id is not None and (unit_id == read_by or (role == Role.LEADER and unit_id in command))
        )
    )


def _rest(
    words: str, signs: Sequence[tuple[str, int]], covered: Collection[tuple[int, int]], index: NameIndex
) -> str:
    """The words outside of what was recognised, without what only joins them and without titles."""
    left = list(words)
    for start, end in covered:
        first, last = signs[start][1], signs[end - 1][1]
        left[first : last + 1] = [_COVERED] * (last + 1 - first)
    return " ".join(_worded("".join(left), index))


def _worded(text: str, index: NameIndex) -> Iterator[str]:
    for piece in _PIECES.split(text):
        kept = piece.strip() if TITLES.fullmatch(fold(piece)) else _JOINING.sub("", piece)
        plain = fold(kept)
        if not (_AROUND.fullmatch(plain) or TITLES.fullmatch(plain) or index.is_place(plain)):
            yield kept


# The statement is made once: it is asked at every registration over the web.


@reading
def _officers_in(folded: str) -> "QuerySet[Officer, _Bearer]":
    """Active officers whose names are in a folded text, each with each of their posts."""
    named = Officer.objects.filter(is_active=True).annotate(
        place=StrIndex(Value(folded), "folded_name"), length=Length("display_name")
    )
    found = named.filter(place__gt=0, length__gte=2).order_by("pk", "posts__pk")
    return found.values_list("pk", "display_name", "posts__unit_id", "posts__role")
