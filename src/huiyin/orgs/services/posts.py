"""Making, filling and vacating posts."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.kernel.actor import Actor, Role
from huiyin.ledger.services import EntryDraft, entries_append, entry_append
from huiyin.orgs.errors import OfficerNotThere, PostHeld, PostNotThere, UnitNotThere
from huiyin.orgs.models import Officer, Post, Unit
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.services._trees import change_facts, changed_fields, name_checked
from huiyin.orgs.services.plans import PostPlan


@transaction.atomic
def posts_create(*, plans: Sequence[PostPlan], actor: Actor, at: datetime) -> list[Post]:
    """Make posts, filled where the plan names an officer; one ledger entry each.

    Raises NotAllowed, UnitNotThere, OfficerNotThere, NameMissing, NameTooLong.
    """
    demand_may_arrange(actor)
    _demand_units({plan.unit_id for plan in plans})
    _demand_officers({plan.officer_id for plan in plans if plan.officer_id is not None})
    posts = [
        Post(
            unit_id=plan.unit_id,
            role=plan.role.value,
            title=name_checked(plan.title),
            officer_id=plan.officer_id,
            held_since=at if plan.officer_id is not None else None,
        )
        for plan in plans
    ]
    Post.objects.bulk_create(posts)
    entries_append(
        [
            EntryDraft(
                kind="orgs.post.created",
                subject=f"post:{post.pk}",
                at=at,
                actor=actor.ref,
                facts={"unit": post.unit_id, "role": post.role, "officer": post.officer_id},
                rows=[post],
            )
            for post in posts
        ]
    )
    return posts


def post_create(*, plan: PostPlan, actor: Actor, at: datetime) -> Post:
    """Make one post. Raises as posts_create does."""
    return posts_create(plans=[plan], actor=actor, at=at)[0]


@transaction.atomic
def post_revise(*, post_id: int, title: str, role: Role, actor: Actor, at: datetime) -> Post:
    """Change what a post is called, and its role while nobody holds it.

    With nothing changed there is no entry. Raises NotAllowed, PostNotThere, PostHeld, NameMissing, NameTooLong.
    """
    demand_may_arrange(actor)
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise PostNotThere
    if post.role != role.value and post.officer_id is not None:
        raise PostHeld
    before = changed_fields(post, {"title": name_checked(title), "role": role.value})
    if not before:
        return post
    post.save(update_fields=[*before])
    entry_append(
        kind="orgs.post.revised",
        subject=f"post:{post.pk}",
        at=at,
        actor=actor.ref,
        facts={"unit": post.unit_id, **change_facts(post, before)},
        rows=[post],
    )
    return post


@transaction.atomic
def post_fill(*, post_id: int, officer_id: int | None, actor: Actor, at: datetime) -> Post:
    """Put an officer into a post in place of whoever held it; None vacates it.

    Naming the present holder changes nothing. Raises NotAllowed, PostNotThere, UnitNotThere (the unit is closed),
    OfficerNotThere.
    """
    demand_may_arrange(actor)
    # The officer is locked before the post, as officer_deactivate does: two of them never wait for each other.
    if officer_id is not None:
        _demand_officers({officer_id})
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise PostNotThere
    if post.officer_id == officer_id:
        return post
    if officer_id is not None:
        _demand_units({post.unit_id})
    previous_id = post.officer_id
    post.officer_id, post.held_since = officer_id, at if officer_id is not None else None
    post.save(update_fields=["officer", "held_since"])
    entry_append(
        kind="orgs.post.vacated" if officer_id is None else "orgs.post.filled",
        subject=f"post:{post.pk}",
        at=at,
        actor=actor.ref,
        facts={"unit": post.unit_id, "role": post.role, "officer": officer_id, "before": previous_id},
        rows=[post],
    )
    return post


def _demand_units(unit_ids: set[int]) -> None:
    """Locked, so that nobody closes the unit while it is being staffed."""
    open_units = Unit.objects.select_for_update().filter(pk__in=unit_ids, is_active=True).order_by("pk")
    if len(open_units.values_list("pk")) < len(unit_ids):
        raise UnitNotThere


def _demand_officers(officer_ids: set[int]) -> None:
    """Locked, so that nobody shuts the account while it is given a post."""
    active = Officer.objects.select_for_update().filter(pk__in=officer_ids, is_active=True).order_by("pk")
    if len(active.values_list("pk")) < len(officer_ids):
        raise OfficerNotThere
