"""Areas, categories, and which unit is competent for which."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.organisation.classification_forms import (
    AreaForm,
    CategoryForm,
    CloseCategoryForm,
    CompetenceForm,
    DropCompetenceForm,
    ReviseAreaForm,
    ReviseCategoryForm,
)
from huiyin.desk.organisation.move_forms import MoveAreaForm, MoveCategoryForm
from huiyin.orgs.selectors import (
    area_tree,
    areas_depth_first,
    categories_depth_first,
    category_tree,
    competence_views,
    keywords_of_categories,
)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def areas(request: DeskRequest) -> HttpResponse:
    """The tree of areas, making one, and revising or moving the one that `?revise=` names."""
    return _answer(request, (AreaForm, ReviseAreaForm, MoveAreaForm), "organisation_areas", partial(_areas, request))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def categories(request: DeskRequest) -> HttpResponse:
    """The tree of categories, making one, revising, moving or closing the one that `?revise=` names."""
    kinds = (CategoryForm, ReviseCategoryForm, MoveCategoryForm, CloseCategoryForm)
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
    areas = tuple(areas_depth_first(area_tree()))
    chosen = next((area for area in areas if str(area.id) == _chosen(request, "area")), None)
    facts = None
    if chosen is not None:
        facts = {"area": chosen.id, "name": chosen.name, "code_text": chosen.code, "parent": chosen.parent_id or ""}
    context = {
        "tab": "areas",
        "areas": areas,
        "form": form if isinstance(form, AreaForm) else AreaForm(),
        "revise_form": _of_chosen(ReviseAreaForm, form, facts),
        "move_form": _of_chosen(MoveAreaForm, form, facts),
    }
    return render(request, "desk/organisation/areas.html", context, status=status)


def _categories(request: DeskRequest, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    keywords = keywords_of_categories()
    lines = [(category, keywords.get(category.id, "")) for category in categories_depth_first(category_tree())]
    facts = None
    for category, known in lines:
        if str(category.id) == _chosen(request, "category"):
            facts = {"category": category.id, "name": category.name, "code_text": category.code, "keywords": known,
                     "parent": category.parent_id or ""}  # fmt: skip
    context = {
        "tab": "categories",
        "lines": lines,
        "form": form if isinstance(form, CategoryForm) else CategoryForm(),
        "revise_form": _of_chosen(ReviseCategoryForm, form, facts),
        "move_form": _of_chosen(MoveCategoryForm, form, facts),
        "close_form": _of_chosen(CloseCategoryForm, form, facts),
    }
    return render(request, "desk/organisation/categories.html", context, status=status)


def _chosen(request: DeskRequest, field: str) -> str | None:
    """The id that `?revise=` names, or the form that was sent."""
    return request.GET.get("revise") or request.POST.get(field)


def _of_chosen(
    kind: type[ArrangeForm], form: ArrangeForm | None, facts: Mapping[str, Any] | None
) -> ArrangeForm | None:
    """The form as it came back, or filled in with the facts of what is chosen; None while nothing is."""
    if isinstance(form, kind):
        return form
    return kind(initial=facts) if facts else None


def _competence(request: DeskRequest, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    competences = competence_views()
    chosen = next((known for known in competences if request.GET.get("revise") == str(known.id)), None)
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
