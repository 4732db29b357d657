"""The list of text modules, each with its versions, and tables of them."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.organisation.acting import act, attempt
from huiyin.desk.text_modules.access import may_edit_texts, may_name_anywhere, may_read_texts
from huiyin.desk.text_modules.forms import NewTextForm, ReviseTextForm, SwitchTextForm, TextTableForm
from huiyin.flows.text_module_table import text_module_file_import, text_modules_csv
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, NotAllowed
from huiyin.kernel.time import now, office_day
from huiyin.orgs.selectors import categories_depth_first, category_tree, unit_views
from huiyin.text_modules.permissions import edited_units
from huiyin.text_modules.rules.places import PLACE_LABELS, TextPlace
from huiyin.text_modules.selectors import (
    TextModuleView,
    text_module_for,
    text_module_versions,
    text_modules_for,
)
from huiyin.web.downloads import made_response
from huiyin.web.forms import row_id
from huiyin.web.refusals import sentence_of


@require_safe
@desk_view
def overview(request: DeskRequest) -> HttpResponse:
    """What the officer may read; `?q=` searches, `?category=` narrows, `?withdrawn=1` shows what is withdrawn."""
    _check_reader(request.actor)
    words, category_id = request.GET.get("q", ""), row_id(request.GET.get("category", ""))
    withdrawn = request.GET.get("withdrawn") == "1"
    found = text_modules_for(actor=request.actor, words=words, category_id=category_id, withdrawn=withdrawn)
    context = frame(request.actor, "texts") | {
        "modules": [(view, places_shown(view.places)) for view in found],
        "words": words,
        "category_id": category_id,
        "categories": tuple(categories_depth_first(category_tree())),
        "withdrawn": withdrawn,
    }
    return render(request, "desk/text_modules/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def new(request: DeskRequest) -> HttpResponse:
    """A new one of a unit whose text modules the officer edits. Raises NotAllowed."""
    _check_editor(request.actor)
    form = NewTextForm(request.POST if request.method == "POST" else None)
    views = unit_views(unit_ids=edited_units(request.actor))
    form.offer_units({pk: view.name for pk, view in sorted(views.items()) if view.is_active})
    status = attempt(request, form) if request.method == "POST" else 200
    if form.made is not None:
        messages.success(request, gettext(form.done))
        return HttpResponseRedirect(reverse("desk:text_module", args=[form.made]))
    return render(request, "desk/text_modules/new.html", frame(request.actor, "new") | {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def detail(request: DeskRequest, module_id: UUID) -> HttpResponse:
    """One with its versions; changing it, withdrawing it, offering it again. Raises TextModuleNotFound."""
    view = text_module_for(actor=request.actor, module_id=module_id)
    if request.method != "POST":
        return _detail(request, view, None)
    kind = SwitchTextForm if request.POST.get("form") == SwitchTextForm.code else ReviseTextForm
    form = kind.of(view, request.POST)
    return act(
        request, form, show=partial(_detail, request, view), address=reverse("desk:text_module", args=[view.id])
    )


def _detail(
    request: DeskRequest, view: TextModuleView, form: ReviseTextForm | SwitchTextForm | None, *, status: int = 200
) -> HttpResponse:
    versions = text_module_versions(actor=request.actor, module_id=view.id)
    context = frame(request.actor, "") | {
        "module": view,
        "places": places_shown(view.places),
        "versions": [(version, places_shown(version.places)) for version in versions],
        "form": form if isinstance(form, ReviseTextForm) else ReviseTextForm.of(view),
        "switch": form if isinstance(form, SwitchTextForm) else SwitchTextForm.of(view),
    }
    return render(request, "desk/text_modules/module.html", context, status=status)


@require_safe
@desk_view
def table_export(request: DeskRequest) -> HttpResponse:
    """All that the officer edits as CSV. Raises NotAllowed."""
    _check_editor(request.actor)
    name = gettext("常用文字-%(day)s.csv") % {"day": f"{office_day(now()):%Y%m%d}"}
    return made_response(text_modules_csv(actor=request.actor).encode(), name=name, media_type="text/csv")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def table_import(request: DeskRequest) -> HttpResponse:
    """Read a table; what is wrong with a row is shown by its number. Raises NotAllowed."""
    _check_editor(request.actor)
    context = frame(request.actor, "import")
    if request.method != "POST":
        return render(request, "desk/text_modules/import.html", context | {"form": TextTableForm()})
    form = TextTableForm(request.POST, request.FILES)
    report = None
    if form.is_valid():
        sent = form.cleaned_data["table"]
        try:
            report = text_module_file_import(actor=request.actor, content=sent.file, name=sent.name, at=now())
        except BadInput as error:
            form.add_error("table", sentence_of(error))
    context |= {
        "form": form,
        "report": report,
        "refused": [(row.number, sentence_of(row.refusal)) for row in report.refused] if report else [],
    }
    status = 422 if form.errors or (report and report.refused) else 200
    return render(request, "desk/text_modules/import.html", context, status=status)


def frame(actor: Actor, tab: str) -> dict[str, object]:
    """What every page of text modules needs."""
    return {
        "tab": tab,
        "may_read": may_read_texts(actor),
        "may_edit": may_edit_texts(actor),
        "may_name": may_name_anywhere(actor),
    }


def places_shown(places: tuple[TextPlace, ...]) -> str:
    """Places in the reader's language."""
    return gettext("；").join(gettext(PLACE_LABELS[place]) for place in places)


def _check_reader(actor: Actor) -> None:
    if not may_read_texts(actor):
        raise NotAllowed


def _check_editor(actor: Actor) -> None:
    if not may_edit_texts(actor):
        raise NotAllowed
