"""A late matter on its petitioner's page: since when, who knows, by when it must move, and the reminder."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from huiyin.clocks.selectors import ClockView
from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import now
from huiyin.matters.core.rules.states import Action
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.late.errors import NotLate, UrgedLately
from huiyin.matters.late.selectors import LateView
from huiyin.matters.late.services import matter_urge
from huiyin.portal.visits import visitors_only
from huiyin.web.refusals import sentence_of


@dataclass(frozen=True, slots=True)
class LateSection:
    """The sentences of the section.

    `again` says from when a reminder can be sent once more, "" for now; `how_often` how often the rulebook lets it.
    """

    since: tuple[str, ...]
    notified: tuple[str, ...]
    following: tuple[str, ...]
    may_urge: bool
    again: str
    how_often: str


def late_section(matter: MatterView) -> LateSection | None:
    """What the page says of a late matter; None of one that is in time."""
    late = matter.late
    if late is None:
        return None
    return LateSection(
        since=tuple(_since(clock) for clock in late.clocks),
        notified=tuple(
            gettext("%(day)s：%(who)s") % {"day": _day(notice.on), "who": notice.who} for notice in late.notified
        ),
        following=tuple(_following(late)),
        may_urge=matter.can(Action.URGE) and late.urge_again_on is None,
        again=_again(late.urged_on, late.urge_again_on),
        how_often=_how_often(late.urge_days),
    )


@require_POST
@visitors_only
def urge(request: HttpRequest, *, matter_id: UUID) -> HttpResponse:
    """Send the reminder; the next page says to whom it went and from when another one can be sent."""
    try:
        matter_urge(actor=petitioner(matter_id), matter_id=matter_id, at=now())
    except (NotLate, UrgedLately) as error:
        messages.info(request, sentence_of(error))
        return redirect("portal:status")
    late = matter_page_of_petitioner(matter_id=matter_id, at=now()).late
    again = _again(late.urged_on, late.urge_again_on) if late else ""
    messages.success(request, gettext("催办已经送到，也记在“经过”里。%(again)s") % {"again": again})
    return redirect("portal:status")


def _since(clock: ClockView) -> str:
    over = ngettext(
        "%(name)s：%(day)s到期，已经超过 %(days)d 天。",
        "%(name)s：%(day)s到期，已经超过 %(days)d 天。",
        # At least one: a time limit in hours can be over on its own day.
        max(-clock.days_left, 1),
    )
    return over % {"name": clock.name, "day": _day(clock.due_on), "days": max(-clock.days_left, 1)}


def _following(late: LateView) -> list[str]:
    sentences = []
    if late.demand_on:
        sentences.append(gettext("上级已经督办，承办单位最迟 %(day)s书面答复上级。") % {"day": _day(late.demand_on)})
    if late.limit:
        sentences.append(
            gettext("最迟到 %(day)s（%(name)s）必须办完。")
            % {"day": _day(late.limit.due_on), "name": late.limit.name}
        )
    if late.report_on:
        sentences.append(gettext("到 %(day)s还没有办完，再报告负责人。") % {"day": _day(late.report_on)})
    return sentences or [gettext("已经没有更晚的期限，承办单位现在就应当办。")]


def _again(urged_on: date | None, again_on: date | None) -> str:
    if urged_on is None or again_on is None:
        return ""
    return gettext("您 %(day)s催办过，%(again)s起可以再催一次。") % {"day": _day(urged_on), "again": _day(again_on)}


def _how_often(days: int) -> str:
    if days == 0:
        return gettext("随时可以催，记在“经过”里，期限不变。")
    found = ngettext(
        "每 %(days)d 天可以催一次，记在“经过”里，期限不变。",
        "每 %(days)d 天可以催一次，记在“经过”里，期限不变。",
        days,
    )
    return found % {"days": days}


def _day(day: date) -> str:
    return date_format(day, gettext("Y年n月j日"))
