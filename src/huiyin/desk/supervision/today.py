"""What supervision shows on the start page: demands, recommendations, steps of plans, calls back, referrals."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.db import Queries
from huiyin.desk.supervision.access import may_call_back, may_sponsor, may_supervise
from huiyin.desk.today.parts import SHOWN, Look, TodayPart, TodayRow, TodayRows
from huiyin.kernel.actor import Actor, Role
from huiyin.kernel.ids import format_matter_number
from huiyin.kernel.text import N_, shorten
from huiyin.matters.assistance.selectors import referrals_open
from huiyin.matters.carrying_out.selectors import call_backs_owed
from huiyin.matters.recommendation.selectors.views import recommendations_for, recommendations_owed
from huiyin.matters.sponsor.selectors.sponsor import milestones_open, sponsorships_ended_matters, sponsorships_to_end
from huiyin.supervision.selectors import supervisions_raised_since, supervisions_unanswered
from huiyin.web.templatetags.huiyin import day_table, tone_word

_WORDS_SHOWN = 40


class _Due(TypedDict, total=False):
    """The fields of a row that say by which day."""

    due: str
    due_word: str
    due_tone: str


def parts() -> Sequence[TodayPart]:
    """All parts of supervision."""
    return (
        TodayPart(
            code="call_backs",
            title=N_("待回访"),
            order=220,
            opens=may_call_back,
            load=_call_backs,
            address=lambda _actor: reverse("desk:call_backs"),
        ),
        TodayPart(
            code="referrals",
            title=N_("救助转介"),
            order=230,
            opens=may_call_back,
            load=_referrals,
            address=lambda _actor: reverse("desk:call_backs"),
        ),
        TodayPart(
            code="demands",
            title=N_("还没有书面答复的督办"),
            order=300,
            opens=may_supervise,
            load=_demands,
            address=lambda _actor: reverse("desk:supervision"),
            news=lambda actor, since: [supervisions_raised_since(actor=actor, since=since)],
        ),
        TodayPart(
            code="recommendations",
            title=N_("等本单位答复的建议书"),
            order=310,
            opens=_answers_recommendations,
            load=_recommendations,
            address=lambda _actor: reverse("desk:recommendations"),
            news=_recommendation_news,
        ),
        TodayPart(
            code="sponsor_ends",
            title=N_("包案的事项办结了，等您回答四个不放过"),
            order=150,
            opens=may_sponsor,
            load=_sponsor_ends,
            address=lambda _actor: reverse("desk:sponsored"),
            news=lambda actor, since: [sponsorships_ended_matters(actor, since=since)],
            is_silent=True,
        ),
        TodayPart(
            code="sponsored",
            title=N_("包案计划还没有完成的"),
            order=320,
            opens=may_sponsor,
            load=_milestones,
            address=lambda _actor: reverse("desk:sponsored"),
        ),
    )


def _answers_recommendations(actor: Actor) -> bool:
    return actor.holds(Role.APPROVER, Role.LEADER)


def _recommendation_news(actor: Actor, since: datetime) -> Queries:
    return [recommendations_owed(actor=actor, since=since)]


def _demands(look: Look) -> TodayRows:
    rows = supervisions_unanswered(actor=look.actor, at=look.at, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=reverse("desk:matter", args=[row.number]),
                title=row.title,
                about=row.unit,
                state=row.trigger_label,
                **_answer_due(row.due_on, is_late=row.is_late),
                is_new=look.is_new(row.raised_at),
            )
            for row in rows
        ]
    )


def _recommendations(look: Look) -> TodayRows:
    rows = [row for row in recommendations_for(actor=look.actor, at=look.at) if row.may_reply]
    return TodayRows.first(
        [
            TodayRow(
                href=reverse("desk:recommendation", args=[row.id]),
                title=row.kind_label,
                about=f"{row.from_unit} · {shorten(row.problem, _WORDS_SHOWN)}",
                **_answer_due(row.due_on, is_late=row.is_late),
                is_new=look.is_new(row.sent_at),
            )
            for row in rows
        ]
    )


def _milestones(look: Look) -> TodayRows:
    rows = milestones_open(actor=look.actor, at=look.at)
    return TodayRows.first(
        [
            TodayRow(
                href=reverse("desk:matter", args=[row.number]),
                title=row.title,
                about=f"{shorten(row.text, _WORDS_SHOWN)} · {_('您包案') if row.is_mine else row.office}",
                **_day_due(row.due_on, is_late=row.is_late),
            )
            for row in rows
        ]
    )


def _sponsor_ends(look: Look) -> TodayRows:
    rows = sponsorships_to_end(actor=look.actor, most=SHOWN + 1)
    return TodayRows.first(
        [
            TodayRow(
                href=_move(row.number, "end_sponsor"),
                title=row.title,
                about=f"{format_matter_number(row.number)} · {row.lead_unit}",
                is_new=look.is_new(row.closed_at),
            )
            for row in rows
        ]
    )


def _call_backs(look: Look) -> TodayRows:
    rows = call_backs_owed(actor=look.actor, at=look.at)
    return TodayRows.first(
        [
            TodayRow(
                href=_move(row.number, "follow_up"),
                title=row.title,
                about=f"{format_matter_number(row.number)} · {row.lead_unit}",
                note=_("回访过，没有联系上") if row.tried else "",
                **_day_due(row.due_on, is_late=row.is_late),
                is_new=look.is_new(row.closed_at),
            )
            for row in rows
        ]
    )


def _referrals(look: Look) -> TodayRows:
    rows = referrals_open(actor=look.actor, at=look.at)
    return TodayRows.first(
        [
            TodayRow(
                href=_move(row.number, "follow_up_referral" if row.is_answered else "answer_referral"),
                title=row.title,
                about=f"{row.scheme} · {row.to}",
                state=pgettext("经过", "救助回访") if row.is_answered else _("问明对方的答复"),
                **_day_due(row.due_on, is_late=row.is_late),
            )
            for row in rows
        ]
    )


def _move(number: str, move: str) -> str:
    """The matter's page with the form of a move open."""
    return f"{reverse('desk:matter', args=[number])}?move={move}#move-{move}"


def _answer_due(due_on: date, *, is_late: bool) -> _Due:
    return {**_day_due(due_on, is_late=is_late), "due": _("%(day)s 前答复") % {"day": day_table(due_on)}}


def _day_due(due_on: date | None, *, is_late: bool) -> _Due:
    """By which day, and whether that is over."""
    if due_on is None:
        return {}
    due = _("%(day)s 到期") % {"day": day_table(due_on)}
    return {"due": due, "due_word": tone_word("late"), "due_tone": "late"} if is_late else {"due": due}
