"""What waits for a second person, who that may be, and what is in effect."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.kernel.actor import Actor, ActorKind, Role
from huiyin.kernel.refs import Ref
from huiyin.ledger.selectors import is_anything_recorded, is_caused_by
from huiyin.orgs.grant_errors import GrantNotFound
from huiyin.orgs.grant_rules import (
    ACCOUNT_IS_NEW,
    GRANT_KIND_LABELS,
    GRANT_STATE_LABELS,
    OPENING_ROLES,
    READING_ROLES,
    GrantKind,
    GrantState,
    joined_duties,
)
from huiyin.orgs.models import Grant, Post
from huiyin.orgs.rules import ROLE_LABELS
from huiyin.orgs.selectors.officers import leaders_of
from huiyin.orgs.selectors.units import chain_of

_ACCOUNT_MADE = ("orgs.officer.created", "orgs.officer.reactivated")
_SHOWN = 100
_READS = ("officer_id", "unit_id", "decided_at")


@dataclass(frozen=True, slots=True)
class GrantView:
    """A proposal as the people concerned see it. `made_at` is when the officer's account was made."""

    id: int
    kind: GrantKind
    unit_id: int
    unit_name: str
    post_id: int | None
    post_title: str
    role: Role | None
    officer_id: int
    officer_name: str
    username: str
    email: str
    made_at: datetime
    holder_id: int | None
    holder_name: str
    proposed_by: int | None
    proposer_name: str
    proposed_at: datetime
    expires_at: datetime
    state: GrantState
    decided_by: int | None
    decider_name: str
    decided_at: datetime | None
    reason: str

    @property
    def kind_label(self) -> str:
        """What is granted, in the reader's language."""
        return gettext(GRANT_KIND_LABELS[self.kind])

    @property
    def state_label(self) -> str:
        """Where it stands, in the reader's language."""
        return gettext(GRANT_STATE_LABELS[self.state])

    @property
    def role_label(self) -> str:
        """The role, in the reader's language; empty for a reader."""
        return gettext(ROLE_LABELS[self.role]) if self.role else ""

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state is GrantState.WAITING


def is_being_set_up() -> bool:
    """Whether nothing was ever filed here: then there is nothing to read, and nobody yet who could agree."""
    return not is_anything_recorded(sort="matter")


def independence_may_end(*, by_system: bool) -> bool:
    """Whether a unit may cease to stand apart: on a page only while there is nothing to read yet."""
    return by_system or is_being_set_up()


def needs_agreement(*, role: Role, officer_id: int, actor: Actor, at: datetime) -> bool:
    """Whether a second person has to agree before this officer holds such a post."""
    if actor.kind is ActorKind.SYSTEM or is_being_set_up():
        return False
    return role in OPENING_ROLES or officer_id == actor.officer_id or made_lately(officer_id, by=actor.ref, at=at)


def made_lately(officer_id: int, *, by: str, at: datetime) -> bool:
    """Whether that actor made or reopened the officer's account within thirty days."""
    return is_caused_by(subject=Ref("officer", officer_id), kinds=_ACCOUNT_MADE, actor=by, since=at - ACCOUNT_IS_NEW)


def second_persons(*, unit_id: int, proposed_by: int | None, officer_id: int, at: datetime) -> frozenset[int]:
    """Who may agree to something in a unit: its leader, or an auditor.

    Of a unit that stands apart (an independent one, or one below it) whoever holds a post there; nobody else, unless
    there is nobody. Never who proposed it, who is to get it, or an account that the proposer made within thirty days.
    Raises UnitNotThere.
    """
    chain = chain_of(unit_id=unit_id)
    apart = next((unit.id for unit in chain if unit.independent), None)
    if apart is None:
        found = _fit(frozenset(leaders_of(unit_id=unit_id)) | auditors(), proposed_by, officer_id, at)
    else:
        found = _fit(_staff_of({unit.id for unit in chain}), proposed_by, officer_id, at)
    return found or _fit(auditors(), proposed_by, officer_id, at)


def auditors() -> frozenset[int]:
    """Who keeps watch over the installation."""
    return officers_with(role=Role.AUDITOR)


def officers_with(*, role: Role) -> frozenset[int]:
    """Whoever holds a post of this role anywhere, with an open account."""
    held = Post.objects.filter(role=role.value, officer__is_active=True)
    return frozenset(held.values_list("officer__pk", flat=True))


def sealed_readers(*, unit_id: int | None = None) -> frozenset[int]:
    """Who was agreed to as a reader of what is sealed in a unit, or in any, since they have worked there."""
    grants = Grant.objects.filter(kind=GrantKind.READER, state=GrantState.AGREED)
    if unit_id is not None:
        grants = grants.filter(unit_id=unit_id)
    # By time: the newest agreement of each overwrites those before.
    agreed = {(officer, unit): at for officer, unit, at in grants.order_by("decided_at").values_list(*_READS)}
    if not agreed:
        return frozenset()
    held = Post.objects.filter(
        role__in=[role.value for role in READING_ROLES],
        officer__in={officer for officer, _unit in agreed},
        officer__is_active=True,
    ).values_list("officer__pk", "unit_id", "held_since")
    return frozenset(
        officer
        for officer, unit, since in held
        # Whoever left the unit and came back is agreed to anew.
        if (decided := agreed.get((officer, unit))) and since and since <= decided
    )


def reader_units(*, officer_id: int) -> list[int]:
    """The units in which this officer holds a post that may read, and is no reader nor proposed as one yet."""
    held = Post.objects.filter(
        officer_id=officer_id, role__in=[role.value for role in READING_ROLES], unit__is_active=True
    )
    waiting = set(
        Grant.objects.filter(kind=GrantKind.READER, state=GrantState.WAITING, officer_id=officer_id).values_list(
            "unit_id", flat=True
        )
    )
    units = sorted(set(held.values_list("unit_id", flat=True)) - waiting)
    return [unit_id for unit_id in units if officer_id not in sealed_readers(unit_id=unit_id)]


def decides(*, grant: Grant, at: datetime) -> frozenset[int]:
    """Who may agree to this proposal or refuse it.

    A new reader is agreed to by one of the readers that the unit has; where it has none, as for a post.
    """
    if grant.kind == GrantKind.READER:
        readers = _fit(sealed_readers(unit_id=grant.unit_id), grant.proposed_by_id, grant.officer_id, at)
        if readers:
            return readers
    return second_persons(unit_id=grant.unit_id, proposed_by=grant.proposed_by_id, officer_id=grant.officer_id, at=at)


def grants_to_decide(*, officer_id: int, at: datetime) -> list[GrantView]:
    """What waits for this officer's word, the oldest first. One statement while nothing waits for anybody."""
    found = _grants().filter(state=GrantState.WAITING, expires_at__gt=at).order_by("id")
    # Cut last: the first hundred may all wait for others.
    own = (grant for grant in found if officer_id in decides(grant=grant, at=at))
    return [_view(grant) for grant in islice(own, _SHOWN)]


def grants_waiting(*, at: datetime) -> list[GrantView]:
    """All that wait, the oldest first, for whoever has the server's shell."""
    return [_view(grant) for grant in _grants().filter(state=GrantState.WAITING, expires_at__gt=at).order_by("id")]


def grants_of(*, actor: Actor) -> list[GrantView]:
    """The proposals that concern an officer, the newest first; all of them for administrators and auditors."""
    found = _grants().order_by("-id")
    if actor.holds(Role.ADMINISTRATOR, Role.AUDITOR):
        return [_view(grant) for grant in found[:_SHOWN]]
    own = (grant for grant in found.iterator() if _concerns(grant, actor))
    return [_view(grant) for grant in islice(own, _SHOWN)]


def grant_view(*, grant_id: int, actor: Actor, at: datetime) -> GrantView:
    """One proposal, for whom it concerns. Raises GrantNotFound."""
    grant = _grants().filter(pk=grant_id).first()
    if grant is None:
        raise GrantNotFound
    seen = actor.holds(Role.ADMINISTRATOR, Role.AUDITOR) or _concerns(grant, actor)
    # Not there rather than not allowed, which would say that somebody is proposed.
    if not seen and actor.officer_id not in decides(grant=grant, at=at):
        raise GrantNotFound
    return _view(grant)


def grant_seen(*, grant_id: int) -> GrantView:
    """One proposal, for notices about it; whoever may see a page asks grant_view. Raises GrantNotFound."""
    grant = _grants().filter(pk=grant_id).first()
    if grant is None:
        raise GrantNotFound
    return _view(grant)


def deciders(*, grant_id: int, at: datetime) -> frozenset[int]:
    """Who may agree to a proposal or refuse it. Raises GrantNotFound."""
    grant = Grant.objects.filter(pk=grant_id).first()
    if grant is None:
        raise GrantNotFound
    return decides(grant=grant, at=at)


def duties_joined() -> dict[int, tuple[Role, ...]]:
    """The officers whose one account holds more than one of the three duties."""
    held: dict[int, set[Role]] = {}
    posts = Post.objects.filter(officer__is_active=True).values_list("officer__pk", "role")
    for officer_id, role in posts:
        held.setdefault(officer_id, set()).add(Role(role))
    return {officer_id: found for officer_id, roles in held.items() if (found := joined_duties(roles))}


def _grants() -> QuerySet[Grant]:
    return Grant.objects.select_related("unit", "post", "officer", "holder", "proposed_by", "decided_by")


def _concerns(grant: Grant, actor: Actor) -> bool:
    people = {grant.officer_id, grant.holder_id, grant.proposed_by_id, grant.decided_by_id}
    return actor.officer_id in people or grant.unit_id in actor.command_unit_ids


def _fit(found: Collection[int], proposed_by: int | None, officer_id: int, at: datetime) -> frozenset[int]:
    others = frozenset(found) - {proposed_by, officer_id}
    if proposed_by is None:
        return others
    return frozenset(other for other in others if not made_lately(other, by=Ref("officer", proposed_by), at=at))


def _staff_of(unit_ids: Collection[int]) -> frozenset[int]:
    """Who holds a post there other than an administrator's or an auditor's."""
    posts = Post.objects.filter(unit_id__in=unit_ids, officer__is_active=True).exclude(
        role__in=[Role.ADMINISTRATOR.value, Role.AUDITOR.value]
    )
    return frozenset(posts.values_list("officer__pk", flat=True))


def _view(grant: Grant) -> GrantView:
    return GrantView(
        id=grant.pk,
        kind=GrantKind(grant.kind),
        unit_id=grant.unit_id,
        unit_name=grant.unit.name,
        post_id=grant.post_id,
        post_title=grant.post.title if grant.post else "",
        role=Role(grant.role) if grant.role else None,
        officer_id=grant.officer_id,
        officer_name=grant.officer.display_name,
        username=grant.officer.username,
        email=grant.officer.email,
        made_at=grant.officer.created_at,
        holder_id=grant.holder_id,
        holder_name=grant.holder.display_name if grant.holder else "",
        proposed_by=grant.proposed_by_id,
        proposer_name=grant.proposed_by.display_name if grant.proposed_by else "",
        proposed_at=grant.proposed_at,
        expires_at=grant.expires_at,
        state=GrantState(grant.state),
        decided_by=grant.decided_by_id,
        decider_name=grant.decided_by.display_name if grant.decided_by else "",
        decided_at=grant.decided_at,
        reason=grant.reason,
    )
