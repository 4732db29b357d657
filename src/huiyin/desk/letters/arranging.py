"""For administrators: the prefix and the seal of each unit, and the offices' Word templates."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.clocks.selectors import rulebook
from huiyin.desk.access import DeskRequest
from huiyin.desk.letters.forms import PrefixForm, SealForm, TemplateForm
from huiyin.desk.letters.layouts import font_lines
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.documents.letters import default_template
from huiyin.documents.letters.word_fields import FIELDS
from huiyin.documents.rules.layouts import LAYOUT_LABELS, LetterLayout
from huiyin.documents.rules.letters import TITLES, LetterCode
from huiyin.documents.rules.media_types import DOCX
from huiyin.documents.selectors import SeriesView, series_view, series_views, template_views
from huiyin.documents.services.letters import template_drop
from huiyin.kernel.errors import NotThere
from huiyin.kernel.time import now, office_day
from huiyin.matters.archive.selectors import archive_failures
from huiyin.web.downloads import made_response


@require_safe
@administrator_view
def series(request: DeskRequest) -> HttpResponse:
    """All units with their prefixes, and files that couldn't be handed to the records office."""
    context = {
        "tab": "letters",
        "series": series_views(),
        "template_names": [label for label, _ in _templates()],
        "archive": rulebook(office_day(now())).archive,
        "failures": archive_failures(actor=request.actor),
    }
    return render(request, "desk/letters/series.html", context | font_lines())


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def series_of_unit(request: DeskRequest, unit_id: int) -> HttpResponse:
    """One unit's prefix and seal. Raises NotThere."""
    show = partial(_unit, request, series_view(unit_id=unit_id))
    if request.method != "POST":
        return show(None)
    form: PrefixForm | SealForm
    form = SealForm(request.POST) if request.POST.get("form") == SealForm.code else PrefixForm(request.POST)
    # ArrangeForm takes no files when it is made.
    form.files, form.unit_id = request.FILES, unit_id
    return act(request, form, show=show, address=reverse("desk:organisation_letters"))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def templates(request: DeskRequest) -> HttpResponse:
    """The templates in use, and taking in another one."""
    show = partial(_show_templates, request)
    if request.method == "POST":
        form = TemplateForm(request.POST)
        form.files = request.FILES
        return act(request, form, show=show, address=reverse("desk:organisation_templates"))
    return show(TemplateForm())


@require_safe
@administrator_view
def template_ours(request: DeskRequest) -> HttpResponse:
    """Our own template for a layout, to begin from. Raises NotThere."""
    asked = request.GET.get("layout", LetterLayout.PLAIN.value)
    if asked not in set(LetterLayout):
        raise NotThere
    return made_response(default_template(LetterLayout(asked)), name="文书模板.docx", media_type=DOCX.name)


@require_POST
@administrator_view
def template_back(request: DeskRequest) -> HttpResponse:
    """Go back to our own template."""
    template_drop(code=request.POST.get("code", ""), actor=request.actor, at=now())
    messages.success(request, gettext("已经用回我们的模板。"))
    return redirect("desk:organisation_templates")


def _unit(request: DeskRequest, found: SeriesView, form: ArrangeForm | None, status: int = 200) -> HttpResponse:
    forms = [
        form if isinstance(form, PrefixForm) else PrefixForm(initial={"agency_prefix": found.agency_prefix}),
        form if isinstance(form, SealForm) else SealForm(),
    ]
    context = {"tab": "letters", "series": found, "forms": forms}
    return render(request, "desk/letters/unit.html", context, status=status)


def _show_templates(request: DeskRequest, form: ArrangeForm, status: int = 200) -> HttpResponse:
    ours = [(layout.value, gettext(label)) for layout, label in LAYOUT_LABELS.items()]
    context = {"tab": "letters", "templates": _templates(), "form": form, "fields": FIELDS, "ours": ours}
    return render(request, "desk/letters/templates.html", context, status=status)


def _templates() -> list[tuple[str, Any]]:
    return [
        (gettext(TITLES[LetterCode(view.code)]) if view.code else gettext("所有文书"), view)
        for view in template_views()
    ]
