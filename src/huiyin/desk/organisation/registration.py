"""The organisation in the menu; what an administrator has to see to, on the start page."""

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.backup.state import backup_concerns
from huiyin.desk.lacks import lack_lines
from huiyin.desk.navigation import NavEntry, NavGroup, nav_entry_register
from huiyin.desk.today.parts import Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import Actor
from huiyin.kernel.text import N_
from huiyin.orgs.permissions import is_administrator


def register() -> None:
    """Once the desk is there."""
    nav_entry_register(
        NavEntry(
            code="organisation",
            label=N_("单位和人员"),
            address=_address,
            group=NavGroup.OFFICE,
            order=10,
            covers_below=True,
            hint=N_("单位、职位、工作人员、地方、类别、归口和文书。"),
        )
    )
    today_part_register(
        TodayPart(
            code="organisation",
            title=N_("系统要看一看的"),
            order=170,
            opens=is_administrator,
            load=_load,
            address=_address,
        )
    )


def _address(actor: Actor) -> str:
    return reverse("desk:organisation") if is_administrator(actor) else ""


def _load(look: Look) -> TodayRows:
    """What is missing before the portal opens, and what is wrong with backups."""
    concerns = [gettext(concern.sentence) % concern.params for concern in backup_concerns(at=look.at)]
    href = reverse("desk:organisation")
    return TodayRows.first([TodayRow(href=href, title=line) for line in [*lack_lines(), *concerns]])
