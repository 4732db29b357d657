"""What all forms of this screen share: fields, one service, and back with everything typed when it refuses."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from huiyin.desk.access import DeskRequest
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput, Conflict, HuiyinError, NotThere
from huiyin.kernel.text import N_
from huiyin.kernel.time import now
from huiyin.web.forms import AbstractFormType, PlainForm
from huiyin.web.refusals import sentence_of, status_of

Showing = Callable[..., HttpResponse]


class ArrangeForm(PlainForm, metaclass=AbstractFormType):
    """One change. `code` names the form among those of a page; conflicts go to the field that `conflicts` names."""

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    submit: ClassVar[str] = N_("保存")
    done: str = N_("已保存。")
    conflicts: ClassVar[str] = ""

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        """Ids carry the form's code, so that several forms stand on one page."""
        super().__init__(data, initial=dict(initial or {}), auto_id=f"{self.code}-%s")

    @abstractmethod
    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Call the service. Raises what it raises."""

    def fill(self, name: str, options: Iterable[tuple[str, str]], *, blank: str) -> None:
        """What a field chooses from; `blank` stands first and leaves it empty."""
        cast(forms.ChoiceField, self.fields[name]).choices = [("", blank), *options]

    def refuse(self, error: HuiyinError) -> None:
        """Put a refusal beside the field it belongs to."""
        field = error.field if isinstance(error, BadInput) else self.conflicts
        self.add_error(field if field in self.fields else None, sentence_of(error))

    @property
    def title_shown(self) -> str:
        """The title in the reader's language."""
        return _(self.title)

    @property
    def submit_shown(self) -> str:
        """The button in the reader's language."""
        return _(self.submit)


class AskingForm(ArrangeForm):
    """A change that asks once more where it has a consequence: then a tick is wanted, which isn't shown otherwise."""

    sure = forms.BooleanField(label=gettext_lazy("我看过了，就这样改"), required=False, widget=forms.HiddenInput)

    @abstractmethod
    def questions(self) -> list[str]:
        """What has to be asked about the given data, in the reader's language; empty when there is nothing."""

    def clean(self) -> dict[str, Any]:
        """Ask what isn't answered yet. The service's own refusals come after that."""
        given = super().clean() or self.cleaned_data
        # Questions look at the cleaned data, so they wait until every field is right.
        if not self.errors and not given.get("sure") and (questions := self.questions()):
            self.fields["sure"].widget = forms.CheckboxInput()
            for question in questions:
                self.add_error("sure", question)
        return given


def tick(label: StrOrPromise) -> forms.BooleanField:
    """A tick without which a change with a consequence isn't made; `label` says the consequence."""
    return forms.BooleanField(label=label, error_messages={"required": gettext_lazy("请先勾选，表示您看过这句话。")})


def act(request: DeskRequest, form: ArrangeForm, *, show: Showing, address: str) -> HttpResponse:
    """Make the change of a form, then lead to `address`; a refusal comes back as `show(form, status=…)`."""
    status = attempt(request, form)
    if status != 200:
        return show(form, status=status)
    messages.success(request, _(form.done))
    return HttpResponseRedirect(address)


def attempt(request: DeskRequest, form: ArrangeForm) -> int:
    """200 when the change is made, else the status of a refusal that the form now says."""
    if not form.is_valid():
        return 422
    try:
        form.execute(actor=request.actor, at=now())
    except (BadInput, Conflict, NotThere) as error:
        form.refuse(error)
        # The page itself is there; what one of its fields names isn't, so 404 would mislead.
        return status_of(error) if not isinstance(error, NotThere) else 422
    return 200
