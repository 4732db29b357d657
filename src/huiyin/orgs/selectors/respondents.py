"""Whom somebody means who writes a unit or a person by hand. In doubt it is the reading that bars more people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length

from huiyin.kernel.actor import Role
from huiyin.kernel.text import clean_line
from huiyin.orgs.models import Officer, Post, Unit
from huiyin.orgs.selectors.units import chain_of
from huiyin.rows import reading

# What people add to a name; whatever else is left makes it somebody or something else.
_TITLES = re.compile(
    r"[\s，。、,.;；:：·()（）“”\"'的]+|副|局长|主任|书记|[省市县区乡镇村]长|科长|处长|所长|站长|院长|校长|队长|股长|组长|领导|"
    r"班子|同志|干部|工作人员|办事员|科员|先生|女士|老师|警官|医生|们|等"
)
_Unit = tuple[int, str, str]
# So many characters of a unit's name, without its place, are enough when only one unit's name ends with them.
_ENDING = 4
# A full name of three characters is hardly ever part of another word; one of two often is.
_LONG_NAME = 3


@dataclass(frozen=True, slots=True)
class Named:
    """The unit or the officer that was recognised; both None: neither."""

    unit_id: int | None = None
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom a text names."""

    unit_ids: frozenset[int] = frozenset()
    officer_ids: frozenset[int] = frozenset()
    unit_names: tuple[str, ...] = ()
    rest: str = ""


def respondents_recognised(*, text: str, read_by: int | None) -> Recognised:
    """Stub."""
    named = respondent_named(text=text, read_by=read_by or 0)
    if named.unit_id:
        return Recognised(frozenset([named.unit_id]), unit_names=(Unit.objects.get(pk=named.unit_id).name,))
    if named.officer_id:
        return Recognised(officer_ids=frozenset([named.officer_id]))
    return Recognised(rest=clean_line(text))


def mentions_of_unit(*, unit_id: int, text: str) -> tuple[str, ...]:
    """Stub."""
    unit = Unit.objects.get(pk=unit_id)
    names = [
        unit.name,
        unit.short_name,
        *Officer.objects.filter(posts__unit=unit).values_list("display_name", flat=True),
    ]
    return tuple(dict.fromkeys(name for name in names if name and name in text))


def respondent_named(*, text: str, read_by: int) -> Named:
    """Whom a text means, a unit or an officer here; `read_by` is the unit that would be the first to read it.

    A unit's name with a title (`住建局领导`) or without its place (`住房和城乡建设局`) is that unit; the name of
    somebody who works there beside it (`住建局 楚天阔局长`) is that officer. A name alone is one of a reader only:
    elsewhere it may be a namesake. What begins with the name of the reading unit is that unit. One statement for a
    plain unit, two where nobody is named, at most four.
    """
    words = clean_line(text)
    if not words:
        return Named()
    tight = words.replace(" ", "")
    units = _units_ending(words, tight) if len(words) >= _ENDING else _units_beginning(words, tight)
    for pk, *names in units:
        if not {words, tight}.isdisjoint(names):
            return Named(unit_id=pk)
    return _officer(words, read_by) or _unit(words, read_by, units) or Named()


def _officer(words: str, read_by: int) -> Named | None:
    named = dict(_officers_said(words))
    if not named:
        return None
    posts = list(
        Post.objects.filter(officer_id__in=named).values_list(
            "officer_id", "unit_id", "role", "unit__name", "unit__short_name"
        )
    )
    above = {unit.id for unit in chain_of(unit_id=read_by)}
    # Leaders first: with them all are barred whom they command.
    readers = dict.fromkeys(post[0] for post in posts if post[1] in above and post[2] == Role.LEADER)
    readers |= dict.fromkeys(post[0] for post in posts if post[1] == read_by)
    meant = [
        pk for pk in readers if len(named[pk]) >= _LONG_NAME or not _TITLES.sub("", words.replace(named[pk], ""))
    ]
    meant += [pk for pk in named if _is_said(words, named[pk], pk, posts)]
    return Named(officer_id=meant[0]) if meant else None


def _is_said(words: str, name: str, pk: int, posts: Iterable[tuple[int, int, str, str, str]]) -> bool:
    """Whether the text is the name with a title beside the name of a unit where that officer works."""
    units = filter(None, chain.from_iterable(post[3:] for post in posts if post[0] == pk))
    rest = words.replace(name, "", 1)
    return any(unit in rest and not _TITLES.sub("", rest.replace(unit, "", 1)) for unit in units)


def _unit(words: str, read_by: int, units: Iterable["_Unit"]) -> Named | None:
    found = sorted(units)
    ending = [pk for pk, name, _ in found if name.endswith(words)] if len(words) >= _ENDING else []
    if len(ending) == 1:
        return Named(unit_id=ending[0])
    for pk, *names in found:
        rests = [words.removeprefix(name) for name in names if name and words.startswith(name)]
        if pk == read_by or any(not _TITLES.sub("", rest) for rest in rests):
            return Named(unit_id=pk)
    return None


# The statements below are made once: they are asked at every registration over the web.


@reading
def _officers_said(words: str) -> "QuerySet[Officer, tuple[int, str]]":
    """Officers whose names are in the text."""
    said = Officer.objects.annotate(said=Value(words), length=Length("display_name"))
    return said.filter(said__contains=F("display_name"), length__gte=2).values_list("pk", "display_name")


@reading
def _units_beginning(words: str, tight: str) -> "QuerySet[Unit, _Unit]":
    """Units that the text, or the text without its spaces, is a name of, and those whose names it begins with."""
    return _units_said(words).filter(_begun(words, tight)).values_list("pk", "name", "short_name")


@reading
def _units_ending(words: str, tight: str) -> "QuerySet[Unit, _Unit]":
    """The same, and the units whose names end with the text."""
    ends = Q(name__endswith=Value(words))
    return _units_said(words).filter(_begun(words, tight) | ends).values_list("pk", "name", "short_name")


def _units_said(words: str) -> "QuerySet[Unit]":
    return Unit.objects.annotate(said=Value(words)).order_by("-is_active", "pk")


def _begun(words: str, tight: str) -> Q:
    exactly = Q(name__in=[words, tight]) | Q(short_name__in=[words, tight])
    begins = Q(said__startswith=F("name")) | (Q(said__startswith=F("short_name")) & ~Q(short_name=""))
    return exactly | begins
