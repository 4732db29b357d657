"""Who must not see the matter: the petitioner adds to them at any time, and alone lets somebody see it again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel.actor import petitioner
from huiyin.kernel.errors import BadInput, NotReady
from huiyin.kernel.time import now
from huiyin.matters.core.rules.limits import RESPONDENT_MAX
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.respondents.errors import BarTextMissing
from huiyin.matters.respondents.services.naming import bar_add, bar_lift, lift_object
from huiyin.portal.barred import barred_lines, unsettled_lines
from huiyin.portal.fields import LineField
from huiyin.portal.visits import visitors_only
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of


class BarForm(PlainForm):
    """Whom to keep it from."""

    text = LineField(
        label=_("不让谁看到"),
        help_text=_("单位名称，或者单位和姓名一起写。本人和由其领导的人都看不到。"),
        most=RESPONDENT_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _(BarTextMissing.sentence)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def bars_page(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Who doesn't see it, and a line to add somebody."""
    form = BarForm(request.POST or None, auto_id="bar_%s")
    if request.method == "POST" and form.is_valid():
        try:
            found = bar_add(
                actor=petitioner(matter_id), matter_id=matter_id, text=form.cleaned_data["text"], at=now()
            )
        except (BadInput, NotReady) as refusal:
            form.add_error("text", sentence_of(refusal))
        else:
            lines = (
                *barred_lines(units=found.unit_names, officers=len(found.officer_ids)),
                *unsettled_lines(is_settled=not found.rest, unknown=found.rest),
            )
            messages.success(request, " ".join(lines))
            return redirect("portal:status_bars")
    return _show(request, matter_id, form)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors_only
def bar_lift_page(request: HttpRequest, *, matter_id: UUID, bar: str) -> HttpResponse:
    """Let somebody see it again: says plainly what that means, then does it."""
    matter = matter_page_of_petitioner(matter_id=matter_id, at=now())
    meant = next((view for view in matter.bars if view.key == bar), None)
    if request.method == "POST":
        bar_lift(actor=petitioner(matter_id), matter_id=matter_id, bar=bar, at=now())
        messages.success(request, gettext("已经改好。"))
        return redirect("portal:status_bars")
    if meant is None:
        raise Http404
    return render(request, "portal/status/bar_lift.html", {"matter": matter, "bar": meant})


@require_POST
@visitors_only
def lift_refuse(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """The bar stays that the office asked to lift."""
    lift_object(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    messages.success(request, gettext("已经告诉登记的单位，一切照旧。"))
    return redirect("portal:status_bars")


def _show(request: HttpRequest, matter_id: UUID, form: BarForm) -> HttpResponse:
    matter: MatterView = matter_page_of_petitioner(matter_id=matter_id, at=now())
    context = {"matter": matter, "form": form, "unsettled": unsettled_lines(is_settled=matter.respondents_settled)}
    return render(request, "portal/status/bars.html", context, status=422 if form.errors else 200)
