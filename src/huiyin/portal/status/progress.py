"""How far a matter has come, at a glance: its stages with their days, worked out from what has happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from huiyin.clocks.rules.rulebook import Bound
from huiyin.clocks.selectors import ClockView
from huiyin.kernel.text import NP_
from huiyin.kernel.time import office_day
from huiyin.matters.core.rules.states import UNANSWERED_STATES, State
from huiyin.matters.core.selectors.views import MatterView, ReviewView
from huiyin.matters.register.rules import REGISTERED_KIND

DONE, NOW, AHEAD = "done", "now", "ahead"
_WORDS = {
    DONE: NP_("进度", "已经完成"),
    NOW: NP_("进度", "现在在这一步"),
    AHEAD: NP_("进度", "还没有到"),
}
_GIVEN_TO_HANDLER = "matters.matter.handler_assigned"
# It ends without an answer on its substance: what would come after isn't shown.
_ENDED_EARLY = frozenset({State.DECLINED, State.REDIRECTED, State.WITHDRAWN})
# The clock for accepting comes first of those that run before anybody has accepted.
_ACCEPTING = frozenset({"accept", "accept_promise", "simple_accept"})
_ANSWERING = frozenset({"answer", "answer_promise", "answer_limit", "simple_answer"})


@dataclass(frozen=True, slots=True)
class ProgressStage:
    """One stage: its name, whether it is done, the present one or still ahead, its day and how long it took."""

    name: str
    progress: str
    on: date | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """What its mark says, for who doesn't see it."""
        return pgettext("进度", _WORDS[self.progress])


def stages_of(matter: MatterView, *, at: datetime) -> tuple[ProgressStage, ...]:
    """Filed, registered, accepted, being handled, answered; then reviews, if there are any."""
    return tuple(_stages(matter, office_day(at)))


def _stages(matter: MatterView, today: date) -> Iterator[ProgressStage]:
    state, filed = State(matter.state), office_day(matter.received_at)
    accepted = office_day(matter.accepted_at) if matter.accepted_at else None
    yield from _begun(matter, filed, accepted)
    if state in _ENDED_EARLY:
        ended = office_day(matter.closed_at) if matter.closed_at else None
        yield ProgressStage(matter.state_label, DONE, ended, _later(filed, ended) if ended else "")
        return
    answered = office_day(matter.served_at) if matter.served_at and state not in UNANSWERED_STATES else None
    yield from _handled(matter, accepted, answered, today)
    if answered is not None:
        yield ProgressStage(pgettext("进度", "答复"), DONE, answered, _later(filed, answered))
    elif state in UNANSWERED_STATES:
        yield ProgressStage(pgettext("进度", "答复"), AHEAD, note=_by(matter, _ANSWERING))
    for review in matter.reviews:
        yield _review(review)


def _begun(matter: MatterView, filed: date, accepted: date | None) -> Iterator[ProgressStage]:
    registered = _first(matter, REGISTERED_KIND) or filed
    yield ProgressStage(pgettext("进度", "提交"), DONE, filed)
    yield ProgressStage(pgettext("进度", "登记"), DONE, registered, _later(filed, registered))
    if accepted is not None:
        yield ProgressStage(pgettext("进度", "受理"), DONE, accepted, _later(filed, accepted))
    elif matter.state == State.REGISTERED:
        yield ProgressStage(pgettext("进度", "受理"), NOW, note=_by(matter, _ACCEPTING))


def _review(review: ReviewView) -> ProgressStage:
    if review.decided_at is None:
        return ProgressStage(review.level_label, NOW, office_day(review.asked_at))
    return ProgressStage(review.level_label, DONE, office_day(review.decided_at))


def _handled(
    matter: MatterView, accepted: date | None, answered: date | None, today: date
) -> Iterator[ProgressStage]:
    """From the day on which somebody was given it; who answers without that has it since accepting it."""
    name, state = pgettext("进度", "办理"), State(matter.state)
    if state is State.REGISTERED:
        yield ProgressStage(name, AHEAD)
        return
    begun = _first(matter, _GIVEN_TO_HANDLER) or accepted
    if begun is None:
        return
    if state in UNANSWERED_STATES:
        yield ProgressStage(name, NOW, begun, _so_far((today - begun).days + 1))
    elif answered is not None:
        yield ProgressStage(name, DONE, begun, _took((answered - begun).days + 1))


def _first(matter: MatterView, kind: str) -> date | None:
    return next((office_day(event.at) for event in matter.events if event.kind == kind), None)


def _by(matter: MatterView, codes: frozenset[str]) -> str:
    """By when the next stage is due: the earliest time that is still running."""
    running = [clock for clock in matter.clocks if clock.code in codes and clock.stopped_at is None]
    found = min((clock for clock in running if clock.days_left >= 0), key=_due, default=None)
    if found is None:
        return gettext("已经超期") if running else ""
    return gettext("最迟 %(day)s") % {"day": date_format(found.due_on, pgettext("短", "Y年n月j日"))}


def _due(clock: ClockView) -> datetime:
    return clock.due_at


def first_clocks(clocks: tuple[ClockView, ...]) -> tuple[tuple[ClockView, ...], tuple[ClockView, ...]]:
    """Of the running clocks those that are shown at once (due first, or extended), and the others."""
    ours = [clock for clock in clocks if clock.bound in {Bound.AUTHORITY, Bound.PETITIONER}]
    first = ours[:1] or list(clocks[:1])
    shown = tuple(clock for clock in clocks if clock in first or clock.extensions)
    return shown, tuple(clock for clock in clocks if clock not in shown)


def _later(since: date, on: date) -> str:
    days = (on - since).days
    if days <= 0:
        return pgettext("进度", "当天")
    return ngettext("提交后 %(days)d 天", "提交后 %(days)d 天", days) % {"days": days}


def _so_far(days: int) -> str:
    return ngettext("第 %(days)d 天", "第 %(days)d 天", days) % {"days": days}


def _took(days: int) -> str:
    return ngettext("用了 %(days)d 天", "用了 %(days)d 天", days) % {"days": days}
