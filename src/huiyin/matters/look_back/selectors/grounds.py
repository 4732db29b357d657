"""The grounds of a matter that haven't been looked back at: from its rows, or from what its page has read already."""

from collections.abc import Collection, Iterable
from datetime import datetime

from huiyin.clocks.selectors import clock_views
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.look_back.rules import GroundFound, answered_late, not_carried_out, overturned
from huiyin.matters.look_back.selectors.views import LookBackView
from huiyin.matters.models import FollowUp, LookBack, Matter, PromisedStep, Review


def grounds_open(matter: Matter, *, at: datetime) -> list[GroundFound]:
    """From the rows of a matter, as the service asks it."""
    reviews = Review.objects.filter(matter=matter).order_by("position")
    steps = PromisedStep.objects.filter(matter=matter, reply__served_at__isnull=False).order_by("position")
    calls = FollowUp.objects.filter(matter=matter).order_by("at")
    found = [
        *overturned(reviews.values_list("position", "outcome", "decided_at")),
        *answered_late(
            (clock.code, clock.round, clock.outcome, clock.stopped_at)
            for clock in clock_views(subject_id=matter.pk, at=at, inside=True)
        ),
        *not_carried_out(
            ((step.position, step.due_on, step.done_at is None and step.due_on < office_day(at)) for step in steps),
            calls.values_list("at", "result"),
        ),
    ]
    return _left(found, set(LookBack.objects.filter(matter=matter).values_list("ground_key", flat=True)))


def grounds_on(page: MatterView) -> list[GroundFound]:
    """The same from a matter's page, without a statement."""
    found = [
        *overturned((review.position, review.outcome, review.decided_at) for review in page.reviews),
        *answered_late((clock.code, clock.round, clock.outcome, clock.stopped_at) for clock in page.clocks),
        *not_carried_out(
            ((step.position, step.due_on, step.is_late) for step in page.steps if step.is_promised),
            ((call.at, call.result) for call in page.follow_ups),
        ),
    ]
    return _left(found, {row.ground_key for row in page.rows_of(LookBackView)})


def _left(found: Iterable[GroundFound], seen: Collection[str]) -> list[GroundFound]:
    return [ground for ground in found if ground.key not in seen]
