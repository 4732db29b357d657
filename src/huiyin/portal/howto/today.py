"""The dates of a matter that is filed today: by the rulebooks and the calendar in force, nothing written in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from huiyin.clocks.rules.rulebook import Bound, Layer
from huiyin.clocks.selectors import ForeseenClock, clocks_foreseen, length_text
from huiyin.matters.core.rules.labels import KIND_LABELS
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.review.selectors.windows import may_be_reviewed


@dataclass(frozen=True, slots=True)
class TodayDates:
    """Of one kind of matter, filed at that instant: the last days on which something can be owed.

    `answer_on` counts from the last day for accepting, the latest there can be. `promised_on` is what the house
    promises earlier than the law, None where it doesn't.
    """

    name: str
    accept_on: date
    answer_on: date
    promised_on: date | None
    is_provisional: bool


def today_of(kind: Kind, at: datetime) -> TodayDates:
    """The dates of one kind. The simple procedure is faster and never slower, so it isn't counted on."""
    accept = _last(clocks_foreseen(event="registered", kind=kind, at=at), "accepted")
    answers = clocks_foreseen(event="accepted", kind=kind, at=accept.due_at)
    answer = _last(answers, "served")
    promised = min((clock.due_on for clock in _owed(answers, "served")), default=answer.due_on)
    return TodayDates(
        name=gettext(KIND_LABELS[kind]),
        accept_on=accept.due_on,
        answer_on=answer.due_on,
        promised_on=promised if promised < answer.due_on else None,
        is_provisional=accept.provisional or answer.provisional,
    )


def today_lines(at: datetime) -> list[str]:
    """Three sentences for who wants something solved: accepted by, answered by, and what then."""
    dates = today_of(Kind.CLAIM, at)
    answered = gettext("哪怕到最后一天才受理，也最晚 %(day)s书面答复您。") % {"day": _day(dates.answer_on)}
    if dates.promised_on is not None:
        answered += gettext("我们承诺更早：%(day)s以前。") % {"day": _day(dates.promised_on)}
    return [
        gettext("最晚 %(day)s告诉您受理不受理。") % {"day": _day(dates.accept_on)},
        answered,
        _afterwards(),
    ]


def _afterwards() -> str:
    length = length_text(code="review_window", kind=Kind.CLAIM)
    if may_be_reviewed(Kind.CLAIM):
        return gettext("对答复不满意，可以在收到后 %(length)s内申请复查，请上一级重新看。") % {"length": length}
    return gettext("收到答复后，可以在 %(length)s内评价。") % {"length": length}


def _owed(clocks: tuple[ForeseenClock, ...], event: str) -> list[ForeseenClock]:
    """What the house owes the petitioner until that event."""
    return [clock for clock in clocks if clock.bound is Bound.AUTHORITY and event in clock.stops]


def _last(clocks: tuple[ForeseenClock, ...], event: str) -> ForeseenClock:
    """The law's time for it; where the law has none, the last of what the house promises."""
    owed = _owed(clocks, event)
    statutory = [clock for clock in owed if clock.layer is Layer.STATUTORY]
    return max(statutory or owed, key=lambda clock: clock.due_at)


def _day(day: date) -> str:
    return date_format(day, gettext("Y年n月j日"))
