"""Several counts in one statement, each up to a bound."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.db import Count
from huiyin.orgs.models import Officer, Unit
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_all_are_one_statement(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        found = Count.of(
            {
                "units": [Unit.objects.order_by("name")],
                "both": [Unit.objects.filter(name="云渡县教育局"), Officer.objects.filter(username__startswith="h")],
                "none": [Unit.objects.filter(pk__in=[]), Officer.objects.none()],
                "nothing": [],
            },
            most=5,
        ).ask()
    assert found == {"units": 5, "both": 5, "none": 0, "nothing": 0}
    assert len(captured) == 1


def test_what_can_have_no_row_isn_t_asked_for(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert Count.of({"none": [Unit.objects.none()]}, most=5).ask() == {"none": 0}
        assert Count.of({}, most=5).ask() == {}
    assert not captured.captured_queries
