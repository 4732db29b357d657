"""When a clock speaks up next, and the rules it lives by, recomputed by verification."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.clocks.loading import planner
from huiyin.clocks.models import Clock
from huiyin.clocks.rules.signals import signal_next
from huiyin.clocks.services.recorded import rules_altered
from huiyin.ledger.checks import Check, Deviation, check_register


def reminder_deviations(at: datetime) -> Iterator[Deviation]:
    """Running clocks that would speak up too late, or never. What is due by now is the worker's next turn."""
    plans = planner()
    # What many clocks of a day have in common is worked out once for all of them.
    known: dict[tuple[object, ...], datetime | None] = {}
    columns = ("pk", "subject_id", "code", "kind", "rulebook", "started_at", "due_at", "next_signal_at")
    running = Clock.objects.filter(stopped_at__isnull=True).order_by("pk").values_list(*columns)
    for pk, subject, code, kind, source, started_at, due_at, has in running.iterator(chunk_size=2000):
        key = (source, code, kind, due_at, started_at.date())
        if key not in known:
            rule = plans.rule(source=source, code=code, kind=kind, started_at=started_at)
            known[key] = signal_next(rule, due_at=due_at, after=at, calendar=plans.calendar) if rule else None
        expected = known[key]
        if (expected is not None and has is None) or (has is not None and has > (expected or at)):
            text = _("时限 %(code)s（%(subject)s）的下次提醒不对：会晚提醒或不再提醒。")
            yield Deviation(text % {"code": code, "subject": subject}, (pk, expected))


def reminder_mend(found: Sequence[Deviation], _at: datetime) -> int:
    """At the instant that rule and due date give."""
    return sum(
        Clock.objects.filter(pk=key, stopped_at__isnull=True).update(next_signal_at=expected)
        for key, expected in (deviation.key for deviation in found)
    )


def rule_deviations(_at: datetime) -> Iterator[Deviation]:
    """Rulebooks and calendars that aren't those that the ledger has written down."""
    for altered in rules_altered():
        if altered.now:
            text = _("规则文件 %(name)s 与台账记下的不同：内容改动过，没有人写明理由接受。")
        else:
            text = _("台账记下的规则文件 %(name)s 不再启用。")
        yield Deviation(text % {"name": altered.name})


def register() -> None:
    """At start-up."""
    check_register(Check("clocks.reminders", reminder_deviations, reminder_mend))
    check_register(Check("clocks.rules", rule_deviations))
