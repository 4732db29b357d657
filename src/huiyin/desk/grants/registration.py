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
    return TodayRows.first([_row(grant, look) for grant in waiting])


def _row(grant: GrantView, look: Look) -> TodayRow:
    about = [grant.kind_label, grant.unit_name, *([grant.role_label, grant.post_title] if grant.post_id else [])]
    return TodayRow(
        href=reverse("desk:grant", args=[grant.id]),
        title=grant.officer_name,
        about=" · ".join([*about, day_table(grant.proposed_at)]),
        state=grant.state_label,
        tone="soon",
        is_new=look.is_new(grant.proposed_at),
    )
