"""Making, filling and vacating posts."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.refs import Ref
from huiyin.ledger.services import EntryDraft, entries_append, entry_append, security_record
from huiyin.orgs.errors import OfficerNotThere, PostHeld, PostNotThere, UnitNotThere
from huiyin.orgs.grant_errors import DutiesNotAllowed, UnagreedNotAllowed
from huiyin.orgs.grant_rules import DUTIES, joined_duties
from huiyin.orgs.models import Officer, Post, Unit
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.selectors.grants import needs_agreement
from huiyin.orgs.services._trees import change_facts, changed_fields, name_checked
from huiyin.orgs.services.plans import PostPlan


@transaction.atomic
def posts_create(*, plans: Sequence[PostPlan], actor: Actor, at: datetime) -> list[Post]:
    """Make posts, filled where the plan names an officer; one ledger entry each.

    Raises NotAllowed, UnagreedNotAllowed, DutiesNotAllowed, UnitNotThere, OfficerNotThere, NameMissing, NameTooLong.
    """
    demand_may_arrange(actor)
    for plan in plans:
        if plan.officer_id is not None:
            _check_alone(plan.role, plan.officer_id, actor, at)
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
                subject=Ref("post", post.pk),
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
    # Its holder would gain or lose rights without anybody having given or taken them.
    if post.role != role.value and post.officer_id is not None:
        raise PostHeld
    before = changed_fields(post, {"title": name_checked(title), "role": role.value})
    if not before:
        return post
    post.save(update_fields=[*before])
    entry_append(
        kind="orgs.post.revised",
        subject=Ref("post", post.pk),
        at=at,
        actor=actor.ref,
        facts={"unit": post.unit_id, **change_facts(post, before)},
        rows=[post],
    )
    return post


@transaction.atomic
def post_fill(*, post_id: int, officer_id: int | None, actor: Actor, at: datetime) -> Post:
    """Put an officer into a post in place of whoever held it; None vacates it.

    Naming the present holder changes nothing. What takes a second person is proposed instead (`grant_propose_post`).
    Raises NotAllowed, UnagreedNotAllowed, DutiesNotAllowed, PostNotThere, UnitNotThere (the unit is closed),
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
        _check_alone(Role(post.role), officer_id, actor, at)
    return post_put(post=post, officer_id=officer_id, actor=actor, at=at)


def post_lock(*, post_id: int, officer_id: int) -> Post:
    """The post and the officer who shall hold it, locked in that order. Raises OfficerNotThere, PostNotThere."""
    _demand_officers({officer_id})
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        raise PostNotThere
    return post


def post_put(*, post: Post, officer_id: int | None, actor: Actor, at: datetime, grant_id: int | None = None) -> Post:
    """Write who holds a locked post now, in the caller's transaction. Raises UnitNotThere, DutiesNotAllowed."""
    if officer_id is not None:
        _demand_units({post.unit_id})
        check_duties(officer_id=officer_id, role=Role(post.role))
    previous_id = post.officer_id
    post.officer_id, post.held_since = officer_id, at if officer_id is not None else None
    post.save(update_fields=["officer", "held_since"])
    entry_append(
        kind="orgs.post.vacated" if officer_id is None else "orgs.post.filled",
        subject=Ref("post", post.pk),
        at=at,
        actor=actor.ref,
        facts={"unit": post.unit_id, "role": post.role, "officer": officer_id, "before": previous_id},
        rows=[post],
    )
    security_record(
        kind="post.vacated" if officer_id is None else "post.filled",
        actor=actor.ref,
        at=at,
        officer_id=officer_id,
        facts={"post": post.pk, "before": previous_id, "grant": grant_id},
    )
    return post


def check_duties(*, officer_id: int, role: Role) -> None:
    """Where the installation keeps duties apart, no account joins two of them. Raises DutiesNotAllowed."""
    if not settings.HUIYIN_SEPARATE_DUTIES or role not in DUTIES:
        return
    held = {Role(value) for value in Post.objects.filter(officer_id=officer_id).values_list("role", flat=True)}
    if joined_duties({*held, role}):
        raise DutiesNotAllowed


def _check_alone(role: Role, officer_id: int, actor: Actor, at: datetime) -> None:
    """Whether one person may do this alone. Raises UnagreedNotAllowed, DutiesNotAllowed."""
    check_duties(officer_id=officer_id, role=role)
    if needs_agreement(role=role, officer_id=officer_id, actor=actor, at=at):
        raise UnagreedNotAllowed


def _demand_units(unit_ids: set[int]) -> None:
    """Locked, so that nobody closes the unit while it is being staffed."""
    open_units = Unit.objects.select_for_update().filter(pk__in=unit_ids, is_active=True).order_by("pk")
    # Counted by reading them: `count()` would lock no row.
    if len(open_units.values_list("pk")) < len(unit_ids):
        raise UnitNotThere


def _demand_officers(officer_ids: set[int]) -> None:
    """Locked, so that nobody shuts the account while it is given a post."""
    active = Officer.objects.select_for_update().filter(pk__in=officer_ids, is_active=True).order_by("pk")
    if len(active.values_list("pk")) < len(officer_ids):
        raise OfficerNotThere
