"""Revising a scheme: the form with what it says now, and what would happen, before it does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Self
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import AskingForm
from huiyin.desk.returns.scheme_forms import RULES_ORDER, SchemeForm
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.orgs.selectors import UnitView, unit_views
from huiyin.returns.rules.errors import SchemeChangedConflict
from huiyin.returns.rules.revisions import SchemeChange
from huiyin.returns.selectors import SchemeDetail, covered_text, units_commanded_by
from huiyin.returns.services import RevisionPreview, scheme_revise, scheme_revision_preview
from huiyin.web.templatetags.huiyin import office_stamp


class ReviseForm(SchemeForm, AskingForm):
    """Change a running scheme. Asks once, with what would change, and from which slot on."""

    code = "revise"
    title = N_("修订这项报告制度")
    submit = N_("修订")
    done = N_("已修订。已经到时间的各期不变，下一期起按新规定。")
    field_order = ("seen", "name", "document", "reason", *RULES_ORDER, "why", "sure")

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = TidyField(label=_("为什么修订"), help_text=_("写进修订记录，报告的单位也能看到。"))

    actor: Actor
    scheme_id: UUID
    version: int
    units: dict[int, UnitView]

    @classmethod
    def of(cls, detail: SchemeDetail, actor: Actor, data: QueryDict | None = None) -> Self:
        """The form of a scheme, filled in with what it says."""
        plan = detail.plan
        units = _units(detail)
        form = cls(
            data,
            initial={
                "seen": detail.version,
                "name": plan.name,
                "document": plan.document,
                "reason": plan.reason,
                "rhythm": plan.rhythm.value,
                "weekday": "" if plan.weekday is None else plan.weekday,
                "month_day": plan.month_day,
                "second_month_day": plan.second_month_day,
                "off_days": plan.off_days.value,
                "times": plan.times,
                "covers": plan.covers.value,
                "ends_on": plan.ends_on,
                "field_codes": plan.field_codes,
                "unit_ids": [unit_id for unit_id in detail.units if unit_id in units],
            },
        )
        form.actor, form.scheme_id, form.version, form.units = actor, detail.summary.id, detail.version, units
        form.offer_units(units)
        return form

    def questions(self) -> list[str]:
        """What it would do. What the service refuses is refused by the service itself, beside its field."""
        try:
            preview = scheme_revision_preview(
                actor=self.actor,
                scheme_id=self.scheme_id,
                change=self._change(),
                at=now(),
                seen=self.cleaned_data["seen"],
            )
        except HuiyinError:
            return []
        return list(_consequences(preview))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Revise it."""
        given = self.cleaned_data
        scheme_revise(
            actor=actor,
            scheme_id=self.scheme_id,
            change=self._change(),
            why=given["why"],
            at=at,
            seen=given["seen"],
        )

    def refuse(self, error: HuiyinError) -> None:
        """Somebody else's revision is shown on the page; what was typed can be sent once more, and is asked anew."""
        if isinstance(error, SchemeChangedConflict):
            data = QueryDict(mutable=True)
            data.update(self.data)
            data["seen"] = str(self.version)
            data.pop("sure", None)
            self.data = data
        super().refuse(error)

    def _change(self) -> SchemeChange:
        return SchemeChange(unit_ids=self.units_chosen(self.units), **self.rules())


def _units(detail: SchemeDetail) -> dict[int, UnitView]:
    """The open units below the receiver, and what owes it already, wherever that stands by now."""
    owing = {unit_id: view for unit_id, view in unit_views(unit_ids=detail.units).items() if view.is_active}
    return units_commanded_by(unit_id=detail.plan.receiving_unit_id) | owing


def _consequences(preview: RevisionPreview) -> Iterator[str]:
    none = gettext("没有")
    for value in preview.changed:
        yield gettext("%(label)s：原来“%(before)s”，改成“%(after)s”。") % {
            "label": value.label,
            "before": value.before or none,
            "after": value.after or none,
        }
    if preview.first is None:
        yield gettext("改后没有下一期。已经到时间的各期不变。")
    elif preview.changes_owed:
        yield gettext("从 %(due)s 那一期起按新规定，那一期报 %(covers)s 的。已经到时间的各期不变。") % {
            "due": office_stamp(preview.first.due_at),
            "covers": covered_text(preview.first.covers_from, preview.first.covers_to),
        }
    yield from _counted(preview)


def _counted(preview: RevisionPreview) -> Iterator[str]:
    if preview.early:
        yield gettext("提前报了的 %(count)s 期保留，不用再报。") % {"count": preview.early}
    if preview.renewed:
        yield gettext("还没报的 %(count)s 期取消，要报的按新规定重新列出。") % {"count": preview.renewed}
    if preview.added:
        yield gettext("新要报的单位会收到通知：%(units)s。") % {"units": gettext("、").join(preview.added)}
    if preview.dropped:
        yield gettext("不用再报的单位会收到通知：%(units)s。") % {"units": gettext("、").join(preview.dropped)}
