"""The tray of leaders (领导阅批): what came in, one after the other, and what came back of what they wrote."""

from datetime import datetime
from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, count_navigation, desk_view
from huiyin.desk.matter.reading.forms import LIMITS
from huiyin.desk.matter.sheet import sheet_of
from huiyin.desk.navigation import COUNTED_MOST, count_text
from huiyin.desk.reading.access import may_count_readings
from huiyin.desk.reading.forms import ChannelForm, RemarkHereForm, YearForm
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.leader_counts import leader_csv, leader_workbook_write
from huiyin.kernel.errors import BadInput, NotAllowed
from huiyin.kernel.ids import parse_matter_number
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.page import matter_page_for
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.reading.errors import ReadAlready
from huiyin.matters.reading.rules import TRAY_FOR, TRAY_SHOWN
from huiyin.matters.reading.selectors import (
    ReadingView,
    RemarkView,
    leader_counts,
    letters_counted,
    letters_old,
    letters_to_read,
    may_read_letters,
    place_in_tray,
    remarks_reported,
    remarks_running,
)
from huiyin.matters.reading.services import leader_read, remark_make
from huiyin.web.downloads import made_response
from huiyin.web.refusals import sentence_of

_CSV = "csv"
# The button that only marks the letter as read.
_READ = "read"


@require_safe
@desk_view
def tray(request: DeskRequest) -> HttpResponse:
    """What waits to be read, what came back, what is under way. Raises NotAllowed."""
    if not may_read_letters(request.actor):
        raise NotAllowed
    count_navigation(request)
    at, form = now(), ChannelForm(request.GET)
    channel = form.cleaned_data["channel"] if form.is_valid() else ""
    context = {
        **_about(request, "tray", at),
        "form": form,
        "channel": channel,
        "rows": letters_to_read(actor=request.actor, at=at, channel=channel, most=TRAY_SHOWN),
        "reported": remarks_reported(actor=request.actor, at=at),
        "running": remarks_running(actor=request.actor, at=at),
    }
    return render(request, "desk/reading/page.html", context)


@require_safe
@desk_view
def old(request: DeskRequest) -> HttpResponse:
    """What waited too long for the tray and still isn't read. Raises NotAllowed."""
    if not may_read_letters(request.actor):
        raise NotAllowed
    count_navigation(request)
    at, page = now(), _page_number(request)
    rows, has_more = letters_old(actor=request.actor, at=at, page=page)
    context = {**_about(request, "old", at), "rows": rows, "next_page": page + 1 if has_more else 0}
    return render(request, "desk/reading/old.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def letter(request: DeskRequest, number: str) -> HttpResponse:
    """One of them, for reading; read or written on, the next one follows. Raises MatterNotFound, NotAllowed."""
    if not may_read_letters(request.actor):
        raise NotAllowed
    at = now()
    page = _page_of(request, number)
    if request.method == "POST" and _READ in request.POST:
        return _read(request, page)
    # Also with a button that only changes the page's language: what is written stands in it again.
    form = RemarkHereForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _remarked(request, page, form):
        return HttpResponseRedirect(_after(request, page))
    readings = page.rows_of(ReadingView)
    is_read = any(reading.officer_id == request.actor.officer_id for reading in readings)
    place = place_in_tray(actor=request.actor, number=page.number, at=at)
    context = {
        "page": page,
        "sheet": sheet_of(page),
        "form": form,
        "limits": _(LIMITS),
        "can_read": page.can(Action.LEADER_READ) and not is_read,
        "can_remark": page.can(Action.REMARK),
        "readings": readings,
        "remarks": page.rows_of(RemarkView),
        "place": place,
        "left_text": count_text(place.left),
    }
    return render(request, "desk/reading/letter.html", context, status=422 if form.errors else 200)


@require_safe
@desk_view
def count(request: DeskRequest) -> HttpResponse:
    """What leaders have read and written in a year. Raises NotAllowed."""
    _demand_manager(request)
    year = _year(request)
    context = {
        "tab": "count",
        "may_read": may_read_letters(request.actor),
        "form": YearForm(initial={"year": year}),
        "year": year,
        "rows": leader_counts(actor=request.actor, year=year, at=now()),
    }
    return render(request, "desk/reading/count.html", context)


@require_safe
@desk_view
def table(request: DeskRequest) -> HttpResponse:
    """The same as CSV (`?as=csv`) or as a spreadsheet. Raises NotAllowed."""
    _demand_manager(request)
    year = _year(request)
    rows = leader_counts(actor=request.actor, year=year, at=now())
    name = _("领导阅批-%(year)s") % {"year": year}
    if request.GET.get("as") == _CSV:
        return made_response(leader_csv(rows).encode(), name=f"{name}.csv", media_type="text/csv; charset=utf-8")
    target = BytesIO()
    leader_workbook_write(rows=rows, target=target)
    return made_response(target.getvalue(), name=f"{name}.xlsx", media_type=XLSX.name)


def _page_of(request: DeskRequest, number: str) -> MatterView:
    """Through the gate, and only what the leader may read here: none that is sealed, none of a unit not theirs."""
    parsed = parse_matter_number(number)
    if parsed is None:
        raise MatterNotFound
    page = matter_page_for(actor=request.actor, number=parsed, at=now())
    if page.seal is not None or page.lead_unit_id not in request.actor.command_unit_ids:
        raise MatterNotFound
    return page


def _read(request: DeskRequest, page: MatterView) -> HttpResponse:
    address = _after(request, page)
    try:
        leader_read(actor=request.actor, matter_id=page.id, at=now())
    except ReadAlready:
        # A second press of the same button is no mistake.
        messages.info(request, sentence_of(ReadAlready()))
    return HttpResponseRedirect(address)


def _remarked(request: DeskRequest, page: MatterView, form: RemarkHereForm) -> bool:
    given = form.cleaned_data
    try:
        remark_make(
            actor=request.actor, matter_id=page.id, words=given["words"], due_on=given["due_on"], at=now()
        )  # fmt: skip
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        return False
    messages.success(request, _("已批示，对方会收到任务；报告回来，在“阅批”里请您阅。"))
    return True


def _after(request: DeskRequest, page: MatterView) -> str:
    """The next one that waits, or the list. Asked before this one is read: it then isn't among them any more."""
    place = place_in_tray(actor=request.actor, number=page.number, at=now())
    if following := place.behind or place.before:
        return reverse("desk:reading_letter", args=[following])
    return reverse("desk:reading_old" if place.is_old else "desk:reading")


def _about(request: DeskRequest, tab: str, at: datetime) -> dict[str, object]:
    """What the tray and the old letters say alike."""
    in_tray, among_old = letters_counted(actor=request.actor, at=at, most=COUNTED_MOST)
    return {
        "tab": tab,
        "may_read": True,
        "days": TRAY_FOR.days,
        "in_tray": in_tray,
        "in_tray_text": count_text(in_tray),
        "old_text": count_text(among_old),
    }


def _page_number(request: DeskRequest) -> int:
    given = request.GET.get("page", "")
    # Four digits: more pages than there are matters in any house.
    return max(int(given), 1) if given.isascii() and given.isdecimal() and len(given) < 5 else 1


def _year(request: DeskRequest) -> int:
    form = YearForm(request.GET)
    given = form.cleaned_data.get("year") if form.is_valid() else None
    return given or office_day(now()).year


def _demand_manager(request: DeskRequest) -> None:
    if not may_count_readings(request.actor):
        raise NotAllowed
