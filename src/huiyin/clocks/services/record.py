"""Clocks of a life that happened elsewhere: a matter that is imported with its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.plan import Planner
from huiyin.clocks.rules.rulebook import is_stopped
from huiyin.clocks.rules.subject import Subject
from huiyin.clocks.services.begin import REGISTERED, clocks_planned
from huiyin.clocks.services.event import clocks_end
from huiyin.db import rows_insert


@dataclass(frozen=True, slots=True)
class History:
    """A subject at its registration, and what happened to it since: events with their instants, in their order."""

    subject: Subject
    events: tuple[tuple[str, datetime], ...] = ()


def clocks_record(histories: Sequence[History]) -> list[Clock]:
    """The clocks of subjects with a past, started and stopped as if they had lived here: one INSERT for all.

    A subject's clocks stand together, in the subjects' order. Raises IntegrityError for a subject that has clocks.
    """
    plans = planner()
    return rows_insert(clock for history in histories for clock in _lived(plans, history))


def _lived(plans: Planner, history: History) -> list[Clock]:
    clocks = {clock.code: clock for clock in clocks_planned(plans, history.subject, REGISTERED)}
    for event, at in history.events:
        ending = [
            clock
            for clock in clocks.values()
            if clock.stopped_at is None and is_stopped(plans.rule_of(clock), event, kind=clock.kind)
        ]
        if ending:
            clocks_end(ending, at=at, event=event, plans=plans)
        subject = Subject(id=history.subject.id, kind=history.subject.kind, at=at)
        for clock in clocks_planned(plans, subject, event):
            # An event that comes again starts nothing, here as in a life that happens here.
            clocks.setdefault(clock.code, clock)
    return list(clocks.values())
