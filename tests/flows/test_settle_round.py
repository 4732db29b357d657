"""A new year's table makes provisional dates firm, and the lists that are sorted by them follow."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.models import Clock
from huiyin.flows.digest_round import digest_round
from huiyin.flows.settle_round import settle_round
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.messages.services.work import matter_note
from huiyin.matters.models import Event
from huiyin.notices.models import Notice
from tests.cast import Cast
from tests.clocks.conftest import INVENTED_2027


@pytest.fixture
def new_table(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Puts it where a deployment would put the real one, and has it read."""

    def put() -> None:
        (tmp_path / "calendars").mkdir()
        (tmp_path / "calendars" / "cn-2027.toml").write_text(INVENTED_2027, encoding="utf-8")
        settings.HUIYIN_VAR = tmp_path
        loading.reload()

    loading.reload()
    yield put
    loading.reload()


def test_dates_become_firm_and_lists_follow(cast: Cast, new_table: Callable[[], None]) -> None:
    cast.at = datetime(2027, 1, 6, 2, tzinfo=UTC)
    filed = cast.file()
    cast.answer(filed)
    before = cast.matter(filed).next_due_at
    assert before is not None and office_day(before) == date(2027, 2, 9)
    assert settle_round(at=cast.at) == 0
    waiting = Clock.objects.filter(stopped_at=None, provisional=True).count()
    new_table()
    assert settle_round(at=cast.at) == waiting > 0
    running = Clock.objects.filter(subject_id=filed.matter_id, stopped_at=None)
    after = cast.matter(filed).next_due_at
    assert after == running.get(code="review_window").due_at
    assert office_day(after) == date(2027, 2, 12)
    assert settle_round(at=cast.at) == 0
    entries_sequence(at=cast.at)
    assert _problems() == []


def test_a_later_holiday_moves_the_window_and_its_petitioner_reads_of_it(
    cast: Cast, new_table: Callable[[], None], settings: Settings
) -> None:
    cast.at = datetime(2027, 1, 12, 2, tzinfo=UTC)
    new_table()
    filed, without_a_name = cast.file(), cast.file(identity=None)
    for registered in (filed, without_a_name):
        cast.answer(registered)
    window = Clock.objects.get(subject_id=filed.matter_id, code="review_window")
    assert office_day(window.due_at) == date(2027, 2, 12) and not window.provisional
    cast.at = datetime(2027, 1, 28, 2, tzinfo=UTC)
    unanswered = cast.file()  # to be accepted by 12 February as well: what the house owes is read on the page
    settle_round(at=cast.at)
    Notice.objects.all().delete()
    table = Path(settings.HUIYIN_VAR) / "calendars" / "cn-2027.toml"
    table.write_text(INVENTED_2027.replace("2027-02-11]", "2027-02-11, 2027-02-12]"), encoding="utf-8")
    loading.reload()
    assert settle_round(at=cast.at) == 3
    window.refresh_from_db()
    assert office_day(window.due_at) == date(2027, 2, 13)  # the Saturday is worked
    assert cast.matter(filed).next_due_at == window.due_at
    to_people = Notice.objects.filter(identity_id__isnull=False)
    assert [notice.identity_id for notice in to_people] == [cast.matter(filed).identity_id]
    accept = Clock.objects.get(subject_id=unanswered.matter_id, code="accept")
    assert accept.due_at == window.due_at
    assert settle_round(at=cast.at) == 0
    entries_sequence(at=cast.at)
    assert _problems() == []


def test_a_later_day_stands_on_the_timeline_and_in_one_digest(cast: Cast, new_table: Callable[[], None]) -> None:
    cast.at = datetime(2027, 1, 25, 2, tzinfo=UTC)  # to be accepted by 9 February, or so it seems
    filed = [cast.file(), cast.file()]
    seen = cast.matter(filed[0]).version
    Notice.objects.all().delete()
    new_table()
    assert settle_round(at=cast.at) > 0
    for registered in filed:
        accept = Clock.objects.get(subject_id=registered.matter_id, code="accept")
        assert office_day(accept.due_at) == date(2027, 2, 12)
        event = Event.objects.get(matter_id=registered.matter_id, kind="matters.matter.due_moved")
        assert event.is_public
        page = matter_page_of_petitioner(matter_id=registered.matter_id, at=cast.at)
        assert page.events[-1].sentence.startswith("放假安排公布了") and "2月12日" in page.events[-1].sentence
    # What an officer has before them isn't out of date by it.
    matter_note(actor=cast.actor("registrar"), matter_id=filed[0].matter_id, body="已看", at=cast.at, seen=seen)
    # Nothing at once, to nobody; a day later one notice with both.
    assert set(Notice.objects.values_list("template", "state")) == {("matter_due_moved", "gathered")}
    in_charge = {cast.officers[name] for name in ("registrar", "office_approver")}
    assert set(Notice.objects.values_list("officer_id", flat=True)) == in_charge
    assert digest_round(at=cast.later(days=1)).made == len(in_charge)
    digests = Notice.objects.filter(template="officer_digest")
    assert {(notice.officer_id, notice.params["count"]) for notice in digests} == {(pk, "2") for pk in in_charge}
    assert settle_round(at=cast.at) == 0
    assert Event.objects.filter(kind="matters.matter.due_moved").count() == len(filed)
    entries_sequence(at=cast.at)
    assert _problems() == []


def _problems() -> list[str]:
    """What verification names, but for the notices that these tests take away to count the later ones."""
    return [problem.what for problem in ledger_verify().problems if "notices.Notice" not in problem.what]
