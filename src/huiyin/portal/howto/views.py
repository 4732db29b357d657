"""How it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from huiyin.clocks.selectors import rulebook
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.states import Kind
from huiyin.portal.howto.life import kind_lines, main_stages, other_ends, period_lines
from huiyin.portal.howto.today import today_lines, today_of


@require_safe
def how_page(request: HttpRequest) -> HttpResponse:
    """Everything on it comes from the rulebook and the table of moves; no statement."""
    at = now()
    rows = [today_of(kind, at) for kind in Kind]
    context = {
        "today": office_day(at),
        "today_lines": today_lines(at),
        "today_rows": rows,
        "is_provisional": any(row.is_provisional for row in rows),
        "kinds": kind_lines(),
        "statutory": period_lines("statutory"),
        "promises": period_lines("promise"),
        "road": main_stages(),
        "ends": other_ends(),
        "instruments": [gettext(header.instrument) for header in rulebook().headers if not header.tightens],
    }
    return render(request, "portal/howto/page.html", context)
