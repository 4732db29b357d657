"""The round of supervision: where a rule is broken, the unit is supervised in the petition office's name, once."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.clocks.selectors import clocks_for_many
from huiyin.kernel.actor import system
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.setbacks import failure_log
from huiyin.supervision.rules import TRIGGER_OF_CLOCK, Trigger
from huiyin.supervision.selectors import Overdue, matters_overdue, matters_sent_back_often, supervised_since
from huiyin.supervision.services import matter_supervise_by_rule

_log = logging.getLogger(__name__)
_TICK = system("tick")
_PAGE = 500


@dataclass(frozen=True, slots=True)
class SupervisionReport:
    """How many units were supervised, what another round did first, and what failed and will be tried again."""

    raised: int = 0
    overtaken: int = 0
    failed: int = 0


def supervision_round(*, at: datetime) -> SupervisionReport:
    """Look through what is overdue, and supervise what hasn't been for the same lateness."""
    counts = {"raised": 0, "overtaken": 0, "failed": 0}
    after: Overdue | None = None
    while True:
        page = matters_overdue(at=at, after=after, limit=_PAGE)
        for matter_id, trigger in _broken([matter.id for matter in page], at):
            counts[_supervise(matter_id, trigger, at)] += 1
        if len(page) < _PAGE:
            break
        after = page[-1]
    often = matters_sent_back_often()
    known = supervised_since(matter_ids=often)
    for matter_id in often:
        if (matter_id, Trigger.SENT_BACK_OFTEN) not in known:
            counts[_supervise(matter_id, Trigger.SENT_BACK_OFTEN, at)] += 1
    return SupervisionReport(**counts)


def _broken(matter_ids: list[UUID], at: datetime) -> list[tuple[UUID, Trigger]]:
    """What is late and hasn't been supervised for it: an ended demand isn't made again for the same clock."""
    known = supervised_since(matter_ids=matter_ids)
    found: dict[tuple[UUID, Trigger], None] = {}
    for matter_id, clocks in clocks_for_many(subject_ids=matter_ids, at=at).items():
        for clock in clocks:
            trigger = TRIGGER_OF_CLOCK.get(clock.code)
            if trigger is None or clock.due_at >= at:
                continue
            last = known.get((matter_id, trigger))
            # An open demand covers this lateness, too; one that was raised before the day was due meant another.
            if last is None or (not last[1] and last[0] < clock.due_at):
                found[matter_id, trigger] = None
    return list(found)


def _supervise(matter_id: UUID, trigger: Trigger, at: datetime) -> str:
    try:
        matter_supervise_by_rule(actor=_TICK, matter_id=matter_id, trigger=trigger, at=at)
    except HuiyinError:
        return "overtaken"
    except Exception as error:
        failure_log(_log, f"supervision of matter {matter_id}", error)
        return "failed"
    return "raised"
