"""Finding officers and posts."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from huiyin.kernel.actor import Role
from huiyin.kernel.text import clean_line
from huiyin.orgs.errors import OfficerNotThere
from huiyin.orgs.models import Officer, Post
from huiyin.orgs.selectors.leave import leaves_running
from huiyin.orgs.selectors.units import chain_of
from huiyin.orgs.selectors.views import OfficerView, PostView

# Accounts of which nobody has ever set a password.
WITHOUT_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def officer_view(*, officer_id: int) -> OfficerView:
    """One officer, also when the account is shut. Raises OfficerNotThere."""
    officer = Officer.objects.filter(pk=officer_id).first()
    if officer is None:
        raise OfficerNotThere
    return OfficerView.of(officer)


def officer_by_username(*, username: str) -> OfficerView:
    """The officer who signs in by this name, also when the account is shut. Raises OfficerNotThere."""
    officer = Officer.objects.filter(username=Officer.normalize_username(username)).first()
    if officer is None:
        raise OfficerNotThere
    return OfficerView.of(officer)


def officers_without_password() -> list[OfficerView]:
    """Who has an open account and has never set a password, by name of account."""
    found = Officer.objects.filter(WITHOUT_PASSWORD, is_active=True)
    return [OfficerView.of(officer) for officer in found.order_by("username")]


def officer_names(*, officer_ids: Iterable[int]) -> dict[int, str]:
    """The names of these officers, also of shut accounts."""
    return dict(Officer.objects.filter(pk__in=set(officer_ids)).values_list("pk", "display_name"))


def officer_id_named(*, username: str) -> int | None:
    """The officer with this sign-in name, also with a shut account; None where nobody has it."""
    name = Officer.normalize_username(username)
    return Officer.objects.filter(username=name).values_list("pk", flat=True).first()


def officer_email(*, officer_id: int) -> str | None:
    """Where to write to an officer; None without an address or with a shut account."""
    email = Officer.objects.filter(pk=officer_id, is_active=True).values_list("email", flat=True).first()
    return email or None


def officers_of_unit(*, unit_id: int, roles: Iterable[Role] = ()) -> list[OfficerView]:
    """Who holds a post in the unit, each once, in one of these roles if any are given; by name of account."""
    posts = Post.objects.filter(unit_id=unit_id)
    wanted = [role.value for role in roles]
    if wanted:
        posts = posts.filter(role__in=wanted)
    found = Officer.objects.filter(is_active=True, pk__in=posts.values("officer_id")).order_by("username")
    return [OfficerView.of(officer) for officer in found]


def officers_reachable(*, officer_ids: Iterable[int], on: date) -> dict[int, bool]:
    """Those of these officers whose account is open: whether they have an address and aren't away on that day."""
    found = dict(Officer.objects.filter(pk__in=set(officer_ids), is_active=True).values_list("pk", "email"))
    away = leaves_running(officer_ids=found, on=on)
    return {officer_id: bool(email) and officer_id not in away for officer_id, email in found.items()}


def officers_by_name(*, text: str, unit_id: int) -> list[OfficerView]:
    """Officers of a unit with just this name: a respondent typed by hand may be one of them."""
    found = Officer.objects.filter(display_name=clean_line(text), posts__unit_id=unit_id).distinct().order_by("pk")
    return [OfficerView.of(officer) for officer in found]


def posts_of_unit(*, unit_id: int, roles: Iterable[Role] = ()) -> list[PostView]:
    """The unit's posts, vacant ones too, in one of these roles if any are given; in the order they were made."""
    posts = Post.objects.filter(unit_id=unit_id).select_related("unit", "officer").order_by("pk")
    wanted = [role.value for role in roles]
    if wanted:
        posts = posts.filter(role__in=wanted)
    return [PostView.of(post) for post in posts]


def posts_of_officer(*, officer_id: int) -> list[PostView]:
    """The posts that the officer holds, the oldest first."""
    posts = Post.objects.filter(officer_id=officer_id).select_related("unit", "officer").order_by("held_since", "pk")
    return [PostView.of(post) for post in posts]


def leaders_of(*, unit_id: int) -> list[int]:
    """The officers who lead the unit: those of the nearest unit upwards with a filled leader's post.

    The search ends at an independent unit, whose matters are nobody's above it. Raises UnitNotThere.
    """
    return next((officer_ids for _unit_id, officer_ids in leaders_upwards(unit_id=unit_id)), [])


def leaders_upwards(*, unit_id: int) -> list[tuple[int, list[int]]]:
    """The unit and those above it that have somebody in a leader's post, the nearest first, each with its leaders.

    The search ends at an independent unit. Raises UnitNotThere.
    """
    chain = [unit.id for unit in chain_of(unit_id=unit_id)]
    posts = Post.objects.filter(unit_id__in=chain, role=Role.LEADER.value, officer__is_active=True).order_by("pk")
    found: dict[int, list[int]] = {above: [] for above in chain}
    for led_id, officer_id in posts.filter(officer__isnull=False).values_list("unit_id", "officer__pk"):
        if officer_id not in found[led_id]:
            found[led_id].append(officer_id)
    return [(above, officer_ids) for above, officer_ids in found.items() if officer_ids]
