"""How far a matter has come, at a glance: stages, days and words, worked out from what has happened."""

import re
from datetime import datetime, timedelta

import pytest

from huiyin.kernel.actor import petitioner
from huiyin.kernel.time import OFFICE_ZONE
from huiyin.matters.acceptance.services import matter_decline
from huiyin.matters.core.rules.states import Kind
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.register.services.register import Registered
from huiyin.matters.withdrawal.services import matter_withdraw
from huiyin.portal.status.progress import AHEAD, DONE, NOW, ProgressStage, stages_of
from huiyin.portal.status.unsatisfied import unsatisfied_lines
from tests.cast import Cast
from tests.portal.walker import Citizen

BEGIN = datetime(2026, 11, 2, 10, tzinfo=OFFICE_ZONE)


@pytest.fixture
def filed(cast: Cast) -> Registered:
    """Filed on Monday, 2 November 2026."""
    cast.at = BEGIN
    return cast.file()


def _stages(filed: Registered, at: datetime) -> list[tuple[str, str, str, str]]:
    found = stages_of(matter_page_of_petitioner(matter_id=filed.matter_id, at=at), at=at)
    return [(stage.name, stage.progress, _day(stage), stage.note) for stage in found]


def _day(stage: ProgressStage) -> str:
    return f"{stage.on:%m-%d}" if stage.on else ""


def test_what_was_filed_today_says_by_when_it_is_accepted(filed: Registered) -> None:
    assert _stages(filed, BEGIN + timedelta(hours=1)) == [
        ("提交", DONE, "11-02", ""),
        ("登记", DONE, "11-02", "当天"),
        ("受理", NOW, "", "最迟 2026年11月2日"),
        ("办理", AHEAD, "", ""),
        ("答复", AHEAD, "", ""),
    ]


def test_what_is_being_handled_counts_its_days(cast: Cast, filed: Registered) -> None:
    cast.at = BEGIN + timedelta(days=2)
    cast.accept(filed)
    found = _stages(filed, BEGIN + timedelta(days=9))
    assert found[2] == ("受理", DONE, "11-04", "提交后 2 天")
    assert found[3] == ("办理", NOW, "11-04", "第 8 天")
    # Fifteen days from the fourth.
    assert found[4] == ("答复", AHEAD, "", "最迟 2026年11月19日")


def test_what_is_late_says_so_where_the_answer_is_due(cast: Cast, filed: Registered) -> None:
    cast.at = BEGIN + timedelta(days=2)
    cast.accept(filed)
    assert _stages(filed, BEGIN + timedelta(days=120))[4] == ("答复", AHEAD, "", "已经超期")


def test_what_was_answered_says_how_long_it_took(cast: Cast, filed: Registered) -> None:
    cast.answer(filed)
    matter = cast.matter(filed)
    assert matter.served_at is not None
    found = _stages(filed, matter.served_at)
    assert [stage[1] for stage in found] == [DONE] * 5
    days = (matter.served_at.astimezone(OFFICE_ZONE).date() - BEGIN.date()).days
    assert found[4][3] == (f"提交后 {days} 天" if days else "当天")


def test_what_is_declined_or_withdrawn_ends_there(cast: Cast, filed: Registered) -> None:
    other = cast.file()
    matter_withdraw(actor=petitioner(other.matter_id), matter_id=other.matter_id, at=cast.later(days=1))
    assert [stage[0] for stage in _stages(other, cast.at)] == ["提交", "登记", "已撤回"]
    matter_decline(
        actor=cast.actor("registrar"), matter_id=filed.matter_id, ground="pending", explanation="说明", at=cast.at
    )
    assert [stage[:2] for stage in _stages(filed, cast.at)] == [("提交", DONE), ("登记", DONE), ("不予受理", DONE)]


def test_each_mark_has_words_and_the_page_links_to_its_parts(cast: Cast, filed: Registered) -> None:
    citizen = Citizen()
    citizen.look_up(filed.number, filed.code)
    page = citizen.page("/status/")
    for words in ("已经完成", "现在在这一步", "还没有到"):
        assert words in page
    jumps = re.findall(r'<a href="#([\w-]+)"', page[page.index('class="jumps') : page.index("</nav>")])
    assert jumps == ["progress-part", "messages-part", "unsatisfied-part"]
    for part in jumps:
        assert page.count(f'id="{part}"') == 1


def test_an_answered_matter_links_to_answer_and_letters_too(cast: Cast, filed: Registered) -> None:
    cast.answer(filed)
    citizen = Citizen()
    citizen.look_up(filed.number, filed.code)
    page = citizen.page("/status/")
    jumps = re.findall(r'<a href="#([\w-]+)"', page[page.index('class="jumps') : page.index("</nav>")])
    assert jumps == ["progress-part", "reply-part", "letters-part", "messages-part", "unsatisfied-part"]
    for part in jumps:
        assert page.count(f'id="{part}"') == 1


def test_what_can_be_done_later_says_the_length_of_the_rule_in_force(cast: Cast, filed: Registered) -> None:
    at = BEGIN + timedelta(days=1)
    lines = " ".join(unsatisfied_lines(matter_page_of_petitioner(matter_id=filed.matter_id, at=at)))
    assert "30 天内申请复查" in lines
    # No review is promised for a kind that has none in the law.
    cast.at = BEGIN
    suggestion = cast.file(kind=Kind.SUGGESTION)
    lines = " ".join(unsatisfied_lines(matter_page_of_petitioner(matter_id=suggestion.matter_id, at=at)))
    assert "复查" not in lines and "30 天" in lines
