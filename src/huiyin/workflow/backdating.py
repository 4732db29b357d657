"""Steps that an officer dates back: what lies further back than the rulebook allows counts from now.

A letter that came last week is written down with its day. Of a day long ago a clock that has run out would become one
that was met, so such a step needs its reason, moves clocks as of when it is written down, and is listed for the
auditor. One rule for every move that takes a day or a moment from an officer.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from huiyin.clocks.selectors import rulebook
from huiyin.kernel.text import clean_line
from huiyin.kernel.text_limits import checked_text
from huiyin.kernel.time import office_day
from huiyin.workflow.change import Change
from huiyin.workflow.errors import LateReasonRequired

LATE_REASON_MAX = 200
# So many are listed.
LATE_MOST = 200
# In a step's facts: the day that was typed, and why it is written down only now.
LATE_ON, LATE_REASON = "late_on", "late_reason"


def reason_of_late(on: date, reason: str, *, at: datetime) -> str:
    """Why it is written down only now, where the day lies further back than the rulebook allows; else "".

    Raises LateReasonRequired, TextTooLong.
    """
    today = office_day(at)
    most = rulebook(today).backdated_most
    if on >= today - timedelta(days=most):
        return ""
    text = checked_text(clean_line(reason), field="late_reason", most=LATE_REASON_MAX)
    if not text:
        raise LateReasonRequired(days=most)
    return text


def date_back(change: Change[Any], on: date, reason: str) -> bool:
    """Date a step; whether that day lies so far back that the step counts from now. Step and entry say it then.

    Raises as `reason_of_late`.
    """
    late = reason_of_late(on, reason, at=change.at)
    if late:
        change.late_on = on
        change.facts |= {LATE_ON: on.isoformat(), LATE_REASON: late}
    return bool(late)


@dataclass(frozen=True, slots=True)
class LateStep:
    """One of them: of which case, the day that was said, when it was written down, by whom, and why only then.

    `number` is a matter's; `about` the name of another sort of case.
    """

    on: date
    at: datetime
    officer_id: int | None
    reason: str
    number: str = ""
    about: str = ""


def late_events(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Those of these timeline rows that were dated so far back, the newest first."""
    return rows.filter(facts_text__contains=f'"{LATE_ON}"').order_by("-at", "-pk")


def late_steps_of(rows: Iterable[Any], name: Callable[[Any], dict[str, str]]) -> list[LateStep]:
    """The same for the auditor's list; `name` gives the number or the words that name a row's case."""
    found = []
    for row in rows:
        facts = json.loads(row.facts_text)
        kind, _colon, key = row.actor.partition(":")
        officer_id = int(key) if kind == "officer" else None
        on, reason = date.fromisoformat(facts[LATE_ON]), str(facts[LATE_REASON])
        found.append(LateStep(on, row.at, officer_id, reason, **name(row)))
    return found
