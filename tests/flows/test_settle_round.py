"""A new year's table makes provisional dates firm, and the lists that are sorted by them follow."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.models import Clock
from huiyin.flows.settle_round import settle_round
from huiyin.kernel.time import office_day
from huiyin.ledger.services import entries_sequence, ledger_verify
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
    assert ledger_verify().problems == []


def test_a_later_holiday_moves_the_window_and_its_petitioner_reads_of_it(
    cast: Cast, new_table: Callable[[], None], settings: Settings
) -> None:
    cast.at = datetime(2027, 1, 12, 2, tzinfo=UTC)
    new_table()
    filed, without_a_name = cast.file(), cast.file(identity=None)
    for one in (filed, without_a_name):
        cast.answer(one)
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
    assert [notice.identity_id for notice in Notice.objects.all()] == [cast.matter(filed).identity_id]
    accept = Clock.objects.get(subject_id=unanswered.matter_id, code="accept")
    assert accept.due_at == window.due_at
    assert settle_round(at=cast.at) == 0
    entries_sequence(at=cast.at)
    assert ledger_verify().problems == []
