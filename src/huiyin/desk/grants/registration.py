"""Grants in the menu, and those that wait for the reader's agreement on the start page."""

from django.urls import reverse

from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.text import N_
from huiyin.orgs.selectors.grants import GrantView, grants_to_decide
from huiyin.web.templatetags.huiyin import day_table


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="grants",
            label=N_("任用和授权"),
            address=lambda _actor: reverse("desk:grants"),
            group=NavGroup.ALONGSIDE,
            order=10,
            covers_below=True,
            hint=N_("看和您有关的任用，同意或者不同意等您决定的。"),
        )
    )
    today_part_register(
        TodayPart(
            code="grants",
            title=N_("等我同意的任用"),
            order=100,
            opens=lambda _actor: True,
            load=_load,
            address=lambda _actor: reverse("desk:grants"),
            is_silent=True,
        )
    )


def _load(look: Look) -> TodayRows:
    waiting = grants_to_decide(officer_id=look.actor.officer_id or 0, at=look.at)
    return TodayRows.first([_row(one, look) for one in waiting])


def _row(one: GrantView, look: Look) -> TodayRow:
    about = [one.kind_label, one.unit_name, *([one.role_label, one.post_title] if one.post_id else [])]
    return TodayRow(
        href=reverse("desk:grant", args=[one.id]),
        title=one.officer_name,
        about=" · ".join([*about, day_table(one.proposed_at)]),
        state=one.state_label,
        tone="soon",
        is_new=look.is_new(one.proposed_at),
    )
