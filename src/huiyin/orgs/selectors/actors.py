"""Who an officer is right now: posts, command, superiors. Never cached: a post taken away counts at once."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, cast

from django.db.models import Q

from huiyin.db import fetch_all
from huiyin.kernel.actor import UNIT_STAFF, Actor, ActorKind, HeldPost, Role
from huiyin.kernel.time import now, office_day
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.models import Officer
from huiyin.orgs.rules import path_ids

# Asked at every request of staff; on PostgreSQL the server prepares both. `{whom}` stands for the officers.
_HELD = """
SELECT officer.display_name, post.unit_id, post.role, unit.path, post.id, NULL, officer.id
FROM orgs_officer officer
LEFT JOIN orgs_post post ON post.officer_id = officer.id
LEFT JOIN orgs_unit unit ON unit.id = post.unit_id
WHERE officer.id IN ({whom}) AND officer.is_active
UNION ALL
SELECT deputy.display_name, post.unit_id, post.role, unit.path, post.id, away.officer_id, deputy.id
FROM orgs_leave away
JOIN orgs_officer deputy ON deputy.id = away.deputy_id AND deputy.is_active
JOIN orgs_post post ON post.officer_id = away.officer_id AND post.role NOT IN ('administrator', 'auditor')
JOIN orgs_unit unit ON unit.id = post.unit_id
WHERE away.deputy_id IN ({whom}) AND away.starts_on <= %s AND away.ends_on >= %s
AND (away.ended_on IS NULL OR away.ended_on > %s)
UNION ALL
SELECT officer.display_name, editor.unit_id, 'text editor', NULL, NULL, NULL, officer.id
FROM orgs_texteditor editor
JOIN orgs_officer officer ON officer.id = editor.officer_id AND officer.is_active
WHERE editor.officer_id IN ({whom}) AND editor.ended_at IS NULL
"""
# The role by which the third part of it is known; no post has it.
_TEXT_EDITOR = "text editor"
# The units above and below, and for those above who leads there and who approves.
_AROUND = """
SELECT unit.id, unit.path, unit.independent, post.role, officer.id
FROM orgs_unit unit
LEFT JOIN orgs_post post ON post.unit_id = unit.id AND post.role IN ('leader', 'approver') AND unit.id IN ({above})
LEFT JOIN orgs_officer officer ON officer.id = post.officer_id AND officer.is_active
WHERE unit.id IN ({above}){below}
"""
_BELOW = " OR unit.path LIKE %s"
_Around = tuple[int, str, bool, str | None, int | None]
# Name, unit, role, path, post, and for whom it is held; only the name where there is no post.
_Held = tuple[Any, ...]


def actor_for(*, officer_id: int, on: date | None = None) -> Actor:
    """The officer as an actor on a day (None: today), in two statements.

    With their own posts they hold those of the officers whose deputy they are that day, but for looking after the
    house and keeping watch over it. Chain and command both end where an independent unit begins. Whoever stands for
    somebody is barred from what that one is barred from. Raises OfficerNotThere for a shut account.
    """
    try:
        return actors_for(officer_ids=[officer_id], on=on)[officer_id]
    except KeyError:
        raise OfficerNotThere from None


def actors_for(*, officer_ids: Collection[int], on: date | None = None) -> dict[int, Actor]:
    """Each of these officers as an actor, by id, in two statements for all; shut accounts aren't among them."""
    whom = list(dict.fromkeys(officer_ids))
    if not whom:
        return {}
    day = on or office_day(now())
    statement = _HELD.format(whom=", ".join(["%s"] * len(whom)))
    rows_of: dict[int, list[_Held]] = {}
    for row in fetch_all(statement, [*whom, *whom, day, day, day, *whom]):
        rows_of.setdefault(row[6], []).append(row[:6])
    held = [row for rows in rows_of.values() for row in rows if row[3] is not None]
    led = [path for _name, _unit, role, path, *_more in held if role == Role.LEADER]
    around = _units_around([row[3] for row in held], led) if held else []
    return {officer_id: _actor(officer_id, rows, around) for officer_id, rows in rows_of.items()}


def _actor(officer_id: int, rows: list[_Held], around: list[_Around]) -> Actor:
    """`around` may have the units of others as well: each officer's are found by the paths of their own posts."""
    named = {row[1] for row in rows if row[2] == _TEXT_EDITOR}
    rows = [row for row in rows if row[2] != _TEXT_EDITOR]
    # UNION ALL promises no order: own posts come before those that one stands in for.
    rows.sort(key=lambda row: (row[5] is not None, row[4] or 0))
    held: list[tuple[int, str, str]] = [row[1:4] for row in rows if row[1] is not None]
    stands_for = frozenset(row[5] for row in rows if row[5] is not None)
    led = [path for _, role, path in held if role == Role.LEADER]
    units = {unit_id: (path, bool(independent)) for unit_id, path, independent, _, _ in around}
    independent = {unit_id for unit_id, (_, is_independent) in units.items() if is_independent}
    chain = _chain([path for _, _, path in held], independent)
    # Being named holds while one works there, or in a unit below.
    worked_in = _chain([path for _, role, path in held if role in UNIT_STAFF], independent) if named else frozenset()
    return Actor(
        kind=ActorKind.OFFICER,
        key=str(officer_id),
        label=rows[0][0],
        posts=tuple(dict.fromkeys(HeldPost(unit_id=unit_id, role=Role(role)) for unit_id, role, _ in held)),
        command_unit_ids=_command(led, units, independent),
        chain_unit_ids=chain,
        superior_ids=_superiors(around, chain, _as_staff(held)) | {officer_id} | stands_for,
        stands_for=stands_for,
        text_unit_ids=worked_in & named,
    )


def _chain(paths: Iterable[str], independent: set[int]) -> frozenset[int]:
    """The units of these paths with all above them, up to the first independent one of each."""
    return frozenset(unit_id for path in paths for unit_id in chain_ids(path_ids(path), independent=independent))


def chain_ids(ids: tuple[int, ...], *, independent: set[int]) -> tuple[int, ...]:
    """From a unit upwards to the first independent one, that one included, or to the root; `ids` come root first."""
    chain: list[int] = []
    for unit_id in reversed(ids):
        chain.append(unit_id)
        if unit_id in independent:
            break
    return tuple(chain)


def _units_around(paths: Iterable[str], led: Iterable[str]) -> list[_Around]:
    """Every unit above those paths with those who lead or approve there, and every unit below the led ones."""
    above = sorted({unit_id for path in paths for unit_id in path_ids(path)})
    # A path has digits and strokes only, so nothing in it is taken for a wildcard.
    below = [f"{path}%" for path in led]
    statement = _AROUND.format(above=", ".join(["%s"] * len(above)), below=_BELOW * len(below))
    return cast(list[_Around], fetch_all(statement, [*above, *above, *below]))


def _superiors(around: Iterable[_Around], chain: Collection[int], staffed: Collection[int]) -> frozenset[int]:
    """As superiors_in, among the units around."""
    return frozenset(
        officer_id
        for unit_id, _, _, role, officer_id in around
        if officer_id is not None and unit_id in (chain if role == Role.LEADER else staffed)
    )


def _command(led: list[str], units: dict[int, tuple[str, bool]], independent: set[int]) -> frozenset[int]:
    """The units whose chain of command reaches a led unit."""
    led_ids = {path_ids(path)[-1] for path in led}
    if not led_ids:
        return frozenset()
    return frozenset(
        unit_id
        for unit_id, (path, _) in units.items()
        if led_ids.intersection(chain_ids(path_ids(path), independent=independent))
    )


def leaders_in(*, unit_ids: Collection[int]) -> frozenset[int]:
    """Who holds a leader's post in one of these units."""
    return superiors_in(chain_ids=unit_ids, staffed_ids=())


def superiors_in(*, chain_ids: Collection[int], staffed_ids: Collection[int]) -> frozenset[int]:
    """Who leads one of the units of a chain, and who approves what the staff of the other units writes."""
    if not chain_ids:
        return frozenset()
    commands = Q(posts__unit_id__in=chain_ids, posts__role=Role.LEADER.value)
    if staffed_ids:
        commands |= Q(posts__unit_id__in=staffed_ids, posts__role=Role.APPROVER.value)
    return frozenset(Officer.objects.filter(commands, is_active=True).values_list("pk", flat=True))


def _as_staff(held: Iterable[tuple[int, str, str]]) -> frozenset[int]:
    """The units in which an officer is under its approvers: not where they are its leader or an approver too."""
    posts = [(unit_id, role) for unit_id, role, _ in held]
    own = {unit_id for unit_id, role in posts if role in (Role.LEADER, Role.APPROVER)}
    return frozenset(unit_id for unit_id, _ in posts) - own
