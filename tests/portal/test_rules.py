"""The page of the rules in force says all that the rulebooks and the table of moves say, and nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.rules.rulebook import BY_HAND
from huiyin.clocks.selectors import rulebook, rulebook_versions
from huiyin.kernel.time import now, office_day
from huiyin.matters.core.rules.labels import STATE_LABELS
from huiyin.matters.core.rules.states import State
from huiyin.matters.moves import MOVES
from huiyin.portal.rulebook.diagram import Diagram, DiagramBox, diagram_of
from huiyin.portal.rulebook.edges import edge_lines, edges_of, is_end, states_of
from huiyin.portal.rulebook.words import event_words

Counted = Callable[[int], object]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield
    loading.reload()


def _page() -> str:
    response = Client().get("/rules/")
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.django_db
def test_everything_of_the_rulebook_stands_on_the_page() -> None:
    page, book = _page(), rulebook()
    texts = [
        text
        for group in (book.kinds, book.clocks, book.grounds, book.letters, book.routes)
        for rule in group
        for text in (rule.name, rule.article)
    ]
    texts += [rule.sentence for rule in book.grounds] + [
        book.remedy(rule, kind=rule.kinds[0]) for rule in book.letters if rule.remedy
    ]
    texts += [rule.extend_article for rule in book.clocks if rule.extend_article]
    texts += [header.instrument for header in book.headers]
    texts += [book.hearing.sentence % {"days": book.hearing.notice_days}] if book.hearing else []
    texts += [book.archive.sentence % {"days": book.archive.days}] if book.archive else []
    texts += [book.urge.sentence % {"days": book.urge.days}] if book.urge else []
    assert book.office_hours is not None
    texts += [book.office_hours.sentence % {"opens": "09:00", "closes": "17:30"}]
    missing = [text for text in texts if text not in page]
    assert not missing
    assert page.count("从登记算起") == sum(rule.starts == "registered" for rule in book.clocks)


@pytest.mark.django_db
def test_reading_it_costs_no_statement(django_assert_num_queries: Counted) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        _page()


@pytest.mark.django_db
def test_how_it_works_leads_there() -> None:
    assert 'href="/rules/"' in Client().get("/how/").content.decode()


def test_every_event_of_the_rulebook_has_a_word() -> None:
    words = event_words()
    used = {event for rule in rulebook().clocks for event in (*rule.stops, rule.starts)}
    assert not used - set(words)
    assert BY_HAND in words
    assert all(re.search("[\u4e00-\u9fff]", word) for word in words.values())


@pytest.mark.django_db
def test_a_version_to_come_is_named_and_not_yet_shown(settings: Settings, tmp_path: Path) -> None:
    today = office_day(now())
    law = (loading.RULEBOOKS / "cn-2022.toml").read_text(encoding="utf-8")
    coming = (
        law.replace('version = "1"', 'version = "2"', 1)
        .replace("valid_from = 2022-05-01", f"valid_from = {(today + timedelta(days=30)).isoformat()}", 1)
        .replace('name = "受理告知期限"', 'name = "新的受理期限"', 1)
    )
    file = tmp_path / "cn-2022-2.toml"
    file.write_text(coming, encoding="utf-8")
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(file), "county"]
    loading.reload()
    page = _page()
    assert "尚未生效" in page and "新的受理期限" not in page
    assert [view.when for view in rulebook_versions(today)] == ["coming", "now", "now"]
    later = rulebook_versions(today + timedelta(days=30))
    assert [(view.version, view.when) for view in later][:2] == [("2", "now"), ("1", "past")]


def test_the_table_has_every_change_of_state_once() -> None:
    edges = edges_of()
    changes = {(state, move.target) for (state, _), move in MOVES.items() if move.target not in {None, state}}
    assert {(edge.source, edge.target) for edge in edges} == changes
    assert len(edges) == len(changes)
    assert [edge.number for edge in edges] == list(range(1, len(edges) + 1))
    for edge in edges:
        allowed = {
            action for (state, action), move in MOVES.items() if (state, move.target) == (edge.source, edge.target)
        }
        assert set(edge.actions) == allowed
    assert all(line.actions and line.source != line.target for line in edge_lines(edges))


def _touches(box: DiagramBox, x: int, y: int) -> bool:
    on_side = x in {box.x, box.x + box.width} and box.y < y < box.y + box.height
    on_edge = y in {box.y, box.y + box.height} and box.x < x < box.x + box.width
    return on_side or on_edge


def _ends(path: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """First and last point of a path of M, H and V."""
    x, y = map(int, path[1 : re.search("[HV]", path).start()].split())  # type: ignore[union-attr]
    start = (x, y)
    for letter, value in re.findall(r"([HV])(-?\d+)", path):
        x, y = (int(value), y) if letter == "H" else (x, int(value))
    return start, (x, y)


@pytest.fixture
def diagram() -> Diagram:
    return diagram_of(edges_of())


def test_each_arrow_leads_from_its_state_to_its_target(diagram: Diagram) -> None:
    boxes = dict(zip(states_of(edges_of()), diagram.boxes, strict=True))
    for edge, arrow in zip(edges_of(), diagram.arrows, strict=True):
        start, end = _ends(arrow.path)
        assert arrow.number == edge.number
        assert _touches(boxes[edge.source], *start), edge
        assert _touches(boxes[edge.target], *end), edge


def test_boxes_and_numbers_do_not_lie_upon_each_other(diagram: Diagram) -> None:
    for upper, lower in zip(diagram.boxes, diagram.boxes[1:], strict=False):
        assert upper.y + upper.height < lower.y
    marks = [(arrow.label_x, arrow.label_y) for arrow in diagram.arrows]
    for index, (x, y) in enumerate(marks):
        assert all((x - other_x) ** 2 + (y - other_y) ** 2 >= 20**2 for other_x, other_y in marks[:index])
        assert 0 < x < diagram.width and 0 < y < diagram.height


def test_two_arrows_to_different_states_never_share_a_lane(diagram: Diagram) -> None:
    lanes: dict[int, list[tuple[int, int, State]]] = {}
    for edge, arrow in zip(edges_of(), diagram.arrows, strict=True):
        if bent := re.fullmatch(r"M\d+ (\d+)H(\d+)V(\d+)H\d+", arrow.path):
            top, bottom = sorted((int(bent[1]), int(bent[3])))
            lanes.setdefault(int(bent[2]), []).append((top, bottom, edge.target))
    for used in lanes.values():
        for index, (top, bottom, target) in enumerate(used):
            assert all(
                other == target or bottom < other_top or other_bottom < top
                for other_top, other_bottom, other in used[:index]
            )


@pytest.mark.django_db
def test_the_drawing_is_shown_in_words_too(diagram: Diagram) -> None:
    page = _page()
    assert len(re.findall(r'<rect\s+class="state', page)) == len(diagram.boxes) == len(states_of(edges_of()))
    assert page.count('scope="row"') == len(diagram.arrows)
    assert page.count("state-end") == sum(is_end(state) for state in states_of(edges_of()))
    assert 'role="region"' in page and 'tabindex="0"' in page
    assert all(STATE_LABELS[state] in page for state in states_of(edges_of()))
