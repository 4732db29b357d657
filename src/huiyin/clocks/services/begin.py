"""The clocks that run from the first moment."""

from collections.abc import Sequence

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.subject import Subject
from huiyin.db import build_row, rows_insert

REGISTERED = "registered"


def clocks_begin(subjects: Sequence[Subject]) -> list[Clock]:
    """Start the clocks of newly registered subjects: one INSERT for any number of them (条例第二十三条).

    `subject.at` is when it was received. Gives the rows, a subject's clocks together, in the subjects' order.
    Raises IntegrityError for a subject whose clocks were begun before.
    """
    plans = planner()
    clocks = [clock for subject in subjects for clock in clocks_planned(plans, subject, REGISTERED)]
    return rows_insert(clocks)


def clocks_planned(plans: Planner, subject: Subject, event: str) -> list[Clock]:
    """The clocks that an event starts, not yet stored."""
    started_at = subject.at
    return [
        build_row(
            Clock,
            subject_id=subject.id,
            code=planned.rule.code,
            round=subject.round,
            kind=subject.kind,
            layer=planned.rule.layer.value,
            article=planned.rule.article,
            rulebook=planned.rule.source,
            started_at=started_at,
            base_due_at=(due_at := planned.due_at(started_at)),
            due_at=due_at,
            provisional=planned.provisional,
            next_signal_at=plans.first_signal(planned, started_at),
        )
        for planned in plans.planned(event=event, kind=subject.kind, at=started_at)
    ]
