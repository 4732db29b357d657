"""Whether the house can open its door: somebody receives, somebody works on it, and a second person approves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.kernel.actor import Role
from huiyin.kernel.text import N_
from huiyin.orgs.models import Post
from huiyin.orgs.selectors.reception import reception_unit, unit_name

_NEEDED = (Role.REGISTRAR, Role.HANDLER, Role.APPROVER)
_Held = dict[int, dict[str, set[int]]]


@dataclass(frozen=True, slots=True)
class Lack:
    """What has to be there before the portal opens; `sentence` is a source text with %(unit)s, which it is about."""

    sentence: str
    unit: str = ""

    @property
    def params(self) -> dict[str, str]:
        """What the sentence needs."""
        return {"unit": self.unit}

    def __str__(self) -> str:
        """The sentence in its source language."""
        return self.sentence % self.params


class _Opening:
    """What this process knows: a door that was open once stays open, so that a running house isn't asked again."""

    was_open: bool = False


_opening = _Opening()


def is_open() -> bool:
    """Whether the portal takes anything in. No statement once it does, two before."""
    if not _opening.was_open:
        _opening.was_open = not opening_lacks()
    return _opening.was_open


def opening_lacks() -> list[Lack]:
    """What is missing, in the order in which it is set up; empty when the portal can open.

    A petition office with a registrar; a unit with a handler and an approver who is somebody else, as whoever wrote
    an answer doesn't approve it. Vacant posts and shut accounts count for nothing. Two statements, three with a name.
    """
    office = reception_unit()
    if office is None:
        return [Lack(N_("还没有接收诉求的单位：请建一个类别为“信访部门”的单位"))]
    held = _held()
    lacks = [] if held[office][Role.REGISTRAR] else [Lack(N_("%(unit)s还没有登记员"), unit_name(unit_id=office))]
    return lacks + _working_lacks(held, office)


def _working_lacks(held: _Held, office: int) -> list[Lack]:
    if any(_two_people(posts) for posts in held.values()):
        return []
    worked_in = [unit_id for unit_id, posts in held.items() if posts[Role.HANDLER]]
    if not worked_in:
        name = unit_name(unit_id=office)
        return [Lack(N_("%(unit)s或别的单位还没有承办人"), name), Lack(N_("有承办人的单位还要有另一位审批人"))]
    unit_id = office if office in worked_in else worked_in[0]
    return [Lack(N_("%(unit)s有承办人，还没有另一位审批人"), unit_name(unit_id=unit_id))]


def _two_people(posts: dict[str, set[int]]) -> bool:
    """Somebody works on it, and somebody else can approve."""
    handlers, approvers = posts[Role.HANDLER], posts[Role.APPROVER]
    return bool(handlers and approvers) and len(handlers | approvers) > 1


def _held() -> _Held:
    """By unit and role the officers who hold such a post."""
    posts: Iterable[tuple[int, str, int | None]] = Post.objects.filter(
        role__in=[role.value for role in _NEEDED], officer__is_active=True, unit__is_active=True
    ).values_list("unit_id", "role", "officer_id")
    held: _Held = defaultdict(lambda: defaultdict(set))
    for unit_id, role, officer_id in posts:
        if officer_id is not None:
            held[unit_id][role].add(officer_id)
    return held
