"""Choosing the matters of a period from those that are open for long. Each goes through its own door."""

import logging
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.supervision.access import supervision_frame
from huiyin.desk.work.bulk import BulkOutcome, PickedMatterNotFound
from huiyin.desk.work.picks import PICKED_MOST, href_of, picks_of
from huiyin.flows.steps import step_refusal
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now
from huiyin.matters.lists.selectors.lists import matter_rows_for
from huiyin.matters.plan_period.errors import PeriodNotAllowed
from huiyin.matters.plan_period.rules import AGE_DEFAULT
from huiyin.matters.plan_period.selectors.candidates import period_candidates
from huiyin.matters.plan_period.selectors.gate import may_choose, period_get_for
from huiyin.matters.plan_period.services.periods import matter_plan
from huiyin.web.reader_choices import is_choosing
from huiyin.web.refusals import sentence_of

_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def choose(request: DeskRequest, period_id: UUID) -> HttpResponse:
    """The old matters (`days` in the address), and taking in those that are ticked.

    Raises PeriodNotFound, PeriodNotAllowed.
    """
    period = period_get_for(actor=request.actor, period_id=period_id)
    if not may_choose(request.actor, period):
        raise PeriodNotAllowed
    # Another language or type size: what was ticked is shown again, and nothing is taken in.
    outcomes = _take_in(request, period_id) if request.method == "POST" and not is_choosing(request) else []
    days = _days(request.GET.get("days", ""))
    context = supervision_frame(request.actor, "plan_periods") | {
        "period": period.name,
        "period_id": period.pk,
        "days": days,
        "rows": period_candidates(actor=request.actor, period_id=period_id, days=days, at=now()),
        "outcomes": outcomes,
        "done": sum(outcome.is_done for outcome in outcomes),
        "most": PICKED_MOST,
        "ticked": {pick.number for pick in picks_of(request.POST.getlist("pick"))} if not outcomes else set(),
    }
    return render(request, "desk/plan_periods/choose.html", context)


def _take_in(request: DeskRequest, period_id: UUID) -> list[BulkOutcome]:
    """What became of each; what is done already stays done, whatever happens to the next one."""
    picks, at = picks_of(request.POST.getlist("pick"))[:PICKED_MOST], now()
    rows = matter_rows_for(actor=request.actor, numbers=[pick.number for pick in picks])
    outcomes = []
    for pick in picks:
        row = rows.get(pick.number)
        refusal: HuiyinError | None = PickedMatterNotFound()
        if row is not None:
            take = partial(matter_plan, actor=request.actor, matter_id=row.id, period_id=period_id, at=at)
            refusal = step_refusal(take, log=_log, about=f"plan: {pick.number}")
        outcomes.append(
            BulkOutcome(
                number=format_matter_number(pick.number),
                title=row.title if row else "",
                href=href_of(pick.number) if row else "",
                is_done=refusal is None,
                sentence=sentence_of(refusal) if refusal else "",
            )
        )
    return outcomes


def _days(text: str) -> int:
    return min(int(text), 9999) if text.isdecimal() and len(text) < 6 else AGE_DEFAULT
