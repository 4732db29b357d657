"""Putting a batch of owned matters together."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import UNIT_MANAGERS, Actor
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.kernel.time import now, office_day
from huiyin.matters.batch.errors import BatchNumberInvalid
from huiyin.matters.batch.selectors import OwnedRow
from huiyin.matters.batch.services import BatchMade, batch_make
from huiyin.orgs.selectors import unit_names
from huiyin.web.date_fields import DayField


class BatchForm(ArrangeForm):
    """Number, day, matters."""

    code = "batch"
    title = N_("编一批包案")
    submit = N_("编成一批")
    done = N_("已编成一批。")
    conflicts = "number"

    unit_id = forms.TypedChoiceField(label=_("哪个单位交办"), coerce=int)
    number = forms.IntegerField(label=_("第几批"), error_messages={"required": _(BatchNumberInvalid.sentence)})
    given_on = DayField(label=_("交办日期"))
    pick = forms.MultipleChoiceField(label=_("哪些事项"), widget=forms.CheckboxSelectMultiple, required=False)
    made: BatchMade | None = None

    def __init__(self, data: QueryDict | None, *, actor: Actor, rows: tuple[OwnedRow, ...]) -> None:
        """`rows` can be chosen: owned matters that are in no batch."""
        super().__init__(data, initial={"given_on": office_day(now())})
        names = unit_names(unit_ids=actor.units_as(*UNIT_MANAGERS))
        self._choices("unit_id", [(str(pk), name) for pk, name in sorted(names.items())])
        self._choices(
            "pick",
            [
                (row.number, f"{row.title} · {format_matter_number(row.number)} · {row.unit} · {row.leader}")
                for row in rows
            ],
        )

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Make it."""
        given = self.cleaned_data
        self.made = batch_make(
            actor=actor, unit_id=given["unit_id"], number=given["number"], given_on=given["given_on"],
            numbers=given["pick"], at=at,
        )  # fmt: skip

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(Any, self.fields[name]).choices = choices
