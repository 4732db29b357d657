"""A session is read as Django would read it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from huiyin.kernel.time import now
from huiyin.web.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_what_was_kept_is_there_until_its_time_is_over() -> None:
    kept = SessionStore()
    kept["place"] = "柳荫镇"
    kept.save()
    key = kept.session_key
    assert SessionStore(key)["place"] == "柳荫镇"
    Session.objects.filter(pk=key).update(expire_date=now() - timedelta(seconds=1))
    late = SessionStore(key)
    assert "place" not in late
    assert late.session_key is None


@pytest.mark.parametrize("key", [None, "", "x" * 32, "' OR 1=1 --"])
def test_a_key_that_nobody_was_given_is_forgotten(key: str | None) -> None:
    strange = SessionStore(key)
    assert "place" not in strange
    assert strange.session_key is None
