"""The ledger and the openings as auditors look through them: narrowed, by number, as a table, with proofs."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.records.access import LEDGER, OPENINGS, for_roles, tabs_of
from huiyin.desk.records.cursors import cursor_at, numbers_of, place_of
from huiyin.desk.records.forms import LedgerForm, OpeningsForm, PlaceForm
from huiyin.desk.records.lines import entry_lines, opening_lines
from huiyin.desk.records.tables import ENTRY_COLUMNS, OPENING_COLUMNS, entry_rows, opening_rows, table_of
from huiyin.flows.audit import (
    DAYS_MOST,
    DAYS_USUAL,
    TABLE_MOST,
    PlaceNotListed,
    Wanted,
    entries_export,
    entries_found,
    entry_at_place,
    entry_filter,
    entry_proof,
    opening_filter,
    openings_by_office,
    openings_export,
)
from huiyin.flows.records import ledger_page, openings_page
from huiyin.kernel.errors import BadInput, NotThere
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.time import now, office_day
from huiyin.ledger.selectors import EntryFilter, EntryView, latest_checkpoint, verifier_key
from huiyin.vault.services import OpeningFilter
from huiyin.web.downloads import made_response
from huiyin.web.refusals import sentence_of

_SHOWN = 50
_LIMITS = {"usual": DAYS_USUAL, "most": DAYS_MOST, "lines": TABLE_MOST}
_CSV = "text/csv; charset=utf-8"

Only = TypeVar("Only", EntryFilter, OpeningFilter)


@require_safe
@for_roles(*LEDGER)
def ledger(request: DeskRequest) -> HttpResponse:
    """The newest checkpoint to copy, and the entries; auditors narrow them. No places."""
    if not request.actor.holds(*OPENINGS):
        return _newest_entries(request, LedgerForm({}))
    form = LedgerForm(request.GET)
    narrowed = _narrowed(request, form, entry_filter)
    if narrowed is None:
        return _ledger_page(request, (), form=form, status=422)
    wanted, only = narrowed
    if not wanted:
        return _newest_entries(request, form)
    beyond = numbers_of(request.GET.get("before", ""))
    found = entries_found(actor=request.actor, only=only, beyond=beyond, limit=_SHOWN + 1)
    facts = wanted.as_facts()
    more = {**facts, "before": cursor_at(*only.mark(found[_SHOWN - 1]))} if len(found) > _SHOWN else None
    return _ledger_page(request, found[:_SHOWN], more=more, form=LedgerForm(facts), wanted=wanted)


def _newest_entries(request: DeskRequest, form: LedgerForm) -> HttpResponse:
    before = place_of(request.GET.get("before", ""))
    found = ledger_page(actor=request.actor, before=before, limit=_SHOWN + 1)
    more = {"before": cursor_at(found[_SHOWN - 1].seq or 0)} if len(found) > _SHOWN else None
    return _ledger_page(request, found[:_SHOWN], more=more, form=form, is_first=before is None)


@require_POST
@for_roles(*OPENINGS)
def ledger_place(request: DeskRequest) -> HttpResponse:
    """One entry by its number."""
    form = PlaceForm(request.POST)
    entry = None
    if form.is_valid():
        try:
            entry = entry_at_place(actor=request.actor, place=form.cleaned_data["place"], at=now())
            if entry is None:
                form.add_error("place", _(PlaceNotListed.sentence))
        except BadInput as refusal:
            form.add_error("place", sentence_of(refusal))
    found = (entry,) if entry else ()
    return _ledger_page(request, found, place_form=form, is_single=True, status=422 if form.errors else 200)


@require_POST
@for_roles(*OPENINGS)
def ledger_table(request: DeskRequest) -> HttpResponse:
    """What is narrowed, as CSV. Raises NotThere for what the page wouldn't have narrowed to."""
    found = entries_export(actor=request.actor, wanted=_wanted(LedgerForm(request.POST)), at=now())
    text = table_of(ENTRY_COLUMNS, entry_rows(entry_lines(found)))
    return made_response(text.encode(), name=f"ledger-{office_day(now())}.csv", media_type=_CSV)


@require_POST
@for_roles(*OPENINGS)
def ledger_proof(request: DeskRequest) -> HttpResponse:
    """The proof of one entry, as a file that is checked anywhere. Raises NotThere, EntryNotSigned."""
    seq = place_of(request.POST.get("entry", ""))
    if seq is None:
        raise NotThere
    proof = entry_proof(actor=request.actor, seq=seq, at=now())
    return made_response(proof.as_file().encode(), name=f"{seq}.tlog-proof", media_type="text/plain; charset=utf-8")


@require_safe
@for_roles(*OPENINGS)
def openings(request: DeskRequest) -> HttpResponse:
    """Who opened identities, when and what for; narrowed by unit, officer and days, with a count for each office."""
    form = OpeningsForm(request.GET)
    narrowed = _narrowed(request, form, opening_filter)
    if narrowed is None:
        context = tabs_of(request.actor, "openings") | {"form": form, "limits": _LIMITS}
        return render(request, "desk/records/openings.html", context, status=422)
    wanted, only = narrowed
    # An address that makes no sense shows the list from its beginning.
    after = parse_uuid(request.GET.get("after", ""))
    found = openings_page(actor=request.actor, after=after, limit=_SHOWN + 1, only=only)
    shown, facts = found[:_SHOWN], wanted.as_facts()
    more = {**facts, "after": str(shown[-1].id)} if len(found) > _SHOWN else None
    context = tabs_of(request.actor, "openings") | {
        "form": OpeningsForm(facts),
        "facts": facts,
        "is_narrowed": bool(wanted),
        "limits": _LIMITS,
        "lines": opening_lines(shown, actor=request.actor),
        "offices": openings_by_office(actor=request.actor, only=only) if wanted else (),
        "next_url": f"{reverse('desk:records_openings')}?{urlencode(more)}" if more else None,
    }
    return render(request, "desk/records/openings.html", context)


@require_POST
@for_roles(*OPENINGS)
def openings_table(request: DeskRequest) -> HttpResponse:
    """The narrowed openings as CSV. Raises NotThere for what the page wouldn't have narrowed to."""
    found = openings_export(actor=request.actor, wanted=_wanted(OpeningsForm(request.POST)), at=now())
    text = table_of(OPENING_COLUMNS, opening_rows(opening_lines(found, actor=request.actor)))
    return made_response(text.encode(), name=f"openings-{office_day(now())}.csv", media_type=_CSV)


def _narrowed(
    request: DeskRequest, form: LedgerForm | OpeningsForm, filter_of: Callable[..., tuple[Wanted, Only]]
) -> tuple[Wanted, Only] | None:
    """What was typed, with its days, and the filter that it makes; None with an error in the form."""
    if not form.is_valid():
        return None
    try:
        return filter_of(actor=request.actor, wanted=form.wanted(), today=office_day(now()))
    except BadInput as refusal:
        form.add_error(refusal.field, sentence_of(refusal))
        return None


def _wanted(form: LedgerForm | OpeningsForm) -> Wanted:
    if not form.is_valid():
        raise NotThere
    return form.wanted()


def _ledger_page(
    request: DeskRequest,
    found: Sequence[EntryView],
    *,
    more: dict[str, str] | None = None,
    form: LedgerForm | None = None,
    place_form: PlaceForm | None = None,
    wanted: Wanted | None = None,
    is_first: bool = False,
    is_single: bool = False,
    status: int = 200,
) -> HttpResponse:
    is_auditor = request.actor.holds(*OPENINGS)
    context = tabs_of(request.actor, "ledger") | {
        "checkpoint": latest_checkpoint() if is_first else None,
        "verifier_key": verifier_key() if is_first else "",
        "lines": entry_lines(found, is_auditor=is_auditor),
        "is_auditor": is_auditor,
        "is_first": is_first,
        "is_narrowed": bool(wanted) or is_single,
        "form": form or LedgerForm({}),
        "limits": _LIMITS,
        "place_form": place_form or PlaceForm(),
        "facts": wanted.as_facts() if wanted and status == 200 else {},
        "next_url": f"{reverse('desk:records')}?{urlencode(more)}" if more else None,
    }
    return render(request, "desk/records/ledger.html", context, status=status)
