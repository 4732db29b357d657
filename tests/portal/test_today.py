"""The page "怎么办、要多久" says the dates of a matter that is filed today; worked out by hand, day by day."""

from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.core.rules.states import Kind
from huiyin.portal.howto import views
from huiyin.portal.howto.today import today_lines, today_of


@pytest.fixture(autouse=True)
def _rules_again() -> Iterator[None]:
    yield
    loading.reload()


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=OFFICE_ZONE)


# Filed; accepted by (15 days, moved to a working day); answered by (60 days from there, moved likewise); promised
# (15 days from there, not moved). Each worked out with the calendar of the notices in hand.
_CLAIMS = [
    # 15 days on is Tuesday. 60 days from there is Saturday, 13 February 2027: Monday.
    ((2026, 11, 30), (2026, 12, 15), (2027, 2, 15), (2026, 12, 30)),
    # Before the holiday of October: 15 days on is Monday the 5th, off until the 7th: Thursday. 60 days: Monday.
    ((2026, 9, 20), (2026, 10, 8), (2026, 12, 7), (2026, 10, 23)),
    # Before Spring Festival: 15 days on is Wednesday the 18th, off until Monday the 23rd: Tuesday. 60 days: 25 April,
    # a Saturday: Monday.
    ((2026, 2, 3), (2026, 2, 24), (2026, 4, 27), (2026, 3, 11)),
    # At the end of a year: 15 days on is Friday. 60 days: Tuesday, 16 March.
    ((2026, 12, 31), (2027, 1, 15), (2027, 3, 16), (2027, 1, 30)),
    # The last day is a Saturday that is worked (28 February 2026), so it stays. 60 days: Wednesday, 29 April.
    ((2026, 2, 13), (2026, 2, 28), (2026, 4, 29), (2026, 3, 15)),
]


@pytest.mark.parametrize(("filed", "accepted", "answered", "promised"), _CLAIMS)
def test_the_dates_of_a_claim(
    filed: tuple[int, int, int],
    accepted: tuple[int, int, int],
    answered: tuple[int, int, int],
    promised: tuple[int, int, int],
) -> None:
    dates = today_of(Kind.CLAIM, _at(date(*filed)))
    assert (dates.accept_on, dates.answer_on) == (date(*accepted), date(*answered))
    assert dates.promised_on == date(*promised)


def test_kinds_without_a_statutory_time_have_the_promised_time() -> None:
    # Thirty days from 15 December; a promise isn't moved. The promise of seven days for an inquiry is earlier.
    assert today_of(Kind.SUGGESTION, _at(date(2026, 11, 30))).answer_on == date(2027, 1, 14)
    inquiry = today_of(Kind.INQUIRY, _at(date(2026, 11, 30)))
    assert (inquiry.answer_on, inquiry.promised_on) == (date(2027, 1, 14), date(2026, 12, 22))


def test_the_three_sentences() -> None:
    assert today_lines(_at(date(2026, 11, 30))) == [
        "最晚 2026年12月15日告诉您受理不受理。",
        "哪怕到最后一天才受理，也最晚 2027年2月15日书面答复您。我们承诺更早：2026年12月30日以前。",
        "对答复不满意，可以在收到后 30 天内申请复查，请上一级重新看。",
    ]


@pytest.mark.django_db
def test_the_how_page_gives_the_dates_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "now", lambda: _at(date(2026, 9, 20)))
    page = unescape(Client().get("/how/").content.decode())
    assert "今天（2026年9月20日）提交的" in page
    assert "最晚 2026年10月8日告诉您受理不受理。" in page and "2026年12月7日书面答复您" in page


def test_another_rule_gives_another_date(settings: Settings, tmp_path: Path) -> None:
    text = loading.rule_file_read(Path(loading.__file__).parent / "rulebooks" / "county.toml")
    changed = text.replace('code = "county"', 'code = "faster"').replace("amount = 15\n", "amount = 10\n")
    (tmp_path / "faster.toml").write_text(changed, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(tmp_path / "faster.toml")]
    loading.reload()
    assert today_of(Kind.CLAIM, _at(date(2026, 11, 30))).promised_on == date(2026, 12, 25)
