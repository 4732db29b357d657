"""Writing to the petitioner: the answer to what they have asked, or something they should know."""

from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter_detail.forms import MoveForm, words
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_, shorten
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.messages.errors import MessageMissing, NothingAsked
from huiyin.matters.messages.services.work import matter_answer

_SHOWN = 60


def closed_by_questions(page: MatterView, action: Action) -> str:
    """That nothing is left to be answered once the matter has ended; in the source language, or ""."""
    is_over = action is Action.ANSWER and not page.is_open and not page.questions_open
    return NothingAsked.sentence if is_over else ""


class AnswerForm(MoveForm):
    """An answer that is just an answer: nothing is waited for."""

    action = Action.ANSWER
    about = N_("只是回复，不等信访人补充什么，时限照常计算。正式的书面答复仍要起草、审批、送达。")
    warning = N_("信访人会看到这段话，能通知到的还会收到通知。不能撤回。")
    submit = N_("发给信访人")
    done = N_("已回复信访人。")
    notifies = True

    body = words(_("写给信访人"), rows=5, missing=_(MessageMissing.sentence))

    def prepare(self) -> None:
        """Say what will count as answered by it."""
        asked = self.page.questions_open
        if not asked:
            return
        said = ngettext("会作为对这个提问的回答：%(asked)s", "会作为对这些提问的回答：%(asked)s", len(asked))
        quoted = gettext("；").join(gettext("“%(words)s”") % {"words": shorten(one.body, _SHOWN)} for one in asked)
        self.fields["body"].help_text = said % {"asked": quoted}

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Answer."""
        body = self.cleaned_data["body"]
        matter_answer(actor=actor, matter_id=self.page.id, body=body, at=at, seen=self.seen_version)
