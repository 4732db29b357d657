"""Accept, decline, redirect; hand to a unit, name a handler, name whom it is about."""

from datetime import datetime

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.clocks.rules.rulebook import GroundOutcome as GroundOutcome
from huiyin.clocks.selectors import length_text, rulebook
from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form
from huiyin.desk.matter.unit_field import UnitOption
from huiyin.flows.handing_on import HandingOn, hand_on_accepted
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.matters.acceptance.errors import GroundUnknown, RouteMissing
from huiyin.matters.acceptance.rules import HERE, Route
from huiyin.matters.acceptance.services import matter_accept, matter_decline, matter_redirect
from huiyin.matters.core.rules.labels import PROCEDURE_LABELS
from huiyin.matters.core.rules.states import Action, Kind, Procedure
from huiyin.matters.handover.selectors.receiving import UnregisteredMatter, handing_refusal
from huiyin.matters.procedure.rules import may_be_simple
from huiyin.text_modules.rules.places import TextPlace
from huiyin.web.forms import row_id
from huiyin.web.refusals import sentence_of

# The button that hands the matter on as well; its value is the unit.
HAND_TO = "hand_to"


def grounds(*outcomes: GroundOutcome, kind: str) -> list[tuple[str, str]]:
    """The rulebook's grounds for this kind of matter, each with its article."""
    rules = [rule for outcome in outcomes for rule in rulebook().grounds_for(outcome=outcome, kind=kind)]
    return [
        (
            rule.code,
            format_html(
                '<span>{}<span class="ground-article">{}</span><span class="ground-sentence">{}</span></span>',
                gettext(rule.name),
                gettext(rule.article),
                gettext(rule.sentence),
            ),
        )
        for rule in rules
    ]


def ground_field() -> forms.ChoiceField:
    """One of the grounds."""
    return forms.ChoiceField(
        label=_("理由"),
        widget=forms.RadioSelect,
        error_messages={"required": _(GroundUnknown.sentence), "invalid_choice": _(GroundUnknown.sentence)},
    )


@move_form(BarRow.PRIMARY, 130)
class DeclineForm(MoveForm):
    """Not accepted, on a ground that the petitioner reads."""

    action = Action.DECLINE
    keeps_draft = True
    warning = N_("信访人会马上看到理由、条款和您的说明，不能撤回。")
    done = N_("已决定不予受理。")
    texts = {"explanation": TextPlace.REFUSAL}
    notifies = True

    ground = ground_field()
    explanation = words(
        _("说明"),
        missing=_("请结合这件事写几句说明，信访人会看到。"),
        help_text=_("结合这件事写清楚，信访人会看到。"),
    )

    def configure(self) -> None:
        """The grounds for this kind."""
        # Two letters, told apart by the ground: 不予受理 and 不再受理 (条例 Arts 19 and 36).
        options = grounds(GroundOutcome.DECLINE, GroundOutcome.FINAL, kind=self.page.kind)
        choose(self.fields["ground"], options)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Decline."""
        matter_decline(
            actor=actor,
            matter_id=self.page.id,
            ground=self.cleaned_data["ground"],
            explanation=self.cleaned_data["explanation"],
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.PRIMARY, 140)
class RedirectForm(MoveForm):
    """Where to go instead."""

    action = Action.REDIRECT
    keeps_draft = True
    warning = N_("信访人会马上看到该去哪里、怎么办，不能撤回。")
    done = N_("已写明另外的途径。")
    texts = {"route": TextPlace.ROUTE}
    notifies = True

    ground = ground_field()
    route = words(
        _("去哪里、怎么办"),
        missing=_(RouteMissing.sentence),
        help_text=_("写明单位、地址或电话、要带的材料、期限。"),
    )
    # Only claims need these three (条例 Art 31), so that the service demands them and not the fields.
    body = forms.CharField(
        label=_("处理的机关"), required=False, help_text=_("申诉求决走诉讼、仲裁、党内或者行政程序的，这三项都要填。")
    )
    deadline = forms.CharField(label=_("它的期限"), required=False, help_text=_("例如：收到之日起六十日内申请。"))
    remedy = forms.CharField(label=_("不服它的决定怎么办"), required=False, help_text=_("例如：十五日内向法院起诉。"))

    def configure(self) -> None:
        """The grounds for this kind."""
        choose(self.fields["ground"], grounds(GroundOutcome.REDIRECT, kind=self.page.kind))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Redirect."""
        matter_redirect(
            actor=actor,
            matter_id=self.page.id,
            ground=self.cleaned_data["ground"],
            route=self.cleaned_data["route"],
            body=self.cleaned_data["body"],
            deadline=self.cleaned_data["deadline"],
            remedy=self.cleaned_data["remedy"],
            at=at,
            seen=self.seen_version,
        )


_SIMPLE_REASON = N_("选简易程序才填，例如：初次提出，事实清楚，争议不大。要在 %(length)s内答复。")


@move_form(BarRow.PRIMARY, 10)
class AcceptForm(MoveForm):
    """From now the answer is owed in time; what is plain and easy may be handled simply."""

    action = Action.ACCEPT
    about = N_("受理后，答复期限开始计算。")
    warning = N_("信访人马上就能看到受理告知书，能通知到的还会收到通知。不能撤回。")
    done = N_("已受理。")
    notifies = True

    handed: HandingOn | None = None

    way = forms.ChoiceField(label=_("按哪条途径办"), widget=forms.RadioSelect, required=False)
    procedure = forms.ChoiceField(label=_("办理程序"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("简易办理的理由"),
        required=False,
    )

    def get_initial(self) -> dict[str, object]:
        """As the rules mean it to be."""
        return {"procedure": Procedure.ORDINARY.value, "way": Route.OPINION.value}

    def configure(self) -> None:
        """Nothing to choose where the simple procedure isn't there, nor a route for what isn't a claim."""
        rules = [rule for route in HERE if (rule := rulebook().route(route))]
        # The routes of 条例 Art 31 are those of claims.
        if self.page.kind == Kind.CLAIM and rules:
            choose(self.fields["way"], [(rule.code, gettext(rule.name)) for rule in rules])
        else:
            del self.fields["way"]
        self._configure_procedure()

    @property
    def hand_to(self) -> UnitOption | None:
        """The unit that a second button hands it to as well: one that this page's other form would offer and take."""
        page = self.page
        # What is sealed needs a reader over there, and a confirmed name a second look: the other form asks for both.
        if not self.choices.units or page.seal is not None or not page.can(Action.ASSIGN_UNIT):
            return None
        found = self.choices.units[0]
        matter = UnregisteredMatter(
            kind=Kind(page.kind),
            texts=(page.title, page.text, *(request.text for request in page.requests), page.respondent),
            respondents=page.respondents,
            is_settled=page.respondents_settled,
            concerned_unit_id=page.concerned_unit_id,
            concerned_text=page.concerned,
        )
        return None if handing_refusal(matter=matter, unit_id=found.id) else found

    def done_text(self) -> str:
        """Accepted; and whether the unit has it, or why not."""
        if self.handed is None:
            return super().done_text()
        if self.handed.refusal is None:
            return gettext("已受理，并交给%(unit)s。") % {"unit": self.handed.unit}
        given = {"unit": self.handed.unit, "why": sentence_of(self.handed.refusal)}
        return gettext("已受理。没有交给%(unit)s：%(why)s") % given

    def _configure_procedure(self) -> None:
        if may_be_simple(kind=self.page.kind, round_=self.page.round, is_joint=self.page.joint is not None):
            choose(
                self.fields["procedure"],
                [(procedure.value, gettext(PROCEDURE_LABELS[procedure])) for procedure in Procedure],
            )
            length = length_text(code="simple_answer", kind=self.page.kind)
            self.fields["reason"].help_text = gettext(_SIMPLE_REASON) % {"length": length}
            return
        del self.fields["procedure"], self.fields["reason"]

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Accept."""
        matter_accept(
            actor=actor,
            matter_id=self.page.id,
            # Where there was nothing to choose the field isn't there.
            procedure=Procedure(self.cleaned_data.get("procedure") or Procedure.ORDINARY),
            reason=self.cleaned_data.get("reason") or "",
            route=Route(way) if (way := self.cleaned_data.get("way")) else None,
            at=at,
            seen=self.seen_version,
        )
        unit_id = row_id(self.data.get(HAND_TO, ""))
        if unit_id is not None:
            # A step of its own: whatever refuses it, the matter stays accepted.
            self.handed = hand_on_accepted(
                actor=actor, matter_id=self.page.id, number=self.page.number, unit_id=unit_id, at=at
            )
