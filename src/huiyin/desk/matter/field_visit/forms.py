"""Writing down a visit on the spot; correcting one by another."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.matter.annexes import FILES
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.documents.rules.media_types import accept_attribute
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.kernel.time import now
from huiyin.matters.core.rules.limits import PLACE_MAX
from huiyin.matters.core.rules.states import Action
from huiyin.matters.field_visit.errors import (
    FieldVisitFindingsRequired,
    FieldVisitOfficersRequired,
    FieldVisitPlaceRequired,
    FieldVisitReasonRequired,
    FieldVisitTimeRequired,
)
from huiyin.matters.field_visit.rules import MET_LABELS
from huiyin.matters.field_visit.selectors import FieldVisitView, correctable
from huiyin.matters.field_visit.services import FieldVisitDraft, field_visit_correct, field_visit_record
from huiyin.web.date_fields import MomentField
from huiyin.web.forms import FilePicker

# Above the free texts, as above those of tasks and returns: the record is about the matter, not about people.
ABOUT_THE_MATTER = N_("写事、写地方、写单位，不写谁说了什么、谁去了哪里。和这件事项无关的，一律不写。")
_MET, _NOT_MET = "met", "not_met"
_SHOWN = 40


class FieldVisitForm(MoveForm):
    """What both forms ask."""

    keeps_draft = True
    takes_files = True

    visited_at = MomentField(label=_("哪天几点"), error_messages={"required": _(FieldVisitTimeRequired.sentence)})
    place = TidyField(
        label=_("去了哪里"), most=PLACE_MAX, error_messages={"required": _(FieldVisitPlaceRequired.sentence)}
    )
    officers = forms.TypedMultipleChoiceField(
        label=_("谁去的"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _(FieldVisitOfficersRequired.sentence),
            "invalid_choice": _(FieldVisitOfficersRequired.sentence),
        },
    )  # fmt: skip
    met = forms.ChoiceField(
        label=_("见到信访人没有"),
        widget=forms.RadioSelect,
        choices=[(_MET, _(MET_LABELS[True])), (_NOT_MET, _(MET_LABELS[False]))],
        error_messages={"required": _("请选见到信访人没有。")},
    )
    wishes = words(
        _("信访人怎么说"), rows=3, help_text=_("见到了才写，按本人的原话写他的意见和要求，只写和这件事项有关的。")
    )
    was_read_out = forms.BooleanField(label=_("读给信访人听过，他能在网上看到这段话"), required=False)
    findings = words(
        _("看到、听到的"), rows=5, missing=_(FieldVisitFindingsRequired.sentence), help_text=_(ABOUT_THE_MATTER)
    )
    proposal = words(_("建议怎么办"), rows=3, help_text=_("原因在哪里，打算怎么解决。"))

    def get_initial(self) -> dict[str, object]:
        """Mostly it was today, at the place that the matter is about, by whoever writes it."""
        return {
            "visited_at": now().replace(second=0, microsecond=0),
            "place": self.page.place,
            "officers": [key for key, _name in self.choices.visitors.officers[:1]],
        }

    def configure(self) -> None:
        """Who may have gone along, and photos where they can be kept beside the draft."""
        options = [(str(key), name) for key, name in self.choices.visitors.officers]
        choose(self.fields["officers"], options)
        if self.page.seal is not None:
            self.fields["proposal"].help_text = gettext("密封事项的照片和文件，记好以后用“添加附件”加。")
            del self.fields["was_read_out"]
            return
        self.fields[FILES] = forms.Field(
            label=_("照片和文件"),
            required=False,
            widget=FilePicker(attrs={"multiple": True, "accept": accept_attribute()}),
            help_text=_("只有经办人员能看。照片里的拍摄地点等信息会自动去掉。"),
        )

    def visit(self) -> FieldVisitDraft:
        """As typed."""
        given = self.cleaned_data
        return FieldVisitDraft(
            visited_at=given["visited_at"],
            place=given["place"],
            officer_ids=given["officers"],
            met_petitioner=given["met"] == _MET,
            findings=given["findings"],
            proposal=given["proposal"],
            wishes=given["wishes"],
            was_read_out=given.get("was_read_out", False),
        )


@move_form(BarRow.ASKING, 45)
class RecordFieldVisitForm(FieldVisitForm):
    """Another visit."""

    action = Action.RECORD_FIELD_VISIT
    about = N_(
        "走访时别让旁人看出是谁反映的。写好以后不能改，写错了另写一份更正。信访人看到哪天去过，看不到查到了什么。"
    )
    submit = N_("记下走访")
    done = N_("已记下走访。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        field_visit_record(
            actor=actor, matter_id=self.page.id, visit=self.visit(), draft_id=self.draft_seen.id, at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.SECONDARY, 420)
class CorrectFieldVisitForm(FieldVisitForm):
    """One that stands for an earlier one."""

    action = Action.CORRECT_FIELD_VISIT
    about = N_("原来那份照样留着，两份互相指明。")
    submit = N_("记下更正")
    done = N_("已记下更正。")

    position = forms.TypedChoiceField(
        label=_("更正哪一份"), coerce=int, error_messages={"required": _("请选更正哪一份走访记录。")}
    )
    reason = words(_("为什么更正"), rows=2, missing=_(FieldVisitReasonRequired.sentence))

    field_order = ("position", "reason")

    def get_initial(self) -> dict[str, object]:
        """What the one says that can be corrected; of several nothing is guessed."""
        found = self._correctable()
        return super().get_initial() | (_as_typed(found[0]) if len(found) == 1 else {})

    def configure(self) -> None:
        """Those of the officer's unit that nobody has corrected yet."""
        super().configure()
        options = [
            (str(visit.position), gettext("第 %(position)s 份：%(place)s") % _named(visit))
            for visit in self._correctable()
        ]
        # What is alone needs no choosing; of several none is chosen by a slip.
        choose(self.fields["position"], options if len(options) == 1 else [("", "—"), *options])

    def _correctable(self) -> list[FieldVisitView]:
        unit_id = self.choices.visitors.unit_id
        return [visit for visit in self.page.field_visits if correctable(visit, unit_id)]

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        given = self.cleaned_data
        field_visit_correct(
            actor=actor, matter_id=self.page.id, position=given["position"], reason=given["reason"],
            visit=self.visit(), draft_id=self.draft_seen.id, at=at, seen=self.seen_version,
        )  # fmt: skip


def _named(visit: FieldVisitView) -> dict[str, object]:
    return {"position": visit.position, "place": shorten(visit.place, _SHOWN)}


def _as_typed(visit: FieldVisitView) -> dict[str, object]:
    return {
        "visited_at": visit.visited_at,
        "place": visit.place,
        "officers": [key for key, _name in visit.officers],
        "met": _MET if visit.met_petitioner else _NOT_MET,
        "wishes": visit.wishes,
        "was_read_out": visit.was_read_out,
        "findings": visit.findings,
        "proposal": visit.proposal,
    }
