"""One form per move of a task: what it asks, and the one service function that it calls."""

from abc import abstractmethod
from datetime import datetime
from typing import Any, BinaryIO, ClassVar, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from huiyin.desk.matter.forms import choose, words
from huiyin.desk.matter.unit_field import UnitField
from huiyin.documents.services import file_store
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.text import N_
from huiyin.tasks.rules.errors import TaskNoteRequired, TaskOfficerRequired, TaskReasonRequired
from huiyin.tasks.rules.states import TaskAction
from huiyin.tasks.selectors.detail import TaskDetail
from huiyin.tasks.selectors.giving import staff_of
from huiyin.tasks.services import (
    task_ask_time,
    task_assign,
    task_attach,
    task_check,
    task_drop,
    task_finish,
    task_give_again,
    task_grant_time,
    task_refuse_time,
    task_return,
    task_send_back,
    task_take,
)
from huiyin.web.date_fields import DayField
from huiyin.web.forms import AbstractFormType, PlainForm
from huiyin.web.refusals import sentence_of

# Above every free text of tasks and returns: they go round among offices.
FREE_TEXT = N_("写事、写地方、写单位，不写谁说了什么、谁去了哪里。")
_REASON = _(TaskReasonRequired.sentence)


class TaskForm(PlainForm, metaclass=AbstractFormType):
    """A move of a task. `about` says what it does, `done` what the next page says."""

    action: ClassVar[TaskAction]
    about: ClassVar[str] = ""
    done: ClassVar[str] = N_("已保存。")

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *,
        detail: TaskDetail,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
    ) -> None:
        """`detail` is the task as it is shown now."""
        super().__init__(data, files, auto_id=f"{self.action}-%s")
        self.detail = detail
        self.initial = {"seen": detail.version}
        self.configure()

    def configure(self) -> None:
        """Fields that depend on the task."""

    @abstractmethod
    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Call the service. Raises what the service raises."""

    def refuse(self, error: BadInput) -> None:
        """Put the service's refusal beside the field that it names."""
        self.add_error(error.field if error.field in self.fields else None, sentence_of(error))

    def renew(self) -> None:
        """Stand on the page as it is now, so that what was typed can be sent once more."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = str(self.detail.version)
        self.data = data

    def known(self, actor: Actor, at: datetime) -> dict[str, Any]:
        """What every service function asks for."""
        return {"actor": actor, "task_id": self.detail.row.id, "at": at, "seen": self.cleaned_data["seen"]}


class TakeForm(TaskForm):
    """It is theirs from now on."""

    action = TaskAction.TAKE
    about = N_("接办以后，这项任务就由您办。")
    done = N_("已接办。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Take it."""
        task_take(**self.known(actor, at))


class AssignForm(TaskForm):
    """Somebody of the unit does it."""

    action = TaskAction.ASSIGN
    done = N_("已安排。")

    officer_id = forms.TypedChoiceField(
        label=_("由谁办"), coerce=int, error_messages={"required": _(TaskOfficerRequired.sentence)}
    )

    def configure(self) -> None:
        """Those who work in the unit."""
        choose(self.fields["officer_id"], officer_choices(self.detail.unit_id))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Assign it."""
        task_assign(officer_id=self.cleaned_data["officer_id"], **self.known(actor, at))


class FinishForm(TaskForm):
    """What was done, with a file that shows it."""

    action = TaskAction.FINISH
    about = FREE_TEXT
    done = N_("已报告完成，等交办的单位验收。")

    note = words(_("做了什么、结果怎样"), rows=4, missing=_(TaskNoteRequired.sentence))

    def configure(self) -> None:
        """The file's field, by the name that refusals of files carry."""
        self.fields["files"] = forms.FileField(label=_("佐证文件"), required=False)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Keep the file first, outside the move's transaction, then say what was done."""
        sent = self.cleaned_data["files"]
        file_ids = [_store(sent, at)] if sent else []
        task_finish(note=self.cleaned_data["note"], file_ids=file_ids, **self.known(actor, at))


class TaskAttachForm(TaskForm):
    """One more file that shows what was done."""

    action = TaskAction.ATTACH
    done = N_("已添加文件。")

    def configure(self) -> None:
        """The file's field, by the name that refusals of files carry."""
        self.fields["files"] = forms.FileField(label=_("佐证文件"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Keep it, then add it."""
        task_attach(file_id=_store(self.cleaned_data["files"], at), **self.known(actor, at))


class ReasonForm(TaskForm):
    """A move that is made with a reason."""

    reason = words(_("理由"), rows=3, missing=_REASON)


class TaskReturnForm(ReasonForm):
    """It isn't the unit's own."""

    action = TaskAction.RETURN
    about = N_("不属于本单位职责的，可以退回；交办的单位会在期限内答复。")
    done = N_("已退回。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Return it."""
        task_return(reason=self.cleaned_data["reason"], **self.known(actor, at))


class TaskCheckForm(TaskForm):
    """It is done, and seen to be."""

    action = TaskAction.CHECK
    done = N_("已验收销号。")

    note = words(_("验收情况"), rows=2)

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Check it."""
        task_check(note=self.cleaned_data["note"], **self.known(actor, at))


class TaskSendBackForm(ReasonForm):
    """It isn't done."""

    action = TaskAction.SEND_BACK
    done = N_("已要求再办。")

    due_on = DayField(label=_("新的期限"), required=False, help_text=_("原来的期限没到，可以不填。"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Send it back."""
        given = {key: self.cleaned_data[key] for key in ("reason", "due_on")}
        task_send_back(**given, **self.known(actor, at))


class GiveAgainForm(ReasonForm):
    """An answer to a unit that has returned it."""

    action = TaskAction.GIVE_AGAIN
    done = N_("已重新交办。")

    unit_id = UnitField(label=_("交给哪个单位"), required=False, help_text=_("还是原来的单位，可以不填。"))
    due_on = DayField(label=_("期限"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Give it again."""
        given = {key: self.cleaned_data[key] for key in ("reason", "due_on", "unit_id")}
        task_give_again(**given, **self.known(actor, at))


class DropForm(ReasonForm):
    """It needn't be done any more."""

    action = TaskAction.DROP
    about = N_("撤销以后不用再办，理由留在任务里，承办的单位会看到。")
    done = N_("已撤销。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Drop it."""
        task_drop(reason=self.cleaned_data["reason"], **self.known(actor, at))


class AskTimeForm(ReasonForm):
    """A later day, asked for."""

    action = TaskAction.ASK_TIME
    about = N_("一项任务只能延期一次，由交办的单位决定。")
    done = N_("已申请延期。")

    due_on = DayField(label=_("延到哪天"))

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Ask."""
        given = {key: self.cleaned_data[key] for key in ("reason", "due_on")}
        task_ask_time(**given, **self.known(actor, at))


class GrantTimeForm(TaskForm):
    """The day that was asked for."""

    action = TaskAction.GRANT_TIME
    done = N_("已同意延期。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Grant it."""
        task_grant_time(**self.known(actor, at))


class RefuseTimeForm(ReasonForm):
    """The day stays."""

    action = TaskAction.REFUSE_TIME
    done = N_("已答复不同意延期。")

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Refuse it."""
        task_refuse_time(reason=self.cleaned_data["reason"], **self.known(actor, at))


# The order of the page: what brings the task on first.
TASK_FORMS: dict[str, type[TaskForm]] = {
    form.action.value: form
    for form in (
        TakeForm, FinishForm, TaskCheckForm, TaskSendBackForm, GiveAgainForm, GrantTimeForm, RefuseTimeForm,
        AssignForm, TaskAttachForm, AskTimeForm, TaskReturnForm, DropForm,
    )
}  # fmt: skip


def officer_choices(unit_id: int) -> list[tuple[str, str]]:
    """Who works in a unit, to choose from."""
    return [("", "—"), *((str(officer.id), officer.display_name) for officer in staff_of(unit_id))]


def _store(sent: "UploadedFile[Any]", at: datetime) -> UUID:
    return file_store(content=cast(BinaryIO, sent.file), name=sent.name or "", at=at).id
