"""What all steps of filing have in common: a form that knows how its fields stand in a draft, both ways."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from django.http import QueryDict

from huiyin.intake.rules.draft import Change, DraftContent
from huiyin.portal.filing.choices import Choices
from huiyin.web.forms import AbstractFormType, PlainForm
from huiyin.web.phones import PhoneQuestions


class StepForm(PlainForm, metaclass=AbstractFormType):
    """A step: shown with what the draft holds, or checked against it."""

    def __init__(self, data: Any = None, *, content: DraftContent, choices: Choices, **kwargs: Any) -> None:
        """`content` is what the draft holds, `choices` what the step offers."""
        self.content, self.choices = content, choices
        super().__init__(data, initial=self.data_of(content), **kwargs)

    def choose(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        """What a field offers."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def asks(self) -> PhoneQuestions | None:
        """What is asked once of a step that is right."""
        return None

    @property
    def is_accusing(self) -> bool:
        """Whether the page asks as of a story that accuses somebody: whom, or if it does."""
        return False

    @property
    def may_add(self) -> bool:
        """Whether there is room for another row of fields, where the step has rows."""
        return False

    @staticmethod
    def with_another(changes: Mapping[str, Change]) -> Mapping[str, Change]:
        """What was typed, with room for another row of fields, as far as there may be one."""
        return changes

    @classmethod
    def checking(cls, content: DraftContent, choices: Choices) -> Self:
        """The step as if the draft had just been typed: its errors are those of the draft."""
        return cls(cls.data_of(content), content=content, choices=choices)

    @classmethod
    @abstractmethod
    def is_right(cls, content: DraftContent) -> bool:
        """Whether `checking` would find no error, asked of the same fields without a form around them: far cheaper.

        What was picked from a list that the database holds is left to the database.
        """

    @classmethod
    def takes(cls, content: DraftContent, *names: str) -> bool:
        """Whether these fields take what the draft holds."""
        data = cls.data_of(content)
        return all(takes(cls.base_fields[name], data[name]) for name in names)

    @staticmethod
    @abstractmethod
    def data_of(content: DraftContent) -> dict[str, Any]:
        """The draft's values under the names of the fields."""

    @staticmethod
    @abstractmethod
    def typed(data: QueryDict) -> Mapping[str, Change]:
        """What was typed, right or wrong, under the draft's names."""


def takes(field: forms.Field, value: object) -> bool:
    """Whether a field takes a value, without a form around it."""
    try:
        field.clean(value)
    except forms.ValidationError:
        return False
    return True
