"""Notes, questions, files, opening who filed, and closing."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import MoveForm, choose, words
from huiyin.desk.matter.registry import BarRow, move_form, move_reason
from huiyin.flows.sealing import matter_file_store
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import N_, shorten
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.messages.errors import MentionRefused, MessageMissing, NothingAsked
from huiyin.matters.messages.services.work import attachment_add, matter_answer, matter_ask, matter_note
from huiyin.text_modules.rules.places import TextPlace

_KEPT_SALT = "desk.matter_detail.kept_file"


_KEPT_SECONDS = 24 * 3600


class KeptFileGone(BadInput):
    """The file of the last try can't be found again."""

    sentence = "文件没有收全，请再选一次。"
    field = "files"


@move_form(BarRow.ASKING, 30)
class NoteForm(MoveForm):
    """A finding for colleagues."""

    action = Action.NOTE
    keeps_draft = True
    about = N_("只有经办人员看得到。")
    submit = N_("记下")
    done = N_("已记下。")
    texts = {"body": TextPlace.NOTE}

    body = words(_("内容"), rows=4, missing=_(MessageMissing.sentence))
    mentions = forms.TypedMultipleChoiceField(
        label=_("请谁看"),
        help_text=_("请看的同事会收到通知。这里只有看得到这件事项的人。"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _(MentionRefused.sentence)},
    )

    def configure(self) -> None:
        """The colleagues who can be asked; nothing is asked where there is nobody else."""
        found = self.choices.colleagues
        if not found:
            del self.fields["mentions"]
            return
        in_words = gettext("%(name)s（%(about)s）")
        shown = [(each, in_words % {"name": each.name, "about": each.about}) for each in found]
        choose(self.fields["mentions"], [(str(each.officer_id), words) for each, words in shown])
        # A script offers these names while somebody types.
        self.fields["body"].widget.attrs["data-mention"] = f"{self.action}-mentions"

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        matter_note(
            actor=actor,
            matter_id=self.page.id,
            body=self.cleaned_data["body"],
            mentions=self.cleaned_data.get("mentions", ()),
            at=at,
            seen=self.seen_version,
        )


@move_form(BarRow.ASKING, 20)
class AskForm(MoveForm):
    """A question to the petitioner."""

    action = Action.ASK
    keeps_draft = True
    about = N_("等信访人补充期间，时限照常计算。")
    warning = N_("信访人会看到这段话，能通知到的还会收到通知。不能撤回。")
    submit = N_("发给信访人")
    done = N_("已写给信访人。")
    texts = {"body": TextPlace.ASK}
    notifies = True

    body = words(_("请信访人补充什么"), rows=4, missing=_(MessageMissing.sentence))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        body = self.cleaned_data["body"]
        matter_ask(actor=actor, matter_id=self.page.id, body=body, at=at, seen=self.seen_version)


@move_form(BarRow.ASKING, 40)
class AttachForm(MoveForm):
    """A file of the office, for colleagues or for the petitioner as well.

    A file that is stored when the matter turns out to have changed isn't asked for a second time: the page carries
    its id, signed for this matter and this officer.
    """

    action = Action.ATTACH
    submit = N_("添加")
    done = N_("已添加附件。")
    template = "desk/matter/messages/_attach_sheet.html"

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label=_("谁能看"),
        widget=forms.RadioSelect,
        initial="office",
        choices=[("office", _("只有经办人员")), ("petitioner", _("信访人也能看"))],
    )

    def configure(self) -> None:
        """The file's field; its name is the one that refusals of files carry."""
        # Django would refuse an empty file in words of its own; the service says what to do.
        field = forms.FileField(label=_("文件"), required=False, allow_empty_file=True)
        self.fields = {"files": field, **self.fields}

    def clean(self) -> dict[str, object]:
        """A file, or one that is kept from the last try."""
        given = super().clean() or self.cleaned_data
        # What is wrong with a file that was sent is said already.
        if not given.get("files") and not given.get("kept") and "files" not in self.errors:
            self.add_error("files", gettext("请选一个文件。"))
        return given

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Keep the file first, outside the move's transaction, then add it."""
        file_id = self._file_id(actor, at)
        attachment_add(
            actor=actor,
            matter_id=self.page.id,
            file_id=file_id,
            is_public=self.cleaned_data["audience"] == "petitioner",
            at=at,
            seen=self.seen_version,
        )

    def _file_id(self, actor: Actor, at: datetime) -> UUID:
        sent = self.cleaned_data.get("files")
        # Nobody attaches a file by what a page of another matter, or of another officer, carried.
        bound = f"{self.page.id}:{actor.ref}"
        signer = signing.TimestampSigner(salt=_KEPT_SALT)
        if not sent:
            try:
                found = signer.unsign_object(self.cleaned_data["kept"], max_age=_KEPT_SECONDS)
            # One that is too old is among these.
            except signing.BadSignature:
                raise KeptFileGone from None
            if found["for"] != bound:
                raise KeptFileGone
            return UUID(found["file"])
        stored = matter_file_store(actor=actor, matter_id=self.page.id, content=sent.file, name=sent.name, at=at)
        self.rewrite("kept", signer.sign_object({"file": str(stored), "for": bound}))
        return stored

    def renew(self) -> None:
        """The file is here already; the browser needn't send it again."""
        super().renew()
        if self.data.get("kept"):
            self.fields["files"].help_text = gettext("文件已经收到，不用再选。要换的话再选一个。")


_SHOWN = 60


@move_reason(80, quiet={Action.ANSWER})
def closed_by_questions(page: MatterView, _actor: Actor, action: Action) -> str:
    """That nothing is left to be answered once the matter has ended; in the source language, or ""."""
    is_over = action is Action.ANSWER and not page.is_open and not page.questions_open
    return NothingAsked.sentence if is_over else ""


@move_form(BarRow.ASKING, 10)
class AnswerForm(MoveForm):
    """An answer that is just an answer: nothing is waited for."""

    action = Action.ANSWER
    keeps_draft = True
    about = N_("只是回复，不等信访人补充什么，时限照常计算。正式的书面答复仍要起草、审批、送达。")
    warning = N_("信访人会看到这段话，能通知到的还会收到通知。不能撤回。")
    submit = N_("发给信访人")
    done = N_("已回复信访人。")
    texts = {"body": TextPlace.ANSWER}
    notifies = True

    body = words(_("写给信访人"), rows=5, missing=_(MessageMissing.sentence))

    def configure(self) -> None:
        """Say what will count as answered by it."""
        asked = self.page.questions_open
        if not asked:
            return
        hint = ngettext("会作为对这个提问的回答：%(asked)s", "会作为对这些提问的回答：%(asked)s", len(asked))
        quoted = gettext("；").join(
            gettext("“%(words)s”") % {"words": shorten(question.body, _SHOWN)} for question in asked
        )
        self.fields["body"].help_text = hint % {"asked": quoted}

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Answer."""
        body = self.cleaned_data["body"]
        matter_answer(actor=actor, matter_id=self.page.id, body=body, at=at, seen=self.seen_version)
