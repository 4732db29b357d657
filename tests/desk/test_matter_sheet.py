"""One timeline of steps and words, spoken to staff; moves in three groups."""

import re
from datetime import timedelta

import pytest

from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.rulebook import ClockRule
from huiyin.clocks.selectors import rulebook
from huiyin.clocks.selectors.sentences import staff_sentence
from huiyin.desk.matter.registry import BarRow, forms_of
from huiyin.matters.core.rules.states import Action
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_ask, matter_note
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand

_TITLES = re.compile(r'<p class="timeline-title">\s*([^<\n]+)')


def _timeline(page: str) -> str:
    return page.partition('id="timeline-title"')[2].partition("</section>")[0]


def test_what_was_written_stands_once_among_the_steps_the_newest_first(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    cast.to_handler(filed)
    actor, later = cast.actor("handler"), cast.later
    matter_note(actor=actor, matter_id=filed.matter_id, body="走访了邻居", at=later(hours=1))
    matter_ask(actor=actor, matter_id=filed.matter_id, body="请写明门牌", at=later(hours=2))
    petitioner_write(actor=cast.petitioner(filed), matter_id=filed.matter_id, body="七号楼", at=later(hours=3))
    timeline = _timeline(Hand(desk("handler")).look(filed))
    titles = [title.strip() for title in _TITLES.findall(timeline)]
    assert titles[:3] == ["信访人补充", "请信访人补充（已补充）", "内部记录"]
    assert titles[-1] == "登记" and "记录" not in titles
    assert [timeline.count(text) for text in ("走访了邻居", "请写明门牌", "七号楼")] == [1, 1, 1]
    marked = timeline.partition("七号楼")[0].rpartition("<li class=")[2]
    assert marked.startswith('"timeline-item timeline-petitioner"')
    assert "timeline-note" in timeline.partition("走访了邻居")[0].rpartition("<li class=")[2]


@pytest.mark.parametrize("state", ["filed", "given", "answered"])
def test_a_page_of_the_desk_speaks_to_staff(cast: Cast, desk: Desk, state: str) -> None:
    filed = cast.file()
    if state == "given":
        cast.to_handler(filed)
    if state == "answered":
        cast.answer(filed)
    page = Hand(desk("registrar" if state == "filed" else "handler")).look(filed)
    clocks = page.partition('class="matter-clocks"')[2].partition("</header>")[0] or page.partition("clock ")[2]
    assert "期限" in clocks
    for words in ("您", "我们"):
        assert words not in clocks.replace("我们的服务承诺", "") and words not in _timeline(page), words


@pytest.mark.parametrize("rule", rulebook().clocks, ids=lambda rule: rule.code)
def test_no_clock_says_you_to_staff(rule: ClockRule, cast: Cast) -> None:
    for outcome in (None, *ClockOutcome):
        clock = Clock(code=rule.code, article=rule.article, started_at=cast.at, due_at=cast.at + timedelta(days=2))
        if outcome is not None:
            clock.outcome, clock.stopped_at = outcome, cast.at + timedelta(days=3)
        sentence = staff_sentence(clock, rule, cast.at + timedelta(days=3)).replace(rule.article, "")
        assert sentence.startswith(rule.name) and "您" not in sentence and "我们" not in sentence


def test_moves_that_are_seldom_needed_are_folded_away_until_one_of_them_is_asked_for(cast: Cast, desk: Desk) -> None:
    filed = cast.file()
    hand = Hand(desk("registrar"))
    groups = re.findall(r"<(?:div|details) class=\"move-group[^>]*>", hand.look(filed))
    assert len(groups) >= 3 and not any(" open" in group for group in groups)
    seldom = next(form for form in forms_of(BarRow.SECONDARY) if form.action == Action.CLASSIFY)
    page = hand.client.get(f"/desk/matters/{filed.number}/?move={seldom.action}").text
    assert '<details class="move-group moves-seldom" open>' in page


def test_what_asks_or_notes_down_stands_apart_from_what_brings_a_matter_on() -> None:
    asking = [form.action for form in forms_of(BarRow.ASKING)]
    assert asking == [
        Action.ANSWER, Action.ASK, Action.NOTE, Action.ATTACH, Action.RECORD_FIELD_VISIT, Action.ASK_ASSIST,
        Action.EXTEND_ASK, Action.FIND_CAUSE, Action.SUPERVISE, Action.WRITE_WEEK, Action.WRITE_RESULT,
    ]  # fmt: skip
    assert Action.DRAFT in [form.action for form in forms_of(BarRow.PRIMARY)]
