"""For administrators: what a unit's letters look like, seen before it is chosen."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest
from huiyin.desk.letters.layout_form import LayoutForm
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.documents.fonts import ROLE_LABELS
from huiyin.documents.letters import LetterContent, letter_pdf, letter_picture, sample_letter, sample_stamp
from huiyin.documents.letters.press import the_press
from huiyin.documents.rules.layouts import LAYOUT_LABELS, LetterLayout
from huiyin.documents.rules.letters import NUMBERED, TITLES, LetterCode
from huiyin.documents.rules.media_types import PDF, PNG
from huiyin.documents.selectors import SeriesView, series_view
from huiyin.kernel.errors import NotReady, NotThere
from huiyin.kernel.time import now, office_day
from huiyin.web.downloads import made_response
from huiyin.web.refusals import sentence_of


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def layout(request: DeskRequest, unit_id: int) -> HttpResponse:
    """The layouts with a sample of each, and which one this unit's letters have. Raises NotThere."""
    found = series_view(unit_id=unit_id)
    show = partial(_show, request, found)
    if request.method != "POST":
        return show(LayoutForm.of(found))
    form = LayoutForm(request.POST)
    form.unit_id = unit_id
    return act(request, form, show=show, address=reverse("desk:organisation_layout", args=[unit_id]))


@require_safe
@administrator_view
def sample_print(request: DeskRequest, unit_id: int, layout: str, code: str) -> HttpResponse:
    """A sample as PDF. Raises NotThere, and what `letter_pdf` raises."""
    content = letter_pdf(_sample(unit_id, layout, code), seal=sample_stamp())
    return made_response(content, name=f"{gettext('样张')}.pdf", media_type=PDF.name, inline=True)


@require_safe
@administrator_view
def sample_picture(request: DeskRequest, unit_id: int, layout: str, code: str) -> HttpResponse:
    """Its first page as a small picture. Raises NotThere, and what `letter_picture` raises."""
    content = letter_picture(_sample(unit_id, layout, code), seal=sample_stamp())
    return made_response(content, name=f"{gettext('样张')}.png", media_type=PNG.name, inline=True)


def font_lines() -> dict[str, Any]:
    """Which faces are missing where letters are printed, by what stands in for them; or why that can't be said."""
    try:
        instead = the_press().fonts().substitutes
    except NotReady as error:
        return {"font_problem": sentence_of(error)}
    return {"substitutes": [(gettext(ROLE_LABELS[role]), family) for role, family in instead.items()]}


def _show(request: DeskRequest, found: SeriesView, form: ArrangeForm, status: int = 200) -> HttpResponse:
    asked = request.GET.get("kind", "")
    context = {
        "tab": "letters",
        "series": found,
        "form": form,
        "layouts": [(layout.value, gettext(label)) for layout, label in LAYOUT_LABELS.items()],
        "kinds": [(code.value, gettext(TITLES[code])) for code in NUMBERED],
        "sample_code": asked if asked in NUMBERED else LetterCode.REPLY.value,
    }
    return render(request, "desk/letters/layout.html", context | font_lines(), status=status)


def _sample(unit_id: int, layout: str, code: str) -> LetterContent:
    found = series_view(unit_id=unit_id)
    if layout not in set(LetterLayout) or code not in NUMBERED:
        raise NotThere
    return sample_letter(
        unit=found.unit,
        agency_prefix=found.agency_prefix,
        code=LetterCode(code),
        layout=LetterLayout(layout),
        choice=found.choice,
        on=office_day(now()),
    )
