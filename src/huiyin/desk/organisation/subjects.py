"""Areas, categories, and which unit is competent for which."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.organisation.subject_forms import AreaForm, CategoryForm, CompetenceForm, ReviseCategoryForm
from huiyin.desk.organisation.trees import area_views, category_views
from huiyin.orgs.selectors import area_tree, category_tree, competence_views, keywords_of_categories


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def areas(request: DeskRequest) -> HttpResponse:
    """The tree of areas, and making one."""
    return _answer(request, AreaForm, "organisation_areas", partial(_areas, request))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def categories(request: DeskRequest) -> HttpResponse:
    """The tree of categories, making one, and revising the one that `?revise=` names."""
    is_revised = request.POST.get("form") == ReviseCategoryForm.code
    kind = ReviseCategoryForm if is_revised else CategoryForm
    return _answer(request, kind, "organisation_categories", partial(_categories, request))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def competence(request: DeskRequest) -> HttpResponse:
    """Who is competent for what, and saying so."""
    return _answer(request, CompetenceForm, "organisation_competence", partial(_competence, request))


def _answer(request: DeskRequest, kind: type[ArrangeForm], name: str, show: "partial[HttpResponse]") -> HttpResponse:
    if request.method == "POST":
        return act(request, kind(request.POST), show=show, address=reverse(f"desk:{name}"))
    return show(kind())


def _areas(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    context = {"tab": "areas", "areas": tuple(area_views(area_tree())), "form": form}
    return render(request, "desk/organisation/areas.html", context, status=status)


def _categories(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    keywords = keywords_of_categories()
    lines = [(category, keywords.get(category.id, "")) for category in category_views(category_tree())]
    revised = form if isinstance(form, ReviseCategoryForm) else None
    for category, known in lines:
        if revised is None and request.GET.get("revise") == str(category.id):
            revised = ReviseCategoryForm(initial={"category": category.id, "name": category.name, "keywords": known})
    context = {
        "tab": "categories",
        "lines": lines,
        "form": CategoryForm() if isinstance(form, ReviseCategoryForm) else form,
        "revise_form": revised,
    }
    return render(request, "desk/organisation/categories.html", context, status=status)


def _competence(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    context = {"tab": "competence", "competences": competence_views(), "form": form}
    return render(request, "desk/organisation/competence.html", context, status=status)
