"""One's own leave, or, for who leads, that of somebody in the unit."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.actor import Actor
from huiyin.orgs.services import leave_set
from huiyin.web.date_fields import DayField
from huiyin.web.forms import PlainForm


class LeaveForm(PlainForm):
    """Who is away from when to when, and who stands in."""

    officer = forms.TypedChoiceField(label=_("谁外出"), coerce=int)
    deputy = forms.TypedChoiceField(
        label=_("由谁代办"),
        coerce=int,
        help_text=_("同单位或上级单位的同事。这些天里，代办人能看到、能办外出的人手上的事，也会收到提醒。"),
        error_messages={"required": _("请选一位代办的同事。")},
    )
    starts_on = DayField(label=_("从哪天"))
    ends_on = DayField(label=_("到哪天"))

    def __init__(
        self,
        data: Any = None,
        *,
        officers: Sequence[tuple[int, str]],
        deputies: Sequence[tuple[int, str]],
        today: date,
    ) -> None:
        """`officers` can be away, `deputies` stand in."""
        super().__init__(data, initial={"starts_on": today, "ends_on": today})
        # Nobody stands first: a deputy sees all that the other works on, so it is always chosen.
        for name, people in (("officer", officers), ("deputy", [(0, "—"), *deputies])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(str(pk) if pk else "", label) for pk, label in people]

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Go through the door."""
        given = self.cleaned_data
        leave_set(
            officer_id=given["officer"],
            deputy_id=given["deputy"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            actor=actor,
            at=at,
        )
