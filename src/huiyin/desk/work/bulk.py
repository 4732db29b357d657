"""One step for several matters of a list. Each goes through its own door in a transaction of its own.

Fifty at most, so that it is done while the officer waits; whoever was faster with one of them holds up no other.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.work.bulk_forms import BULK_FORMS, BulkForm
from huiyin.desk.work.lists import work_list_label
from huiyin.desk.work.picks import PICKED_MOST, Pick, href_of, picks_of, picks_shown
from huiyin.flows.steps import DatabaseBusy, step_refusal
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import Conflict, HuiyinError, NotAllowed, NotThere
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.time import now
from huiyin.matters.core.errors import MatterChanged
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.core.services.engine import moves_refused
from huiyin.matters.lists.selectors.lists import MatterRow, WorkList, matter_rows_for, work_lists_of
from huiyin.web.refusals import sentence_of

_log = logging.getLogger(__name__)
# Where somebody in charge of a unit gives matters out.
_GIVEN_OUT = frozenset({WorkList.ARRIVALS, WorkList.UNIT})


class PickedMatterChanged(Conflict):
    """Somebody else has done something with it since the list was shown; nothing was written that could be kept."""

    sentence = "您打开清单后，这件事项有了变化：%(changes)s。请看过再办。"


class PickedMatterNotFound(NotThere):
    """A matter that was chosen in a list and isn't there for the officer any more."""

    sentence = "已经不由您的单位办理，没有改动。"


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of one matter: `sentence` is what was done, or why it wasn't."""

    number: str
    title: str
    href: str
    is_done: bool
    sentence: str


def is_bulk_list(work_list: WorkList) -> bool:
    """Whether the lines of a list can be chosen."""
    return work_list in _GIVEN_OUT


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def bulk(request: DeskRequest, name: str) -> HttpResponse:
    """Ask once (GET, `do` and `pick` in the address), then do it for each. Raises NotAllowed, NotThere."""
    if name not in work_lists_of(request.actor) or not is_bulk_list(WorkList(name)):
        raise NotAllowed
    given = request.POST if request.method == "POST" else request.GET
    kind = BULK_FORMS.get(given.get("do", ""))
    if kind is None:
        raise NotThere
    picks = picks_of(given.getlist("pick"))
    # Too many are refused as a whole, but what was chosen is shown all the same.
    rows = matter_rows_for(actor=request.actor, numbers=[pick.number for pick in picks[:PICKED_MOST]])
    form = kind(
        request.POST if request.method == "POST" else None, unit_ids=[row.lead_unit_id for row in rows.values()]
    )
    why_not = _impossible(form, picks, rows)
    if request.method == "POST" and not why_not and form.is_valid():
        outcomes = list(_each(form, request.actor, picks, rows, now()))
        return render(
            request, "desk/work/bulk_done.html", {**_about(name, form), "outcomes": outcomes, **_sums(outcomes)}
        )
    context = {
        **_about(name, form),
        "form": form,
        "why_not": why_not,
        "picked": ()
        if why_not
        else picks_shown(picks=picks, rows=rows, refused=_refused(form, request.actor, picks)),
        # How many, and never which: they may not even know its title any more.
        "gone": 0 if why_not else len(picks) - len(rows),
    }
    return render(request, "desk/work/bulk.html", context, status=422 if request.method == "POST" else 200)


def _about(name: str, form: BulkForm) -> dict[str, object]:
    return {
        "work_list_label": work_list_label(WorkList(name)),
        "address": reverse("desk:work_list", args=[name]),
        "do": form.action.value,
        "title": _(ACTION_LABELS[form.action]),
        "help": _(form.about),
        "warning": _(form.warning),
        "submit": _(form.submit),
    }


def _sums(outcomes: Sequence[BulkOutcome]) -> dict[str, object]:
    done = sum(outcome.is_done for outcome in outcomes)
    return {"done": done, "left": len(outcomes) - done}


def _impossible(form: BulkForm, picks: Sequence[Pick], rows: dict[str, MatterRow]) -> str:
    if len(picks) > PICKED_MOST:
        sentence = _("选了 %(count)s 件，一次最多 %(most)s 件。请回到清单少选一些，余下的再办一次。")
        return sentence % {"count": len(picks), "most": PICKED_MOST}
    if not rows:
        return _("还没有选事项。请回到清单，在要办的事项前打勾。")
    return form.impossible()


def _refused(form: BulkForm, actor: Actor, picks: Sequence[Pick]) -> dict[str, str]:
    """What each would be refused with now, by number."""
    seen = {pick.number: pick.seen for pick in picks}
    found = moves_refused(actor=actor, action=form.action, seen=seen, at=now())
    return {number: _sentence(refusal) for number, refusal in found.items()}


def _sentence(refusal: HuiyinError) -> str:
    if isinstance(refusal, MatterChanged):
        return sentence_of(PickedMatterChanged(**refusal.params))
    return sentence_of(refusal)


def _each(
    form: BulkForm, actor: Actor, picks: Sequence[Pick], rows: dict[str, MatterRow], at: datetime
) -> Iterator[BulkOutcome]:
    refusal: HuiyinError | None = None
    for pick in picks:
        row = rows.get(pick.number)
        # Once the database has given up, what is left is named and not tried.
        if not isinstance(refusal, DatabaseBusy):
            refusal = _refusal(form, actor, pick, row, at)
        yield BulkOutcome(
            number=format_matter_number(pick.number),
            title=row.title if row else "",
            href=href_of(pick.number) if row else "",
            is_done=refusal is None,
            sentence=_sentence(refusal) if refusal else _(form.done),
        )


def _refusal(form: BulkForm, actor: Actor, pick: Pick, row: MatterRow | None, at: datetime) -> HuiyinError | None:
    """Why it wasn't done; None when it was. What is done already stays done, whatever happens to the next one."""
    if row is None:
        return PickedMatterNotFound()
    make = partial(form.execute, actor=actor, matter_id=row.id, seen=pick.seen, at=at)
    return step_refusal(make, log=_log, about=f"bulk: {pick.number}")
