"""Where and when people are received, and booking a slot."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.ids import new_token
from huiyin.kernel.time import now
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import holder_by_code
from huiyin.orgs.rules import UnitKind
from huiyin.orgs.selectors import UnitView, is_open, unit_tree, units_depth_first
from huiyin.portal.lookup.throttle import network_of, wait_after_wrong
from huiyin.portal.lookup.views import slow_down_text
from huiyin.portal.opening import once_open
from huiyin.portal.reception.forms import BookForm
from huiyin.portal.reception.held import HeldBooking, booking_hold
from huiyin.portal.reception.tokens import with_token
from huiyin.reception.errors import DayNotFound, NotWithThisLeader
from huiyin.reception.rules import UNPUBLISHED_FORMS
from huiyin.reception.rules.rosters import RosterKind
from huiyin.reception.selectors import DayView, day_view, days_coming, days_elsewhere
from huiyin.reception.selectors.rosters import rosters_coming
from huiyin.reception.services import Booked, appointment_book, booked_before
from huiyin.web.refusals import sentence_of, status_of

_DAYS = 8
# So many days stand open; those behind them are folded, so that a phone shows all that is needed now.
_DAYS_OPEN = 2


@require_safe
def reception_page(request: HttpRequest) -> HttpResponse:
    """The petition offices, every other unit that receives people, who sits in the halls, then the leaders' days."""
    receiving = filter(_is_open_to_people, units_depth_first(unit_tree()))
    units = sorted(receiving, key=lambda unit: unit.kind is not UnitKind.OFFICE)
    at = now()
    days = days_coming(at=at)
    skip = _skip(request.GET)
    more = skip + _DAYS if len(days) > skip + _DAYS else None
    rosters = rosters_coming(at=at)
    context = {
        "is_open": is_open(),
        "units": units,
        "joint": rosters[RosterKind.JOINT],
        "days_off": rosters[RosterKind.DAY_OFF],
        "days": days[skip : skip + _DAYS_OPEN],
        "later_days": days[skip + _DAYS_OPEN : skip + _DAYS],
        "skip": skip,
        "more": more,
    }
    return render(request, "portal/reception/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once_open
def book_page(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Book a slot of a day. Raises DayNotFound."""
    at = now()
    day = day_view(day_id=day_id, at=at)
    # A home visit is one person's: for everybody else it isn't there.
    if day.form in UNPUBLISHED_FORMS:
        raise DayNotFound
    if request.method == "POST":
        return _book(request, day, at)
    return _show(request, day, BookForm(day=day, initial={"token": new_token()}))


def _book(request: HttpRequest, day: DayView, at: datetime) -> HttpResponse:
    data = with_token(request.POST)
    token = str(data["token"])
    if known := booked_before(token=token):
        return _done(request, known, token)
    form = BookForm(data, day=day)
    matter_id = _matter(request, form, at) if form.is_valid() else None
    # A second time: a wrong code has added its error to the form.
    if not form.is_valid():
        return _show(request, day, form, status=422)
    try:
        booked = _try(form, day, matter_id, network_of(request), at)
    # Before BadInput, which it is too.
    except NotWithThisLeader as refusal:
        form.add_error("code", sentence_of(refusal))
        others = days_elsewhere(matter_id=matter_id, besides=day, at=at)
        return _show(request, day, form, status=422, others=others)
    except (BadInput, Conflict) as refusal:
        field = refusal.field if isinstance(refusal, BadInput) else "slot"
        # Read anew: somebody else was faster, so the free times are others now.
        fresh = BookForm(data, day=day_view(day_id=day.id, at=at))
        fresh.full_clean()
        # Its time is no choice any more, which the form says too; the refusal says it once.
        fresh.errors.pop("slot", None)
        fresh.add_error(field if field in fresh.fields else None, sentence_of(refusal))
        return _show(request, day_view(day_id=day.id, at=at), fresh, status=status_of(refusal))
    return _done(request, booked, token)


def _done(request: HttpRequest, booked: Booked, token: str) -> HttpResponse:
    """On to the booking. What was pressed twice is one: by then its own slot is taken, and the form would refuse."""
    if not booked.is_new:
        messages.info(request, gettext("您刚才已经约好，就是下面这个。要再约一个，请重新打开接访日。"))
    response = redirect("portal:booking")
    booking_hold(request, response, HeldBooking(booked.appointment_id, token))
    return response


def _try(form: BookForm, day: DayView, matter_id: UUID | None, origin: str, at: datetime) -> Booked:
    return appointment_book(
        day_id=day.id,
        slot=form.cleaned_data["slot"],
        words=form.cleaned_data["words"],
        identity=form.identity,
        token=form.cleaned_data["token"],
        matter_id=matter_id,
        origin=origin,
        at=at,
    )


def _matter(request: HttpRequest, form: BookForm, at: datetime) -> UUID | None:
    """The matter that the petitioner's code opens; a wrong one counts as a try, as on the page for looking up."""
    code = form.cleaned_data["code"]
    if not code:
        return None
    try:
        return _petitioners_matter(code)
    except ReceiptUnknown as refusal:
        wait = wait_after_wrong(network=network_of(request), code=code, at=at)
        form.add_error("code", slow_down_text(wait) if wait else sentence_of(refusal))
    return None


def _petitioners_matter(code: str) -> UUID:
    """Not of a representative or a signer: their codes let them read, not speak for it. Raises ReceiptUnknown."""
    holder = holder_by_code(code=code)
    if holder.representative_id or holder.signer_id:
        raise ReceiptUnknown
    return holder.matter_id


def _show(
    request: HttpRequest, day: DayView, form: BookForm, *, status: int = 200, others: Sequence[DayView] = ()
) -> HttpResponse:
    is_full = not day.free
    context = {
        "day": day,
        "form": form,
        "others": others or (days_elsewhere(matter_id=None, besides=day, at=now()) if is_full else ()),
        "is_full": is_full,
    }
    return render(request, "portal/reception/book.html", context, status=status)


def _skip(query: QueryDict) -> int:
    text = query.get("skip", "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _is_open_to_people(unit: UnitView) -> bool:
    # Other units are shown where they say that they receive people, and how to find them.
    return unit.kind is UnitKind.OFFICE or bool(unit.intro and (unit.address or unit.phone))
