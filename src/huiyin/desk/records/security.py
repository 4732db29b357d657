"""The record of security events, month by month, for auditors."""

import re

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.records.access import SECURITY, for_roles, tabs_of
from huiyin.desk.records.cursors import cursor_at, place_of
from huiyin.flows.security_record import SORTS, security_csv, security_page
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now, office_day
from huiyin.ledger.selectors import security_months, security_oldest
from huiyin.orgs.grant_rules import DUTIES
from huiyin.orgs.selectors import officer_names
from huiyin.orgs.selectors.grants import duties_joined
from huiyin.web.downloads import made_response

_SHOWN = 50
_MONTH = re.compile(r"2\d{3}-(?:0[1-9]|1[0-2])")


@require_safe
@for_roles(*SECURITY)
def security(request: DeskRequest) -> HttpResponse:
    """The events of one month, the newest first; only of one sort where it is chosen."""
    at = now()
    month = _month(request.GET.get("month", "")) or f"{office_day(at):%Y-%m}"
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    before = place_of(request.GET.get("before", ""))
    found = security_page(actor=request.actor, month=month, sort=sort, before=before, limit=_SHOWN + 1)
    shown = found[:_SHOWN]
    more = {"month": month, "sort": sort, "before": cursor_at(shown[-1].id)} if len(found) > _SHOWN else None
    context = tabs_of(request.actor, "security") | {
        "lines": shown,
        "month": month,
        "months": security_months(since=security_oldest() or at, until=at),
        "sort": sort,
        "sorts": [(code, _(label)) for code, label in SORTS.items()],
        "next_url": f"{reverse('desk:records_security')}?{urlencode(more)}" if more else None,
        # What an account joined before the switch was set goes on, so it is named.
        "joined": _joined() if settings.HUIYIN_SEPARATE_DUTIES else [],
    }
    return render(request, "desk/records/security.html", context)


@require_POST
@for_roles(*SECURITY)
def security_table(request: DeskRequest) -> HttpResponse:
    """A month as CSV. Raises NotThere for what is no month."""
    month = _month(request.POST.get("month", ""))
    if month is None:
        raise NotThere
    text = security_csv(actor=request.actor, month=month, at=now())
    return made_response(text.encode(), name=f"security-{month}.csv", media_type="text/csv; charset=utf-8")


def _month(text: str) -> str | None:
    return text if _MONTH.fullmatch(text) else None


def _joined() -> list[tuple[str, str]]:
    """Who holds several of the three duties, and which."""
    found = duties_joined()
    names = officer_names(officer_ids=found)
    return [(names[pk], "、".join(_(DUTIES[role]) for role in roles)) for pk, roles in found.items()]
