"""Who held the posts of a unit and when, as the ledger's entries about them say."""

from collections.abc import Collection, Mapping
from datetime import datetime

from huiyin.kernel.actor import ActorKind
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.ledger.selectors import Stint, entries_of_many
from huiyin.orgs.models import Officer, Post, Unit

_KINDS = ("orgs.post.created", "orgs.post.filled", "orgs.post.vacated")


def stints_in(*, unit_ids: Collection[int]) -> tuple[Stint, ...]:
    """Every stint in a post of these units, also of who left since: an officer who moved on answers for that time.

    A deputy acts in the name of a unit by somebody else's post and isn't among them.
    """
    posts = Post.objects.filter(unit_id__in=unit_ids).values_list("pk", flat=True)
    held: dict[str, tuple[int, datetime]] = {}
    stints: list[Stint] = []
    for entry in entries_of_many(subjects=[Ref("post", key) for key in posts], kinds=_KINDS):
        before = held.pop(entry.subject, None)
        if before is not None:
            stints.append(_stint(*before, entry.at))
        officer_id = entry.facts.get("officer")
        if isinstance(officer_id, int):
            held[entry.subject] = (officer_id, entry.at)
    return (*stints, *(_stint(officer_id, since, None) for officer_id, since in held.values()))


def unit_names_ever(*, unit_ids: Collection[int]) -> tuple[str, ...]:
    """What these units are called and were called before, as the ledger's entries about them say."""
    names = set(Unit.objects.filter(pk__in=unit_ids).values_list("name", flat=True))
    for entry in entries_of_many(subjects=[Ref("unit", key) for key in unit_ids], kinds=("orgs.unit.revised",)):
        before = entry.facts.get("before")
        if isinstance(before, Mapping) and isinstance(before.get("name"), str):
            names.add(str(before["name"]))
    return tuple(sorted(names))


def officer_ids_named(*, name: str) -> tuple[int, ...]:
    """All officers of just this name, several if they share it; also with shut accounts."""
    return tuple(Officer.objects.filter(display_name=clean_line(name)).order_by("pk").values_list("pk", flat=True))


def _stint(officer_id: int, since: datetime, until: datetime | None) -> Stint:
    return Stint(f"{ActorKind.OFFICER}:{officer_id}", since, until)
