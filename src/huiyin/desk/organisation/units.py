"""The tree of units, one unit with its posts, one post with its holder."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.backup.state import backup_concerns
from huiyin.desk.access import DeskRequest
from huiyin.desk.lacks import lack_lines
from huiyin.desk.organisation.access import administrator_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.organisation.move_forms import MoveUnitForm
from huiyin.desk.organisation.trees import unit_lines
from huiyin.desk.organisation.unit_forms import (
    CloseUnitForm,
    FillForm,
    PostForm,
    RevisePostForm,
    ReviseUnitForm,
    UnitForm,
)
from huiyin.kernel.time import now
from huiyin.orgs.selectors import (
    PostView,
    area_view,
    name_sharers,
    officers_list,
    post_view,
    posts_of_unit,
    unit_children,
    unit_tree,
    unit_view,
)

_OFFICERS = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def overview(request: DeskRequest) -> HttpResponse:
    """All units, and making one at the root."""
    show = partial(_overview, request)
    if request.method == "POST":
        return act(request, UnitForm(request.POST), show=show, address=reverse("desk:organisation"))
    return show(UnitForm())


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def unit(request: DeskRequest, unit_id: int) -> HttpResponse:
    """One unit with its posts and the units below it; making one below it, revising, moving, closing it.

    Raises UnitNotThere.
    """
    show = partial(_unit, request, unit_id)
    if request.method == "POST":
        form: ArrangeForm
        match request.POST.get("form"):
            case MoveUnitForm.code:
                form = MoveUnitForm(request.POST)
                form.unit_id = unit_id
            case ReviseUnitForm.code:
                form = ReviseUnitForm.of(unit_view(unit_id=unit_id), request.POST)
            case CloseUnitForm.code:
                form = CloseUnitForm(request.POST)
                form.unit_id = unit_id
            case _:
                form = UnitForm(request.POST)
                form.parent_id = unit_id
        return act(request, form, show=show, address=_address(unit_id))
    return show(None)


@require_POST
@administrator_view
def post_new(request: DeskRequest, unit_id: int) -> HttpResponse:
    """Make a post in the unit. Raises UnitNotThere."""
    form = PostForm(request.POST)
    form.unit_id = unit_id
    return act(request, form, show=partial(_unit, request, unit_id), address=_address(unit_id))


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_view
def post(request: DeskRequest, post_id: int) -> HttpResponse:
    """One post: who holds it, who shall, what it is called. Raises PostNotThere."""
    view = post_view(post_id=post_id)
    show = partial(_post, request, view)
    if request.method == "POST":
        is_revised = request.POST.get("form") == RevisePostForm.code
        form: ArrangeForm = RevisePostForm.of(view, request.POST) if is_revised else _fill_form(request, view)
        return act(request, form, show=show, address=_address(view.unit_id))
    return show(None)


def _overview(request: DeskRequest, form: ArrangeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "tab": "units",
        "lines": tuple(unit_lines(unit_tree())),
        "form": form,
        "lacks": lack_lines(),
        "backups": [gettext(concern.sentence) % concern.params for concern in backup_concerns(at=now())],
    }
    return render(request, "desk/organisation/units.html", context, status=status)


def _unit(request: DeskRequest, unit_id: int, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    """The page; a form that came back stands in its place."""
    found = unit_view(unit_id=unit_id)
    context = {
        "tab": "units",
        "unit": found,
        "above": unit_view(unit_id=found.parent_id) if found.parent_id else None,
        "area": area_view(area_id=found.area_id).trail if found.area_id else "",
        "posts": posts_of_unit(unit_id=unit_id),
        "children": unit_children(unit_id=unit_id),
        # Units may share an alias, and whoever writes it may mean each of them; so the page shows it.
        "sharers": name_sharers(unit_id=unit_id) if found.is_active else {},
        "revise_form": form if isinstance(form, ReviseUnitForm) else ReviseUnitForm.of(found),
        # By its code, since a ReviseUnitForm is a UnitForm as well.
        "unit_form": form if form is not None and form.code == UnitForm.code else UnitForm(),
        "move_form": form if isinstance(form, MoveUnitForm) else MoveUnitForm(initial={"parent": found.parent_id}),
        "close_form": form if isinstance(form, CloseUnitForm) else CloseUnitForm(),
        "post_form": form if isinstance(form, PostForm) else PostForm(),
    }
    return render(request, "desk/organisation/unit.html", context, status=status)


def _post(request: DeskRequest, view: PostView, form: ArrangeForm | None, *, status: int = 200) -> HttpResponse:
    context = {
        "tab": "units",
        "post": view,
        "form": form if isinstance(form, FillForm) else _fill_form(None, view),
        "revise_form": form if isinstance(form, RevisePostForm) else RevisePostForm.of(view),
    }
    return render(request, "desk/organisation/post.html", context, status=status)


def _fill_form(request: DeskRequest | None, view: PostView) -> FillForm:
    form = FillForm(request.POST if request else None, initial={"officer": view.officer_id or ""})
    form.post_id = view.id
    officers = (officer for officer in officers_list(limit=_OFFICERS) if officer.is_active)
    form.offer([(str(officer.id), f"{officer.display_name} · {officer.username}") for officer in officers])
    return form


def _address(unit_id: int) -> str:
    return reverse("desk:organisation_unit", args=[unit_id])
