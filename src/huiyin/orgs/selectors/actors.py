"""Who an officer is right now: posts, command, superiors. Never cached: a post taken away counts at once."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from huiyin.kernel.actor import Actor, ActorKind, HeldPost, Role
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.models import Officer, Post, Unit
from huiyin.orgs.rules import path_ids


def actor_for(*, officer_id: int) -> Actor:
    """The officer as an actor, in at most four statements.

    Chain and command both end where an independent unit begins. Raises OfficerNotThere for a shut account.
    """
    officer = Officer.objects.filter(pk=officer_id, is_active=True).only("display_name").first()
    if officer is None:
        raise OfficerNotThere
    held = list(
        Post.objects.filter(officer_id=officer_id).order_by("pk").values_list("unit_id", "role", "unit__path")
    )
    led = [path for _, role, path in held if role == Role.LEADER]
    units = _units_around([path for _, _, path in held], led) if held else {}
    independent = {unit_id for unit_id, (_, is_independent) in units.items() if is_independent}
    chain = frozenset(
        unit_id for _, _, path in held for unit_id in chain_ids(path_ids(path), independent=independent)
    )
    return Actor(
        kind=ActorKind.OFFICER,
        key=str(officer_id),
        label=officer.display_name,
        posts=tuple(HeldPost(unit_id=unit_id, role=Role(role)) for unit_id, role, _ in held),
        command_unit_ids=_command(led, units, independent),
        chain_unit_ids=chain,
        superior_ids=frozenset([officer_id, *superiors_in(chain_ids=chain, staffed_ids=_as_staff(held))]),
    )


def chain_ids(ids: tuple[int, ...], *, independent: set[int]) -> tuple[int, ...]:
    """From a unit upwards to the first independent one, that one included, or to the root; `ids` come root first."""
    chain: list[int] = []
    for unit_id in reversed(ids):
        chain.append(unit_id)
        if unit_id in independent:
            break
    return tuple(chain)


def _units_around(paths: Iterable[str], led: Iterable[str]) -> dict[int, tuple[str, bool]]:
    """Path and independence of every unit above those paths, and of every unit below the led ones."""
    wanted = Q(pk__in={unit_id for path in paths for unit_id in path_ids(path)})
    for path in led:
        wanted |= Q(path__startswith=path)
    return {
        pk: (path, free) for pk, path, free in Unit.objects.filter(wanted).values_list("pk", "path", "independent")
    }


def _command(led: list[str], units: dict[int, tuple[str, bool]], independent: set[int]) -> frozenset[int]:
    """The units whose chain of command reaches a led unit."""
    led_ids = {path_ids(path)[-1] for path in led}
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
