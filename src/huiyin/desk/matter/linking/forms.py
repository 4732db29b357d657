"""The same matter brought twice: worked on together, and apart again."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.linking.errors import (
    LeadingMatterUnknown,
    LeadsOthers,
    MergedAway,
    MergeReasonMissing,
    MergeSealed,
    NotMerged,
)
from huiyin.matters.linking.rules import LEADING_REFUSED, MERGED_REFUSED
from huiyin.matters.linking.selectors.link import LinkView
from huiyin.matters.linking.services.merge import matter_merge, matter_unmerge


def leading(page: MatterView) -> LinkView | None:
    """The matter that leads this one now."""
    return next((link for link in page.links if link.is_merged and link.leads), None)


def led(page: MatterView) -> tuple[LinkView, ...]:
    """The matters that this one leads now."""
    return tuple(link for link in page.links if link.is_merged and not link.leads)


@move_reason(130, quiet={Action.UNMERGE})
def closed_by_links(page: MatterView, _actor: Actor, action: Action) -> str:
    """Why one of these isn't possible now, in the reader's language, or ""."""
    leader = leading(page)
    if leader and action in MERGED_REFUSED:
        return gettext(MergedAway.sentence) % {"number": format_matter_number(leader.number)}
    if action in LEADING_REFUSED and led(page):
        return gettext(LeadsOthers.sentence)
    if action is Action.MERGE and page.seal:
        return gettext(MergeSealed.sentence)
    return gettext(NotMerged.sentence) if action is Action.UNMERGE and not leader else ""


@move_form(BarRow.SECONDARY, 280)
class MergeForm(MoveForm):
    """Let another matter lead this one."""

    action = Action.MERGE
    about = N_(
        "只有同一件事才合并。合并以后由另一件一起办理和答复；这一件的编号、回执、期限都不变，每条诉求各有意见，"
        "随时可以解除。"
    )
    warning = N_("信访人会看到和相同的事项一起办理，看不到是哪一件、谁提出的。")
    submit = N_("并入")
    done = N_("已并入。")

    into = forms.CharField(
        label=_("并入哪一件（编号）"),
        help_text=_("16 位数字，要在同一个单位办理中。"),
        error_messages={"required": _(LeadingMatterUnknown.sentence)},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("为什么是同一件事"),
        help_text=_("一句话，只有经办人员看得到。"),
        error_messages={"required": _(MergeReasonMissing.sentence)},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Merge."""
        given = self.cleaned_data
        matter_merge(
            actor=actor, matter_id=self.page.id, into=given["into"], reason=given["reason"], at=at,
            seen=self.seen_version,
        )  # fmt: skip


@move_form(BarRow.SECONDARY, 290)
class UnmergeForm(MoveForm):
    """On its own again."""

    action = Action.UNMERGE
    about = N_("解除以后，这件事项回到合并以前的样子，由原来的承办人接着办。期限照常计算。")
    warning = N_("信访人会看到改为单独办理。")
    submit = N_("解除合并")
    done = N_("已解除合并。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Undo it."""
        matter_unmerge(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)
