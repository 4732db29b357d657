"""Areas, categories, and which unit is competent for which."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.organisation.subject_forms import (
    AreaForm,
    CategoryForm,
    CloseCategoryForm,
    CompetenceForm,
    DropCompetenceForm,
    ReviseAreaForm,
    ReviseCategoryForm,
)
from huiyin.desk.organisation.trees import area_views, category_views
from huiyin.orgs.selectors import area_tree, category_tree, competence_views, keywords_of_categories


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def areas(request: DeskRequest) -> HttpResponse:
    """The tree of areas, making one, and revising the one that `?revise=` names."""
    return _answer(request, (AreaForm, ReviseAreaForm), "organisation_areas", partial(_areas, request))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def categories(request: DeskRequest) -> HttpResponse:
    """The tree of categories, making one, revising or closing the one that `?revise=` names."""
    kinds = (CategoryForm, ReviseCategoryForm, CloseCategoryForm)
    return _answer(request, kinds, "organisation_categories", partial(_categories, request))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def competence(request: DeskRequest) -> HttpResponse:
    """Who is competent for what, saying so, and changing or taking back the one that `?revise=` names."""
    kinds = (CompetenceForm, DropCompetenceForm)
    return _answer(request, kinds, "organisation_competence", partial(_competence, request))


def _answer(
    request: DeskRequest, kinds: Sequence[type[ArrangeForm]], name: str, show: "partial[HttpResponse]"
) -> HttpResponse:
    """The page, or what the form does that was sent; the first of the forms is the one to make something new."""
    if request.method != "POST":
        return show(None)
    kind = {kind.code: kind for kind in kinds}.get(request.POST.get("form", ""), kinds[0])
    return act(request, kind(request.POST), show=show, address=reverse(f"desk:{name}"))


def _areas(request: DeskRequest, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    areas = tuple(area_views(area_tree()))
    revised = form if isinstance(form, ReviseAreaForm) else None
    for area in areas:
        if form is None and request.GET.get("revise") == str(area.id):
            revised = ReviseAreaForm(initial={"area": area.id, "name": area.name, "code_text": area.code})
    context = {
        "tab": "areas",
        "areas": areas,
        "form": form if isinstance(form, AreaForm) else AreaForm(),
        "revise_form": revised,
    }
    return render(request, "desk/organisation/areas.html", context, status=status)


def _categories(request: DeskRequest, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    keywords = keywords_of_categories()
    lines = [(category, keywords.get(category.id, "")) for category in category_views(category_tree())]
    revised = form if isinstance(form, ReviseCategoryForm) else None
    closed = form if isinstance(form, CloseCategoryForm) else None
    wanted = request.GET.get("revise") or request.POST.get("category")
    for category, known in lines:
        if wanted == str(category.id):
            of_it = {"category": category.id, "name": category.name, "keywords": known}
            revised = revised or ReviseCategoryForm(initial=of_it)
            closed = closed or CloseCategoryForm(initial=of_it)
    context = {
        "tab": "categories",
        "lines": lines,
        "form": form if isinstance(form, CategoryForm) else CategoryForm(),
        "revise_form": revised,
        "close_form": closed,
    }
    return render(request, "desk/organisation/categories.html", context, status=status)


def _competence(request: DeskRequest, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    competences = competence_views()
    chosen = next((one for one in competences if request.GET.get("revise") == str(one.id)), None)
    if form is None and chosen is not None:
        form = CompetenceForm.of(chosen)
    dropped = form if isinstance(form, DropCompetenceForm) else None
    if dropped is None and chosen is not None:
        dropped = DropCompetenceForm(initial={"competence": chosen.id})
    context = {
        "tab": "competence",
        "competences": competences,
        "chosen": chosen,
        "form": form if isinstance(form, CompetenceForm) else CompetenceForm(),
        "drop_form": dropped,
    }
    return render(request, "desk/organisation/competence.html", context, status=status)
