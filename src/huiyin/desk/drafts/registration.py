"""The reader's own drafts on the start page."""

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows, today_part_register
from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_
from huiyin.matters.core.rules.labels import ACTION_LABELS
from huiyin.matters.drafts.selectors import MoveDraftRow, move_draft_rows
from huiyin.web.templatetags.huiyin import office_stamp


def register() -> None:
    """Once the desk is there."""
    today_part_register(
        TodayPart(
            code="drafts",
            title=N_("我的草稿"),
            order=45,
            opens=writes_drafts,
            load=_first,
            address=lambda _actor: reverse("desk:drafts"),
            is_silent=True,
        )
    )


def writes_drafts(actor: Actor) -> bool:
    """Whether somebody's posts have moves with text in them."""
    return actor.holds(*UNIT_MANAGERS, Role.HANDLER, Role.REVIEWER)


def draft_line(row: MoveDraftRow) -> TodayRow:
    """Which matter, which move, when it was saved: nothing of the text, nor of the matter's."""
    about = gettext("%(name)s 交来的") % {"name": row.author} if row.author else ""
    return TodayRow(
        href=reverse("desk:draft", args=[row.id]),
        title=gettext("%(move)s（%(number)s）")
        % {"move": gettext(ACTION_LABELS[row.action]), "number": format_matter_number(row.number)},
        about=about,
        due=gettext("上次保存于 %(time)s") % {"time": office_stamp(row.saved_at)},
    )


def _first(look: Look) -> TodayRows:
    return TodayRows.first([draft_line(row) for row in move_draft_rows(actor=look.actor, limit=SHOWN + 1)])
