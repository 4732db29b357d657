"""Who edits a unit's text modules: named by whoever leads it, or by an administrator."""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.organisation.acting import ArrangeForm, act
from huiyin.desk.text_modules.access import may_name_anywhere
from huiyin.desk.text_modules.views import frame
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.text import N_
from huiyin.orgs.permissions import may_name_text_editors
from huiyin.orgs.selectors import unit_tree, units_depth_first
from huiyin.orgs.selectors.text_editors import text_editor_candidates, text_editors_of
from huiyin.orgs.services import text_editor_end, text_editor_name
from huiyin.web.forms import row_id


class NameEditorForm(ArrangeForm):
    """Name an editor of a unit."""

    code = "name"
    title = N_("指定编辑人")
    submit = N_("指定")
    done = N_("已指定。")
    conflicts = "officer"
    unit_id: int

    officer = forms.TypedChoiceField(
        label=_("编辑人"), coerce=int, help_text=_("在这个单位或者它的下级单位工作的人。")
    )

    def offer(self, unit_id: int, actor: Actor) -> None:
        """Who could be named."""
        self.unit_id = unit_id
        found = [pair for pair in text_editor_candidates(unit_id=unit_id) if pair[0] != actor.officer_id]
        self.fill("officer", [(str(pk), name) for pk, name in found], blank="—")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Name them."""
        text_editor_name(unit_id=self.unit_id, officer_id=self.cleaned_data["officer"], actor=actor, at=at)


class EndEditorForm(ArrangeForm):
    """Take it back."""

    code = "end"
    done = N_("已取消。")
    unit_id: int

    officer = forms.IntegerField(widget=forms.HiddenInput)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """End it."""
        text_editor_end(unit_id=self.unit_id, officer_id=self.cleaned_data["officer"], actor=actor, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def editors(request: DeskRequest) -> HttpResponse:
    """Who edits where; naming somebody for the unit that `?unit=` says, and taking it back. Raises NotAllowed."""
    if not may_name_anywhere(request.actor):
        raise NotAllowed
    units = {
        unit.id: unit.name for unit in units_depth_first(unit_tree()) if may_name_text_editors(request.actor, unit.id)
    }
    unit_id = row_id(request.GET.get("unit", ""))
    # Where there is but one there is nothing to choose.
    chosen = unit_id if unit_id in units else next(iter(units), None) if len(units) == 1 else None
    if request.method != "POST" or chosen is None:
        return _page(request, units, chosen, None)
    form = _form(request, chosen)
    address = f"{reverse('desk:text_editors')}?unit={chosen}"
    return act(request, form, show=lambda sent, status: _page(request, units, chosen, sent, status), address=address)


def _form(request: DeskRequest, unit_id: int) -> ArrangeForm:
    if request.POST.get("form") == EndEditorForm.code:
        ending = EndEditorForm(request.POST)
        ending.unit_id = unit_id
        return ending
    return _naming(request.actor, unit_id, request.POST)


def _naming(actor: Actor, unit_id: int, data: QueryDict | None = None) -> NameEditorForm:
    form = NameEditorForm(data)
    form.offer(unit_id, actor)
    return form


def _page(
    request: DeskRequest, units: dict[int, str], chosen: int | None, form: ArrangeForm | None, status: int = 200
) -> HttpResponse:
    shown: Iterable[int] = units if chosen is None else [chosen]
    naming = form if isinstance(form, NameEditorForm) else None
    context = frame(request.actor, "editors") | {
        "units": units,
        "chosen": chosen,
        "action": f"{reverse('desk:text_editors')}?unit={chosen}",
        "editors": text_editors_of(unit_ids=shown),
        "form": naming or (_naming(request.actor, chosen) if chosen is not None else None),
        "ending": form if isinstance(form, EndEditorForm) else None,
    }
    return render(request, "desk/text_modules/editors.html", context, status=status)
