"""The petitioner's time ends by itself: afterwards the page says neither "late" nor "in time"."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from huiyin.clocks.selectors import clock_views
from huiyin.clocks.services import Subject, clocks_begin, clocks_on_event
from tests.clocks.instants import office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "word"), [(5, "期限内"), (60, "")])
def test_a_review_window_that_is_over_has_no_word(subject: Callable[..., Subject], days: int, word: str) -> None:
    filed = subject(at=office(2026, 3, 3))
    clocks_begin([filed])
    for event in ("accepted", "handler_assigned", "served"):
        clocks_on_event(subject=filed, event=event)
    at = filed.at + timedelta(days=days)
    window = next(clock for clock in clock_views(subject_id=filed.id, at=at) if clock.stopped_at is None)
    shown = render_to_string("components/clock.html", {"clock": window})
    assert window.is_over == (not word)
    assert ("tone-word" in shown) == bool(word)
    assert word in shown
