"""Whom a matter is about: settling it, and undoing what was written down by a slip."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import SETTLED_FIRST, Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.respondents.errors import LiftReasonMissing, RespondentUnsettled
from huiyin.matters.respondents.services.naming import bar_lift_at_counter, lift_propose, matter_name_respondent
from huiyin.orgs.selectors import officers_by_name

UNIT, OFFICER, OUTSIDE = "unit", "officer", "outside"


@move_form(BarRow.SECONDARY, 140)
class RespondentForm(MoveForm):
    """Whom the matter is about: they are barred from it from then on."""

    action = Action.NAME_RESPONDENT
    about = N_(
        "写明后，被反映的单位和它的下级，或者被反映的人和受其领导的人，都看不到这件事项。一次写一个，可以再写；"
        "写上的只有信访人能解除。"
    )
    submit = N_("写明并回避")
    done = N_("已写明被反映方，有关单位和人员不再看到这件事项。")

    whom = forms.ChoiceField(
        label=_("反映的是"),
        widget=forms.RadioSelect,
        choices=[(UNIT, _("一个单位")), (OFFICER, _("一位工作人员")), (OUTSIDE, _("不在本系统里"))],
    )
    unit = UnitField(label=_("单位"), required=False, help_text=_("反映工作人员的，写这个人所在的单位。"))
    officer = forms.CharField(label=_("工作人员姓名"), required=False)
    text = forms.CharField(label=_("信访人怎么写的"), required=False)

    def get_initial(self) -> dict[str, object]:
        """What the petitioner wrote."""
        return {"text": self.page.respondent}

    def clean(self) -> dict[str, object]:
        """What the choice needs is there, and an officer is found in that unit."""
        given = super().clean() or self.cleaned_data
        whom = given.get("whom")
        if whom in {UNIT, OFFICER} and given.get("unit") is None and "unit" not in self.errors:
            self.add_error("unit", gettext("请写明是哪个单位。"))
        if whom == OFFICER and given.get("unit") is not None:
            given["officer_id"] = self._officer(str(given.get("officer") or ""), given["unit"])
        if whom == OUTSIDE and not given.get("text"):
            self.add_error("text", gettext("请写下信访人说的是谁。"))
        return given

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Name them. A person's unit isn't barred as a whole."""
        whom = self.cleaned_data["whom"]
        matter_name_respondent(
            actor=actor,
            matter_id=self.page.id,
            unit_id=self.cleaned_data["unit"] if whom == UNIT else None,
            officer_id=self.cleaned_data["officer_id"] if whom == OFFICER else None,
            text=self.cleaned_data["text"],
            at=at,
            seen=self.seen_version,
        )

    def _officer(self, name: str, unit_id: int) -> int | None:
        found = officers_by_name(text=name, unit_id=unit_id) if name else []
        if len(found) == 1:
            return found[0].id
        # A guess would bar the wrong one and let the other go on reading.
        if len(found) > 1:
            self.add_error("officer", gettext("这个单位有几位同名的人，请联系管理员核对。"))
        else:
            self.add_error("officer", gettext("这个单位没有叫这个名字的人，请核对姓名和单位。"))
        return None


def _bar_choice() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("哪一项"), widget=forms.RadioSelect)


def _bars(page: MatterView) -> list[tuple[str, str]]:
    return [(bar.key, bar.name) for bar in page.bars]


@move_form(BarRow.SECONDARY, 150)
class LiftAtCounterForm(MoveForm):
    """Undo a bar for a petitioner who stands at the counter."""

    action = Action.LIFT_BAR_AT_COUNTER
    about = N_("信访人在场、同意，并出示查询码的，可以解除。解除后，对方和受其领导的人又能看到这件事项。")
    warning = N_("解除后对方马上能看到，收不回来。")
    submit = N_("核对查询码并解除")
    done = N_("已解除，信访人能在经过里看到。")
    notifies = True

    bar = _bar_choice()
    receipt_code = forms.CharField(
        label=_("信访人的查询码"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-secret": ""}),
        error_messages={"required": _("请输入信访人出示的查询码。")},
    )

    def configure(self) -> None:
        """Who is barred now."""
        choose(self.fields["bar"], _bars(self.page))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Lift it."""
        bar_lift_at_counter(
            actor=actor,
            matter_id=self.page.id,
            bar=self.cleaned_data["bar"],
            code=self.cleaned_data["receipt_code"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.SECONDARY, 160)
class ProposeLiftForm(MoveForm):
    """Ask the petitioner to let a slip be undone."""

    action = Action.PROPOSE_LIFT
    keeps_draft = True
    about = N_("登记时写错了的，写明原因，请信访人看。期限内没有不同意的，到期更正；不同意的，不再更正。")
    submit = N_("请信访人确认")
    done = N_("已请信访人确认，期限内没有不同意的，到期更正。")
    notifies = True

    bar = _bar_choice()
    reason = words(_("当时写错了什么"), rows=2, missing=_(LiftReasonMissing.sentence))

    def configure(self) -> None:
        """What an officer wrote down; what the petitioner wrote is theirs."""
        choose(self.fields["bar"], [(bar.key, bar.name) for bar in self.page.bars if bar.is_by_office])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        lift_propose(
            actor=actor,
            matter_id=self.page.id,
            bar=self.cleaned_data["bar"],
            reason=self.cleaned_data["reason"],
            at=at,
            seen=self.seen_version,
        )


@move_reason(40, quiet={Action.LIFT_BAR_AT_COUNTER, Action.PROPOSE_LIFT})
def closed_by_bars(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why a move around bars isn't possible now, or ""."""
    if action is Action.LIFT_BAR_AT_COUNTER and not page.bars:
        return N_("这件事项现在没有需要回避的。")
    if action is Action.PROPOSE_LIFT:
        if any(bar.proposal for bar in page.bars):
            return N_("已经请信访人确认一项，等它有了结果再提下一项。")
        if not any(bar.is_by_office for bar in page.bars):
            return N_("这是信访人自己写的，只有信访人能解除。")
    return ""


@move_reason(20)
def unsettled(page: MatterView, _actor: Actor, action: Action) -> str:
    """That it has to be clear first whom the matter is about, in the source language, or ""."""
    return RespondentUnsettled.sentence if not page.respondents_settled and action in SETTLED_FIRST else ""
