"""The rules in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.clocks.selectors import rulebook, rulebook_versions
from huiyin.kernel.time import now, office_day
from huiyin.portal.howto.life import kind_lines
from huiyin.portal.rulebook.book import (
    archive_line,
    backdating_line,
    clock_lines,
    ground_groups,
    hearing_line,
    letter_lines,
    office_hours_line,
    reception_line,
    route_lines,
    urge_line,
)
from huiyin.portal.rulebook.diagram import diagram_of
from huiyin.portal.rulebook.edges import edge_lines, edges_of


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """Everything on it comes from the rulebooks and the table of moves; no statement."""
    today = office_day(now())
    book = rulebook(today)
    edges = edges_of()
    context = {
        "today": today,
        "kinds": kind_lines(),
        "statutory": clock_lines(book, "statutory"),
        "promises": clock_lines(book, "promise"),
        "routes": route_lines(book),
        "grounds": ground_groups(book),
        "letters": letter_lines(book),
        "hearing": hearing_line(book),
        "urge": urge_line(book),
        "archive": archive_line(book),
        "backdating": backdating_line(book),
        "reception": reception_line(book),
        "office_hours": office_hours_line(book),
        "versions": rulebook_versions(today),
        "diagram": diagram_of(edges),
        "edges": edge_lines(edges),
    }
    return render(request, "portal/rules/page.html", context)
