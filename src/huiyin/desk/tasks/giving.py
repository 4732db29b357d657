"""Giving a task by hand, and many from a file."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, desk_view
from huiyin.desk.matter.forms import choose, words
from huiyin.desk.matter.unit_field import UnitField
from huiyin.desk.tasks.forms import FREE_TEXT
from huiyin.desk.tasks.lists import frame
from huiyin.documents.rules.media_types import XLSX
from huiyin.flows.task_import import TaskImportReport, task_file_import, task_form_workbook
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, Conflict
from huiyin.kernel.ids import parse_matter_number
from huiyin.kernel.refs import Ref
from huiyin.kernel.time import now
from huiyin.matters.core.errors import MatterNotFound
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.orgs.selectors import unit_names
from huiyin.tasks.rules.errors import GivingNotAllowed, TaskTextRequired
from huiyin.tasks.selectors.giving import giving_units
from huiyin.tasks.services import TaskDraft, task_give
from huiyin.web.date_fields import DayField
from huiyin.web.downloads import made_response
from huiyin.web.forms import PlainForm
from huiyin.web.refusals import sentence_of


class GiveForm(PlainForm):
    """What is to be done, by whom, by when."""

    text = words(_("任务"), rows=3, missing=_(TaskTextRequired.sentence), help_text=_(FREE_TEXT))
    unit_id = UnitField(label=_("交给哪个单位"), help_text=_("本单位，或者本单位管的下级单位。输入名称里的两个字。"))
    due_on = DayField(label=_("期限"))
    due_time = forms.TimeField(
        label=_("几点以前"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("不填就是当天之内。"),
    )  # fmt: skip
    first_assisting = UnitField(label=_("协助单位"), required=False)
    second_assisting = UnitField(label=_("另一个协助单位"), required=False)
    reference = forms.CharField(
        label=_("编号"), required=False, help_text=_("文号、清单里的序号；同一个编号只能用一次。")
    )
    number = forms.CharField(
        label=_("来自哪件事项"),
        required=False,
        help_text=_("和某一件事项有关的才填。看不到这件事项的人，也看不到这项任务。"),
    )
    from_unit_id = forms.TypedChoiceField(label=_("以哪个单位的名义"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """`actor` gives it, in the name of one of their units."""
        super().__init__(*args, **kwargs)
        names = unit_names(unit_ids=giving_units(actor))
        if len(names) > 1:
            choose(self.fields["from_unit_id"], [(str(pk), name) for pk, name in sorted(names.items())])
        else:
            del self.fields["from_unit_id"]

    def clean_number(self) -> str:
        """The number in one form."""
        typed = self.cleaned_data["number"].strip()
        parsed = parse_matter_number(typed) if typed else ""
        # Nothing typed is "", which is no error; None is what can't be read as a number.
        if parsed is None:
            raise forms.ValidationError(gettext(MatterNotFound.sentence))
        return parsed

    def draft(self, actor: Actor) -> TaskDraft:
        """What the service takes. Raises MatterNotFound."""
        given = self.cleaned_data
        assisting = [given[name] for name in ("first_assisting", "second_assisting") if given[name]]
        # Through the gate: nobody makes a task of a matter that they can't see.
        matter = matter_get_for(actor=actor, number=given["number"]) if given["number"] else None
        return TaskDraft(
            text=given["text"],
            unit_id=given["unit_id"],
            due_on=given["due_on"],
            due_time=given["due_time"],
            assisting_ids=assisting,
            reference=given["reference"],
            from_unit_id=given.get("from_unit_id"),
            origin=Ref("matter", matter.pk) if matter else None,
        )


class ImportForm(PlainForm):
    """A list from a file."""

    tasks = forms.FileField(label=_("任务清单"), help_text=_("Excel 或 CSV，一行一项。上面的空表里有例子。"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def give(request: DeskRequest) -> HttpResponse:
    """Give a task. Raises GivingNotAllowed for whoever gives none."""
    _check_gives(request.actor)
    initial = {"number": request.GET.get("number", "")}
    form = GiveForm(request.POST or None, initial=initial, actor=request.actor)
    if request.method == "POST" and form.is_valid() and (response := _give(request, form, now())):
        return response
    context = frame(request.actor, None) | {"form": form}
    return render(request, "desk/tasks/give.html", context, status=422 if form.errors else 200)


def _give(request: DeskRequest, form: GiveForm, at: datetime) -> HttpResponse | None:
    try:
        task_id = task_give(actor=request.actor, draft=form.draft(request.actor), at=at)
    except MatterNotFound as error:
        form.add_error("number", sentence_of(error))
    except (BadInput, Conflict) as error:
        field = {"assisting_ids": "first_assisting"}.get(getattr(error, "field", ""), getattr(error, "field", ""))
        form.add_error(field if field in form.fields else None, sentence_of(error))
    else:
        messages.success(request, gettext("已交办，承办的单位会看到。"))
        return HttpResponseRedirect(reverse("desk:task", args=[task_id]))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def bring_in(request: DeskRequest) -> HttpResponse:
    """Give many from a file; what wasn't given is named, line by line. Raises GivingNotAllowed."""
    _check_gives(request.actor)
    form = ImportForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["tasks"]
        try:
            report = task_file_import(actor=request.actor, content=sent.file, name=sent.name, at=now())
        except BadInput as error:
            form.add_error("tasks", sentence_of(error))
    context = frame(request.actor, None) | {"form": form, "report": report}
    if report is not None:
        context |= {
            "summary": _summary(report),
            "refused": [(row.number, sentence_of(row.refusal)) for row in report.refused],
        }
    return render(request, "desk/tasks/import.html", context, status=422 if form.errors else 200)


@require_safe
@desk_view
def form_workbook(request: DeskRequest) -> HttpResponse:
    """The empty form. Raises GivingNotAllowed."""
    _check_gives(request.actor)
    return made_response(task_form_workbook(), name=gettext("任务清单.xlsx"), media_type=XLSX.name)


def _summary(report: TaskImportReport) -> str:
    given = ngettext("交办了 %(count)s 项。", "交办了 %(count)s 项。", report.given) % {"count": report.given}
    before = ngettext("%(count)s 行以前交办过。", "%(count)s 行以前交办过。", report.before)
    return given + (before % {"count": report.before} if report.before else "")


def _check_gives(actor: Actor) -> None:
    if not giving_units(actor):
        raise GivingNotAllowed
