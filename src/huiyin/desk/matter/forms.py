"""One form per move: what it asks, and the one door it goes through.

A form keeps what was typed, whatever the door says; `seen` is the version of the page that it stands on.
"""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django_stubs_ext import StrOrPromise

from huiyin.desk.matter.choices import MoveChoices
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import new_token
from huiyin.kernel.text import N_, clean
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.drafts.rules import DraftSeen, Typed, draft_seen, is_kept
from huiyin.matters.drafts.selectors import MoveDraftView
from huiyin.text_modules.rules.places import TextPlace
from huiyin.web.forms import AbstractFormType, PlainForm, is_secret
from huiyin.web.reader_choices import FIELD as ONLY_SHOWN
from huiyin.web.refusals import sentence_of

# What a page sends besides its fields: buttons, and the names of files that the browser couldn't send.
_BESIDE = frozenset({"csrfmiddlewaretoken", "hand", "upload", "remove", "files", ONLY_SHOWN})


class WordsField(forms.CharField):
    """Text of several lines; control characters are gone before anything else looks at it."""

    def to_python(self, value: object) -> str:
        """The text in one form."""
        return clean(super().to_python(value) or "")


def words(
    label: StrOrPromise, *, rows: int = 3, missing: StrOrPromise = "", help_text: StrOrPromise = ""
) -> WordsField:
    """A text area; with a sentence for when it is missing it has to be filled."""
    return WordsField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


class MoveForm(PlainForm, metaclass=AbstractFormType):
    """A move. `about` says what it does, `warning` that it leaves the house, `done` what the next page says.

    `notifies`: its step sends the petitioner a notice, if it can reach them; the next page says which.
    `template` draws the form; most take the common one. `texts` are the fields below which text modules are offered;
    `basis_field` takes the article of one that is inserted. `keeps_draft`: it has longer text, which is kept while it
    is typed and is there again later. Never a form with a password, a passphrase or an identity in it. `takes_files`:
    what is handed in has annexes; they lie with the draft.
    """

    action: ClassVar[Action]
    about: ClassVar[str] = ""
    warning: ClassVar[str] = ""
    submit: ClassVar[str] = ""
    done: ClassVar[str] = N_("已保存。")
    notifies: ClassVar[bool] = False
    template: ClassVar[str] = "components/move_sheet.html"
    keeps_draft: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, TextPlace]] = {}
    basis_field: ClassVar[str] = ""

    # Where somebody made another step since this version, the service refuses.
    seen = forms.IntegerField(widget=forms.HiddenInput)
    # Which draft the page was made of; only where one is kept.
    draft = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *,
        page: MatterView,
        choices: MoveChoices,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        kept: MoveDraftView | None = None,
    ) -> None:
        """`page` is the matter as it is shown now; `kept` is the draft to go on with, where nothing was sent."""
        # Several forms stand on one page, and a label has to lead to the field of its own form.
        super().__init__(data if kept is None else _as_sent(kept, page), files, auto_id=f"{self.action}-%s")
        self.page, self.choices = page, choices
        if not self.is_kept:
            del self.fields["draft"]
        # Not given above: what stands there depends on page and choices.
        self.initial = {"seen": page.version, "draft": DraftSeen(new_token()).as_text(), **self.get_initial()}
        self.configure()

    def get_initial(self) -> dict[str, object]:
        """What stands in the fields before anybody types."""
        return {}

    def configure(self) -> None:
        """Fields that depend on the matter."""

    @abstractmethod
    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Go through the door. Raises what the door raises."""

    def refuse(self, error: BadInput) -> None:
        """Put the door's refusal beside the field that it names."""
        # Of a field that this form lacks: above all fields, since otherwise nobody would read it.
        self.add_error(error.field if error.field in self.fields else None, sentence_of(error))

    def renew(self) -> None:
        """Stand on the page as it is now, so that what was typed can be sent once more."""
        self.rewrite("seen", str(self.page.version))
        self.leave_secrets_behind()

    def text_places(self) -> Mapping[str, TextPlace]:
        """By field the place for which text modules are offered below it."""
        return self.texts

    def done_text(self) -> str:
        """What the next page says."""
        return gettext(self.done)

    def about_text(self) -> str:
        """What `about` says, with the lengths of today's rulebook in it."""
        values = self.lengths()
        return gettext(self.about) % values if values else gettext(self.about) if self.about else ""

    def lengths(self) -> dict[str, str]:
        """The places of `about`, filled."""
        return {}

    def rewrite(self, name: str, value: str) -> None:
        """Put another value into what was sent."""
        data = QueryDict(mutable=True)
        # What a request has sent can't be changed. `update` keeps lists, such as several ticks of one name.
        data.update(self.data)
        data[name] = value
        self.data = data

    def typed(self) -> tuple[str, ...]:
        """Everything that was typed: for a move that isn't possible any more."""
        shown = (
            self[name].value()
            for name, field in self.fields.items()
            # What was typed, and no passphrase or code: those never come back in a page.
            if isinstance(field, forms.CharField) and not (field.widget.is_hidden or is_secret(field))
        )
        return tuple(str(value) for value in shown if value)

    @property
    def is_kept(self) -> bool:
        """Whether what is typed here is kept until it is sent."""
        return self.keeps_draft and is_kept(self.action, is_sealed=self.page.seal is not None)

    @classmethod
    def typed_in(cls, data: QueryDict) -> Typed:
        """What somebody typed, ticked and chose, as the page sends it."""
        # Hidden ones among them: a mark that something was read and confirmed counts for the page it was made on.
        hidden = {name for name, field in cls.base_fields.items() if field.widget.is_hidden}
        left_out = hidden | _BESIDE
        return tuple((name, value) for name, values in data.lists() if name not in left_out for value in values)

    @property
    def draft_seen(self) -> DraftSeen:
        """The draft that the sender's page showed."""
        return draft_seen(self.data.get("draft", ""))

    @property
    def seen_version(self) -> int:
        """The version that the sender's page showed."""
        return int(self.cleaned_data["seen"])


def choose(field: forms.Field, options: list[tuple[str, str]]) -> None:
    """Fill the options of a field that chooses."""
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(type(field).__name__)
    field.choices = options


def _as_sent(kept: MoveDraftView, page: MatterView) -> QueryDict:
    """A draft as if its form had been sent to be shown again: right or wrong, nothing in it is judged."""
    data = QueryDict(mutable=True)
    for name, value in kept.typed:
        data.appendlist(name, value)
    data["seen"], data[ONLY_SHOWN] = str(page.version), ""
    data["draft"] = DraftSeen(new_token(), kept.version, kept.id).as_text()
    return data
