"""The round while a review is decided: who decides is reminded, not who answered."""

from datetime import timedelta

from huiyin.clocks.selectors import clock_views
from huiyin.flows.clock_round import clock_round
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.register.services.register import Registered
from huiyin.matters.review.rules import ReviewLevel
from huiyin.matters.review.services.review import review_take
from huiyin.notices.models import Notice
from tests.cast import Cast
from tests.matters.above import ask, decide, staff_above, to_recheck


def _asked(cast: Cast) -> Registered:
    staff_above(cast)
    filed = cast.file()
    cast.answer(filed)
    ask(cast, filed)
    return filed


def _to_due(cast: Cast, filed: Registered, days: int, code: str = "review") -> None:
    due = next(c for c in clock_views(subject_id=filed.matter_id, at=cast.at) if c.code == code).due_at
    cast.at = due + timedelta(days=days)


def test_all_reviewers_are_reminded_until_one_accepts_it(cast: Cast) -> None:
    filed = _asked(cast)
    Notice.objects.all().delete()
    _to_due(cast, filed, -3)
    clock_round(at=cast.at)
    assert _officers(cast, "matter_due_soon") == {"reviewer", "reviewer_two"}
    review_take(actor=cast.actor("reviewer"), matter_id=filed.matter_id, level=ReviewLevel.REVIEW, at=cast.at)
    Notice.objects.all().delete()
    _to_due(cast, filed, 1)
    clock_round(at=cast.at + timedelta(minutes=1))
    # Late: the county's leader hears of it too.
    assert _officers(cast, "matter_late") == {"reviewer", "mayor"}
    assert Notice.objects.filter(template="matter_news", identity_id__isnull=False).exists()


def test_a_late_recheck_is_notified(cast: Cast) -> None:
    """To who decides and who leads them, to the petitioner, and on the petitioner's page."""
    staff_above(cast)
    filed = cast.file()
    to_recheck(cast, filed)
    review_take(actor=cast.actor("reviewer"), matter_id=filed.matter_id, level=ReviewLevel.RECHECK, at=cast.at)
    _to_due(cast, filed, 0, "recheck")
    clock_round(at=cast.at)
    Notice.objects.all().delete()
    _to_due(cast, filed, 1, "recheck")
    clock_round(at=cast.at)
    assert _officers(cast, "matter_late") == {"reviewer", "mayor"}
    news = Notice.objects.filter(template="matter_news", identity_id=cast.matter(filed).identity_id)
    assert news.count() == 1
    late = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at).late
    assert late and [clock.code for clock in late.clocks] == ["recheck"]
    assert {step.who for step in late.notified} == {"云渡县人民政府的承办人员", "云渡县人民政府负责人"}


def test_after_the_window_for_the_recheck_it_closes(cast: Cast) -> None:
    filed = _asked(cast)
    decide(cast, filed)
    clock_round(at=cast.later(days=20))
    assert cast.matter(filed).state == "reviewed"
    clock_round(at=cast.later(days=25))
    assert cast.matter(filed).state == "closed"


def _officers(cast: Cast, template: str) -> set[str]:
    names = {officer_id: name for name, officer_id in cast.officers.items()}
    notified = Notice.objects.filter(template=template, officer_id__isnull=False).values_list("officer_id", flat=True)
    return {names[officer_id] for officer_id in notified if officer_id}
