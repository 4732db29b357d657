"""The rosters of a hall: units at a joint reception, posts on days off."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desk.fields import TidyField
from huiyin.desk.organisation.acting import ArrangeForm
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.text import N_
from huiyin.orgs.selectors import chain_of, posts_of_unit, unit_children
from huiyin.reception.rules import PLACE_MAX
from huiyin.reception.rules.rosters import HALF_LABELS, Half, RosterKind, RosterRule
from huiyin.reception.selectors import leaders_for
from huiyin.reception.services import hall_roster_make
from huiyin.web.date_fields import DayField

_SITTING_ROLES = (Role.REGISTRAR, Role.HANDLER, Role.APPROVER, Role.LEADER)


class RosterForm(ArrangeForm):
    """What both rosters have in common."""

    first = DayField(label=_("从哪天起"))
    last = DayField(label=_("到哪天止"), help_text=_("最长一年。"))
    half = forms.ChoiceField(label=_("半天还是全天"))
    place = TidyField(label=_("大厅、窗口"), most=PLACE_MAX, help_text=_("写到哪一间，大家照着找。"))

    def __init__(self, data: QueryDict | None = None, *, hall_unit_id: int) -> None:
        """For the hall of that unit."""
        super().__init__(data)
        self.hall_unit_id = hall_unit_id
        self.offer("half", [(half.value, gettext(label)) for half, label in HALF_LABELS.items()])

    def offer(self, name: str, options: list[tuple[str, str]]) -> None:
        """What a field chooses from."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = options


class JointRosterForm(RosterForm):
    """Which units sit there together."""

    code = "joint"
    title = N_("排联合接访：哪些单位驻厅")
    submit = N_("排上")
    done = N_("已经排上，网页上看得到今后两周的。")

    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"),
        coerce=int,
        choices=[(str(number), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选至少一天。")},
    )
    units = forms.TypedMultipleChoiceField(
        label=_("哪些单位"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选至少一个单位。")},
    )
    field_order = ("first", "last", "weekdays", "half", "place", "units")

    def __init__(self, data: QueryDict | None = None, *, hall_unit_id: int) -> None:
        """With the units beside that of the hall, and those below it."""
        super().__init__(data, hall_unit_id=hall_unit_id)
        chain = chain_of(unit_id=hall_unit_id)
        wider = [unit for unit in chain if unit.id != hall_unit_id]
        found = unit_children(unit_id=hall_unit_id)
        if wider:
            found = [*unit_children(unit_id=wider[-1].id), *found]
        self.offer("units", [(str(unit.id), unit.name) for unit in found if unit.id != hall_unit_id])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Put them into the roster."""
        given = self.cleaned_data
        rule = RosterRule(
            hall_unit_id=self.hall_unit_id,
            kind=RosterKind.JOINT,
            first=given["first"],
            last=given["last"],
            half=Half(given["half"]),
            place=given["place"],
            weekdays=frozenset(given["weekdays"]),
            unit_ids=tuple(given["units"]),
        )
        hall_roster_make(actor=actor, rule=rule, at=at)


class DayOffRosterForm(RosterForm):
    """Which posts are there on days off, in turn."""

    code = "day-off"
    title = N_("排不上班的日子：哪个岗位在")
    submit = N_("排上")
    done = N_("已经排上，网页上看得到今后两周的。")

    posts = forms.TypedMultipleChoiceField(
        label=_("哪些岗位轮流"),
        help_text=_("一天一个岗位，按列出的次序轮。网页上只写岗位，不写姓名。"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选至少一个岗位。")},
    )
    field_order = ("first", "last", "half", "place", "posts")

    def __init__(self, data: QueryDict | None = None, *, hall_unit_id: int) -> None:
        """With the posts of that unit and of the leaders who receive in it."""
        super().__init__(data, hall_unit_id=hall_unit_id)
        own = posts_of_unit(unit_id=hall_unit_id, roles=_SITTING_ROLES)
        posts = {post.id: post for post in [*own, *leaders_for(unit_id=hall_unit_id)]}
        self.offer("posts", [(str(key), f"{post.title} · {post.unit_name}") for key, post in posts.items()])

    def execute(self, *, actor: Actor, at: datetime) -> None:
        """Put them into the roster."""
        given = self.cleaned_data
        rule = RosterRule(
            hall_unit_id=self.hall_unit_id,
            kind=RosterKind.DAY_OFF,
            first=given["first"],
            last=given["last"],
            half=Half(given["half"]),
            place=given["place"],
            post_ids=tuple(given["posts"]),
        )
        hall_roster_make(actor=actor, rule=rule, at=at)
