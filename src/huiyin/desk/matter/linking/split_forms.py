"""Some requests become a matter of their own."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import choose, words
from huiyin.desk.matter.handing import HandingForm
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.desk.matter.unit_field import UnitField
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_, shorten
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.linking.errors import (
    MergeSplit,
    PartsOpen,
    PartsUnanswered,
    RequestsUnchosen,
    SplitAgain,
    SplitSealed,
)
from huiyin.matters.linking.rules import ANSWERED_LAST, ENDED_LAST, LinkKind
from huiyin.matters.linking.selectors.link import LinkView
from huiyin.matters.linking.services.split import matter_split

ONE_REQUEST = N_("只有一条诉求要在这里答复，不用分。")
_SHOWN = 60


@move_reason(140, quiet={Action.SPLIT})
def closed_by_parts(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why one of these isn't possible while parts aren't done, or a split isn't, in the reader's language, or ""."""
    parts = [link for link in page.links if link.kind == LinkKind.SPLIT and not link.leads]
    if action in ANSWERED_LAST and (left := _numbers([link for link in parts if not link.is_answered])):
        return gettext(PartsUnanswered.sentence) % {"numbers": left}
    if action in ENDED_LAST and (left := _numbers([link for link in parts if link.is_open])):
        return gettext(PartsOpen.sentence) % {"numbers": left}
    if action is Action.MERGE and parts:
        return gettext(MergeSplit.sentence)
    return _closed_to_splitting(page) if action is Action.SPLIT else ""


def _closed_to_splitting(page: MatterView) -> str:
    if page.seal or page.joint:
        return gettext(SplitSealed.sentence)
    if any(link.kind == LinkKind.SPLIT and link.leads for link in page.links):
        return gettext(SplitAgain.sentence)
    # At least one request stays with the whole.
    return gettext(ONE_REQUEST) if sum(not request.is_moved for request in page.requests) < 2 else ""


def _numbers(links: list[LinkView]) -> str:
    return gettext("、").join(format_matter_number(link.number) for link in links)


@move_form(BarRow.SECONDARY, 300)
class SplitForm(HandingForm):
    """Which requests go, and to whom."""

    action = Action.SPLIT
    keeps_draft = True
    about = N_(
        "几条诉求要由不同的单位答复时，把其中一部分分出去，单独办理和答复。期限从收到这一件的那天算起；"
        "这一件要等分出去的都答复以后才能送达，都办结以后才能办结。"
    )
    warning = N_("不能撤回。信访人会看到分出的编号和单位，用同一个查询码查看。")
    submit = N_("分出")
    done = N_("已分出。")
    notifies = True

    requests = forms.TypedMultipleChoiceField(
        label=_("分出哪几条"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _(RequestsUnchosen.sentence)},
    )
    unit = UnitField(label=_("交给哪个单位"), required=False, help_text=_("空着就留在本单位。输入名称里的两个字。"))
    words = words(_("给承办单位的话"), rows=2)

    def configure(self) -> None:
        """What is still to be answered here."""
        field, left = self.fields["requests"], [request for request in self.page.requests if not request.is_moved]
        choose(
            field,
            [(str(request.position), f"{request.position}. {shorten(request.text, _SHOWN)}") for request in left],
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Split."""
        given = self.cleaned_data
        matter_split(
            actor=actor, matter_id=self.page.id, positions=given["requests"], unit_id=given["unit"],
            words=given["words"], confirmed=self.confirmed, at=at, seen=self.seen_version,
        )  # fmt: skip
