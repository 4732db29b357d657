"""An explanation meeting on its way, as the tests of it need it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.cast import Cast

from huiyin.clocks.models import Clock
from huiyin.kernel.actor import Actor, petitioner
from huiyin.kernel.time import office_day
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.views import MatterView
from huiyin.matters.explanation.selectors.meetings import ExplanationView
from huiyin.matters.explanation.services.arrange import (
    ExplanationDay,
    ExplanationMinutes,
    explanation_answer_invitation,
    explanation_fix,
    explanation_hold,
)
from huiyin.matters.explanation.services.wish import (
    ExplanationWish,
    explanation_ask,
)
from huiyin.matters.register.services.register import Registered
from huiyin.notices.models import Notice

UNCLEAR, ASKED, EXPLAINED = "为什么按户收", "为什么不按面积收", "合同写明按户，依据是收费备案表"
WISH = ExplanationWish(UNCLEAR, wants_lawyer=True, wants_above=True, brings_companion=True)


def ask(cast: Cast, filed: Registered, actor: Actor | None = None, way: str = "web", wish: Any = WISH) -> None:
    explanation_ask(
        actor=actor or petitioner(filed.matter_id), matter_id=filed.matter_id, wish=wish, way=way, at=cast.at
    )


def day_of(cast: Cast, *, days: int = 3, **given: Any) -> ExplanationDay:
    day = ExplanationDay(cast.at + timedelta(days=days), "县信访局三楼", [cast.officers["handler"]], lawyer="陆律师")
    return replace(day, **given)


def fix(cast: Cast, filed: Registered, by: str = "handler", days: int = 3, **given: Any) -> None:
    day = day_of(cast, days=days, **given)
    explanation_fix(actor=cast.actor(by), matter_id=filed.matter_id, day=day, at=cast.at)


def answer_invitation(cast: Cast, filed: Registered, by: str, *, comes: bool, reason: str = "") -> None:
    explanation_answer_invitation(
        actor=cast.actor(by), matter_id=filed.matter_id, comes=comes, reason=reason, at=cast.at
    )


def hold(cast: Cast, filed: Registered, by: str = "handler", **given: Any) -> None:
    minutes = replace(ExplanationMinutes(office_day(cast.at), ASKED, EXPLAINED, "住建局，律师"), **given)
    explanation_hold(actor=cast.actor(by), matter_id=filed.matter_id, minutes=minutes, at=cast.at)


def held(cast: Cast, filed: Registered, **given: Any) -> None:
    ask(cast, filed)
    fix(cast, filed)
    cast.later(days=4)
    hold(cast, filed, **given)


def page_of(cast: Cast, filed: Registered) -> MatterView:
    return matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)


def last_of(cast: Cast, filed: Registered) -> ExplanationView:
    return page_of(cast, filed).explanations[-1]


def clocks_of(filed: Registered) -> list[tuple[int, date, str]]:
    """Round, due day and outcome of each of its clocks."""
    rows = Clock.objects.filter(subject_id=filed.matter_id, code="explanation").order_by("round")
    return [(row.round, office_day(row.due_at), row.outcome) for row in rows]


def notified(cast: Cast, template: str) -> set[str]:
    found = set(Notice.objects.filter(template=template).values_list("officer_id", flat=True))
    return {name for name, officer_id in cast.officers.items() if officer_id in found}


def news(filed: Registered) -> int:
    """How often the petitioner was notified since the answer was served."""
    return Notice.objects.filter(template="matter_news", dedupe__startswith=f"news:{filed.matter_id}:").count()
