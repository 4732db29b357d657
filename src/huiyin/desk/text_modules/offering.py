"""Text modules beside the fields of a move's form: which fit, filled with what the matter's page shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.template.defaultfilters import truncatechars

from huiyin.desk.matter.forms import MoveForm
from huiyin.documents.letters.printing import chinese_date
from huiyin.kernel.actor import Actor
from huiyin.kernel.ids import format_matter_number, parse_uuid
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.selectors.views import MatterView
from huiyin.text_modules.rules.fields import FieldValues, filled
from huiyin.text_modules.rules.places import TextPlace
from huiyin.text_modules.selectors import texts_offered

# From so many on they are searched.
_SEARCHED_FROM = 8
_BEGINNING = 40


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text as it would be inserted; `beginning` is shown below its title."""

    id: UUID
    title: str
    text: str
    article: str
    unit: str
    is_general: bool
    places: tuple[TextPlace, ...]

    @property
    def beginning(self) -> str:
        """Its first words, in one line."""
        return truncatechars(" ".join(self.text.split()), _BEGINNING)


class TextModuleArea(forms.Textarea):
    """A text area with the texts that fit below it. `bodies` are those that no area above it on the form has."""

    template_name = "desk/text_modules/textarea.html"

    def __init__(
        self,
        *,
        texts: tuple[FilledText, ...],
        bodies: tuple[FilledText, ...],
        is_first: bool,
        basis_id: str,
        attrs: Mapping[str, Any],
    ) -> None:
        """`basis_id` is the control that takes the article, "" where the form has none."""
        super().__init__(attrs=dict(attrs))
        self.texts, self.bodies, self.is_first, self.basis_id = texts, bodies, is_first, basis_id

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        """With what the template needs."""
        return {
            **super().get_context(name, value, dict(attrs or {})),
            "texts": self.texts,
            "bodies": self.bodies,
            "is_first": self.is_first,
            "basis_id": self.basis_id,
            "is_searched": len(self.texts) > _SEARCHED_FROM,
        }


def offer_texts(form: MoveForm, actor: Actor) -> None:
    """Put what fits below the form's fields. One statement, none for a form that declares no place."""
    places = form.text_places()
    if not places:
        return
    offered = _offered(form.page, actor, places)
    basis_id = _control_id(form, form.basis_field)
    shown: set[UUID] = set()
    for name, place in places.items():
        texts = tuple(text for text in offered if place in text.places)
        field = form.fields.get(name)
        if not texts or field is None:
            continue
        bodies = tuple(text for text in texts if text.id not in shown)
        field.widget = TextModuleArea(
            texts=texts,
            bodies=bodies,
            is_first=not shown,
            basis_id=basis_id if name != form.basis_field else "",
            attrs=field.widget.attrs,
        )
        shown.update(text.id for text in bodies)


def insert_text(form: MoveForm, actor: Actor, wanted: str) -> None:
    """Append a text to what was typed, for whoever has no script; `wanted` is the field and the text's id.

    What isn't offered there changes nothing.
    """
    name, _colon, key = wanted.partition(":")
    place, text_id = form.text_places().get(name), parse_uuid(key)
    if place is None or text_id is None:
        return
    for text in _offered(form.page, actor, {name: place}):
        if text.id == text_id:
            typed = str(form.data.get(name, "")).rstrip()
            form.rewrite(name, f"{typed}\n{text.text}" if typed else text.text)
            basis = form.basis_field
            if basis and basis != name and text.article and not str(form.data.get(basis, "")).strip():
                form.rewrite(basis, text.article)


def _offered(page: MatterView, actor: Actor, places: Mapping[str, TextPlace]) -> tuple[FilledText, ...]:
    found = texts_offered(actor=actor, category_id=page.category_id, places=sorted(set(places.values())))
    values = field_values(page) if found else FieldValues()
    return tuple(
        FilledText(
            id=text.id, title=text.title, text=filled(text.body, values), article=text.article, unit=text.unit,
            is_general=text.is_general, places=text.places,
        )
        for text in found
    )  # fmt: skip


def field_values(page: MatterView) -> FieldValues:
    """What the page shows anyway: of a sealed matter nothing that lies under the seal."""
    due = min(_due(page), default=None)
    return FieldValues(
        number=format_matter_number(page.number),
        title=page.title,
        unit=page.lead_unit,
        phone=page.lead_unit_phone,
        category=page.category.rpartition(" / ")[2],
        place=page.place,
        received=chinese_date(office_day(page.received_at)),
        due=chinese_date(due) if due else "",
        today=chinese_date(office_day(now())),
        handler=page.handler,
    )


def _due(page: MatterView) -> Iterator[Any]:
    return (clock.due_on for clock in page.clocks if clock.stopped_at is None and not clock.is_over)


def _control_id(form: MoveForm, name: str) -> str:
    return form[name].auto_id if name and name in form.fields else ""
