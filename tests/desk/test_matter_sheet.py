"""One timeline of steps and words, spoken to staff; moves in three groups."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.db import transaction

from huiyin.clocks.models import Clock
from huiyin.clocks.models.clock import ClockOutcome
from huiyin.clocks.rules.rulebook import ClockRule, GroundRule
from huiyin.clocks.selectors import rulebook
from huiyin.clocks.selectors.sentences import staff_sentence
from huiyin.desk.matter.registry import BarRow, forms_of
from huiyin.flows.clock_round import clock_round
from huiyin.kernel.time import now
from huiyin.matters.acceptance.selectors import ground_for_staff
from huiyin.matters.assignment.services import matter_assign_handler
from huiyin.matters.core.rules.states import Action, State
from huiyin.matters.late.services import matter_urge
from huiyin.matters.messages.services.petitioner import petitioner_write
from huiyin.matters.messages.services.work import matter_ask, matter_note
from huiyin.matters.register.services.register import Registered
from tests.cast import Cast
from tests.desk.conftest import Desk
from tests.desk.hands import Hand
from tests.matters import handing
from tests.matters.test_moves import _EXPECTED, DOINGS, _actors, _bring_to

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


# Somebody of them sees any matter. What each reads is the same but for the moves.
_READERS = ("handler", "registrar", "mayor")
# What a page says to whoever reads it, of what that person typed.
_TO_THE_READER = re.compile(r'<form.*?</form>|data-[a-z-]+="[^"]*"', re.DOTALL)


def _to_staff(desk: Desk, filed: Registered) -> str:
    """What a page says to staff about the matter; the service promise is called 我们的服务承诺."""
    for name in _READERS:
        answer = desk(name).get(f"/desk/matters/{filed.number}/")
        if answer.status_code == 200:
            main = answer.text.partition("<main")[2].partition("</main>")[0]
            return _TO_THE_READER.sub("", main).replace("我们的服务承诺", "")
    raise AssertionError(filed.number)


def _made_first_in(state: State) -> list[tuple[Action, str]]:
    """The moves that no earlier state allows, and somebody who may make them: each is made in one scene."""
    first = {action: next((state for state in State if who.get(state)), None) for action, who in _EXPECTED.items()}
    return [(action, min(_EXPECTED[action][state])) for action in DOINGS if first[action] is state]


@pytest.mark.parametrize("state", list(State))
def test_a_page_of_the_desk_speaks_to_staff_in_every_state_and_after_every_move(
    cast: Cast, desk: Desk, state: State
) -> None:
    filed = _bring_to(cast, state)
    actors = _actors(cast, filed.matter_id)
    spoken = {"": _to_staff(desk, filed)}
    assert "经过和往来" in spoken[""]
    for action, name in _made_first_in(state):
        mark = transaction.savepoint()
        DOINGS[action](cast, actors[name], filed.matter_id)
        spoken[action] = _to_staff(desk, filed)
        transaction.savepoint_rollback(mark)
    _assert_spoken_to_staff(spoken)


def _assert_spoken_to_staff(spoken: Mapping[str, str]) -> None:
    for after, page in spoken.items():
        for words in ("您", "我们"):
            assert words not in page, (after, page.partition(words)[0][-80:])


def hand_out(cast: Cast, filed: Registered) -> None:
    matter_assign_handler(
        actor=cast.actor("housing_registrar"),
        matter_id=filed.matter_id,
        officer_id=cast.officers["handler"],
        at=cast.at,
    )


def test_it_does_so_between_units_and_when_it_is_late(cast: Cast, desk: Desk) -> None:
    """What a table of single moves can't reach."""
    filed = handing.given(cast)
    scenes: list[tuple[str, Callable[[], None]]] = [
        ("objected", lambda: handing.object_to(cast, filed)),
        ("kept", lambda: handing.refuse(cast, filed)),
        ("disputed", lambda: handing.dispute(cast, filed)),
        ("settled", lambda: handing.settle(cast, filed, "stays")),
        ("with a handler", lambda: hand_out(cast, filed)),
        ("asked along", lambda: handing.ask(cast, filed, "education")),
        ("answered along", lambda: handing.contribute(cast, filed, "education_registrar")),
        ("drafted", lambda: cast.draft(filed)),
    ]
    spoken = {}
    for name, make in scenes:
        make()
        spoken[name] = _to_staff(desk, filed)
    # Read long after everything was due, and reminded of.
    cast.later(days=200)
    clock_round(at=cast.at)
    matter_urge(actor=cast.petitioner(filed), matter_id=filed.matter_id, at=cast.at)
    spoken["late"] = _to_staff(desk, filed)
    assert "催办" in spoken["late"] and "超期" in spoken["late"]
    _assert_spoken_to_staff(spoken)


@pytest.mark.parametrize("ground", rulebook().grounds, ids=lambda ground: ground.code)
def test_the_name_of_a_ground_is_what_staff_read(ground: GroundRule) -> None:
    """Its sentence is for the petitioner: 您可以申请复查."""
    shown = ground_for_staff({"ground_code": ground.code, "ground": ground.sentence}, now())
    assert shown == ground.name and "您" not in shown and "我们" not in shown
    assert ground_for_staff({}, now()) == ""


def test_clocks_come_first_before_the_text_and_the_moves(cast: Cast, desk: Desk) -> None:
    filed = cast.file(text="电梯停运两个月")
    for given in (lambda _: None, cast.to_handler):
        given(filed)
        page = Hand(desk("handler" if given == cast.to_handler else "registrar")).look(filed)
        main = page.partition("<main")[2]
        clock, text = main.index('class="matter-clocks"'), main.index("信访人反映的")
        assert clock < text < main.index("电梯停运两个月", text) < main.index("经过和往来")
        assert clock < main.index('id="move-'), "what to do next stands beside them, not before"
        # Nothing but what it is and where it stands comes before them.
        assert "<h2" not in main[:clock] and "<h1" in main[:clock]
        assert "期限" in main[clock:text]


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
