"""Notes, questions, files, opening who filed, and closing."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter_detail.forms import MoveForm, words
from huiyin.flows.sealing import matter_file_store
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import N_
from huiyin.matters.closing.services import matter_close
from huiyin.matters.core.rules.states import Action
from huiyin.matters.identity.services import matter_open_identity
from huiyin.matters.messages.errors import MessageMissing
from huiyin.matters.messages.services.work import attachment_add, matter_ask, matter_note
from huiyin.vault.services import IdentityDraft

_KEPT_SALT = "desk.matter_detail.kept_file"
_KEPT_SECONDS = 24 * 3600


class KeptFileGone(BadInput):
    """The file of the last try can't be found again."""

    sentence = "文件没有收全，请再选一次。"
    field = "files"


class NoteForm(MoveForm):
    """A finding for colleagues."""

    action = Action.NOTE
    about = N_("只有经办人员看得到。")
    submit = N_("记下")
    done = N_("已记下。")

    body = words(_("内容"), rows=4, missing=_(MessageMissing.sentence))

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Write it down."""
        body = self.cleaned_data["body"]
        matter_note(actor=actor, matter_id=self.page.id, body=body, at=at, seen=self.seen_version)


class AskForm(MoveForm):
    """A question to the petitioner."""

    action = Action.ASK
    about = N_("等信访人补充期间，时限照常计算。")
    warning = N_("信访人会看到这段话，能通知到的还会收到通知。不能撤回。")
    submit = N_("发给信访人")
    done = N_("已写给信访人。")
    notifies = True

    body = words(_("请信访人补充什么"), rows=4, missing=_(MessageMissing.sentence))

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        body = self.cleaned_data["body"]
        matter_ask(actor=actor, matter_id=self.page.id, body=body, at=at, seen=self.seen_version)


class AttachForm(MoveForm):
    """A file of the office, for colleagues or for the petitioner as well.

    A file that is stored when the matter turns out to have changed isn't asked for a second time: the page carries
    its id, signed for this matter and this officer.
    """

    action = Action.ATTACH
    submit = N_("添加")
    done = N_("已添加附件。")
    template = "desk/matter_detail/_attach_sheet.html"

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label=_("谁能看"),
        widget=forms.RadioSelect,
        initial="office",
        choices=[("office", _("只有经办人员")), ("petitioner", _("信访人也能看"))],
    )

    def prepare(self) -> None:
        """The file's field; its name is the one that refusals of files carry."""
        field = forms.FileField(label=_("文件"), required=False, allow_empty_file=True)
        self.fields = {"files": field, **self.fields}

    def clean(self) -> dict[str, object]:
        """A file, or one that is kept from the last try."""
        given = super().clean() or self.cleaned_data
        if not given.get("files") and not given.get("kept") and "files" not in self.errors:
            self.add_error("files", gettext("请选一个文件。"))
        return given

    def make(self, *, actor: Actor, at: datetime) -> None:
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
        bound = f"{self.page.id}:{actor.ref}"
        signer = signing.TimestampSigner(salt=_KEPT_SALT)
        if not sent:
            try:
                found = signer.unsign_object(self.cleaned_data["kept"], max_age=_KEPT_SECONDS)
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


class CloseForm(MoveForm):
    """The petitioner has rated; nothing is left to do."""

    action = Action.CLOSE
    warning = N_("信访人会看到已经办结，能通知到的还会收到通知。不能撤回。")
    done = N_("已办结。")
    notifies = True

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Close."""
        matter_close(actor=actor, matter_id=self.page.id, at=at, seen=self.seen_version)


class OpenIdentityForm(MoveForm):
    """Who filed, for a stated purpose. What is seen is kept in `identity` for one page."""

    action = Action.OPEN_IDENTITY
    about = N_("只显示这一次。信访人会看到哪个单位、什么时候、为什么查看。")
    submit = N_("查看")
    identity: IdentityDraft | None = None

    purpose = forms.CharField(
        label=_("用途"),
        help_text=_("例如：约信访人到现场一起查看。信访人会看到这句话。"),
        error_messages={"required": _("请写明查看身份信息的用途（至少 4 个字），信访人会看到。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def make(self, *, actor: Actor, at: datetime) -> None:
        """Open it; the record of it is there before anything is shown."""
        purpose = self.cleaned_data["purpose"]
        self.identity = matter_open_identity(actor=actor, matter_id=self.page.id, purpose=purpose, at=at)
