"""The places on the left of the desk: each officer sees those that their posts open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.desk.calls.lines import has_calls
from huiyin.kernel.actor import Actor, Role
from huiyin.matters.selectors import Box, boxes_of, first_box

_UNIT_ROLES = (Role.REGISTRAR, Role.APPROVER, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Place:
    """One place: where it leads and whether the reader is there; `starts_group` sets it a little apart."""

    label: str
    href: str
    is_current: bool = False
    starts_group: bool = False


def is_in_charge(actor: Actor) -> bool:
    """Whether somebody approves or leads: for them there is a page of what has to be seen first."""
    return actor.holds(Role.APPROVER, Role.LEADER)


def may_supervise(actor: Actor) -> bool:
    """Whether demands and recommendations concern this officer: somebody in charge of a unit."""
    return actor.holds(*_UNIT_ROLES)


def may_sponsor(actor: Actor) -> bool:
    """Whether this officer may answer for matters in person, or commands somebody who does."""
    return actor.holds(Role.LEADER)


def may_call_back(actor: Actor) -> bool:
    """Whether this officer may have to call somebody back."""
    return actor.holds(Role.REGISTRAR, Role.HANDLER)


def may_report(actor: Actor) -> bool:
    """Whether this officer's units owe or receive returns: their managers and handlers."""
    return actor.holds(*_UNIT_ROLES, Role.HANDLER)


def box_label(box: Box) -> str:
    """What a list is called, in the reader's language."""
    labels = {
        Box.MINE: _("我承办的"),
        Box.ARRIVALS: _("新到的"),
        Box.APPROVALS: _("等我审批"),
        Box.TO_SERVE: _("待送达"),
        Box.UNIT: _("本单位全部"),
        Box.BELOW: _("下级单位"),
        Box.REVIEWS: _("复查复核"),
        Box.ASSIST: _("协办"),
    }
    return labels[box]


def places_for(*, actor: Actor, path: str) -> tuple[Place, ...]:
    """The places of an officer who is at `path` (with its query). Asks no database."""
    here = path.split("?")[0]
    first = first_box(actor)
    if here == reverse("desk:home") and first:
        here = reverse("desk:box", args=[first.value])
    return tuple(
        Place(label=label, href=href, is_current=here == href or (deep and here.startswith(href)), starts_group=group)
        for label, href, deep, group in _all_places(actor)
    )


def _supervision_address(actor: Actor) -> str:
    """The first page of supervision that the officer may open, "" for none."""
    if may_supervise(actor):
        return reverse("desk:supervision")
    return reverse("desk:call_backs") if may_call_back(actor) else ""


def _all_places(actor: Actor) -> Iterator[tuple[str, str, bool, bool]]:
    """Label, address, whether what lies below belongs to it, whether a group starts here."""
    if is_in_charge(actor):
        yield _("总览"), reverse("desk:overview"), False, False
    for box in boxes_of(actor):
        yield box_label(box), reverse("desk:box", args=[box.value]), False, False
    if actor.holds(Role.REGISTRAR):
        yield _("登记"), reverse("desk:register"), True, True
    yield _("查找"), reverse("desk:search"), False, not actor.holds(Role.REGISTRAR)
    yield from _unit_places(actor)
    if actor.holds(*_UNIT_ROLES, Role.HANDLER):
        yield _("密封口令"), reverse("desk:seal_key"), False, False
        yield _("外出和代办"), reverse("desk:leave"), True, False
    if actor.holds(Role.ADMINISTRATOR):
        yield _("单位和人员"), reverse("desk:organisation"), True, True
    if actor.holds(Role.AUDITOR, Role.ADMINISTRATOR):
        yield _("记录"), reverse("desk:records"), True, not actor.holds(Role.ADMINISTRATOR)
    yield _("任用和授权"), reverse("desk:grants"), True, False


def _unit_places(actor: Actor) -> Iterator[tuple[str, str, bool, bool]]:
    """What a unit owes besides its matters."""
    if actor.holds(Role.REGISTRAR, Role.LEADER):
        yield _("接访"), reverse("desk:reception"), True, False
    if address := _supervision_address(actor):
        yield _("督办"), address, True, False
    if may_report(actor):
        yield pgettext("菜单", "报告"), reverse("desk:returns"), True, False
    if has_calls(actor):
        yield _("电话告知"), reverse("desk:calls"), True, False
