"""A session is read as Django would read it, by whoever has its key, and by nobody who has only the table."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import caches
from django.db import connection

from huiyin.kernel.time import now
from huiyin.web.cache import TableCache
from huiyin.web.models import BrowserSession, EndedPass
from huiyin.web.sessions import SessionStore, stored_key
from huiyin.web.upkeep import sessions_sweep

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_what_was_kept_is_there_until_its_time_is_over() -> None:
    kept = SessionStore()
    kept["place"] = "柳荫镇"
    kept.save()
    key = kept.session_key
    assert SessionStore(key)["place"] == "柳荫镇"
    BrowserSession.objects.filter(pk=stored_key(str(key))).update(expire_date=now() - timedelta(seconds=1))
    late = SessionStore(key)
    assert "place" not in late
    assert late.session_key is None


@pytest.mark.parametrize("key", [None, "", "x" * 32, "' OR 1=1 --"])
def test_a_key_that_no_one_was_given_is_forgotten(key: str | None) -> None:
    strange = SessionStore(key)
    assert "place" not in strange
    assert strange.session_key is None


def _kept(**values: str) -> SessionStore:
    store = SessionStore()
    store.update(values)
    store.save()
    return store


def test_what_stands_in_the_table_opens_nothing() -> None:
    key = _kept(place="柳荫镇").session_key
    row = BrowserSession.objects.get()
    assert str(key) not in row.session_key + row.session_data
    assert "place" not in SessionStore(row.session_key)
    assert SessionStore(key)["place"] == "柳荫镇"


def test_a_session_put_into_another_row_is_worth_nothing() -> None:
    """Somebody with a session of their own writes to the table: an officer's data doesn't become theirs."""
    officer, stranger = _kept(place="县信访局"), _kept(place="家里")
    data = BrowserSession.objects.get(pk=stored_key(str(officer.session_key))).session_data
    BrowserSession.objects.filter(pk=stored_key(str(stranger.session_key))).update(session_data=data)
    assert "place" not in SessionStore(stranger.session_key)


@pytest.mark.parametrize(
    "data",
    ["", "gASVCAAAAAAAAACMBHRlc3SULg==", signing.dumps({"place": "别处"}), "{}"],
    ids=["empty", "pickle", "signed for no session", "unsigned"],
)
def test_a_session_that_no_one_signed_is_empty(data: str) -> None:
    key = str(_kept(place="柳荫镇").session_key)
    BrowserSession.objects.filter(pk=stored_key(key)).update(session_data=data)
    assert list(SessionStore(key).items()) == []


def test_a_session_that_has_ended_leaves_no_row() -> None:
    store = _kept(place="柳荫镇")
    assert store.exists(str(store.session_key))
    store.cycle_key()
    assert BrowserSession.objects.count() == 1
    store.flush()
    assert not BrowserSession.objects.exists()


def _cache() -> TableCache:
    cache = caches["default"]
    assert isinstance(cache, TableCache)
    cache.clear()
    return cache


def _values() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM web_cache")
        return [value for (value,) in cursor.fetchall()]


def test_counts_are_no_pickles_and_nothing_that_is_written_there_is_run() -> None:
    cache = _cache()
    cache.set("tries", [1.5, "二", None])
    assert _values() == ['[1.5, "二", null]']
    assert cache.get("tries") == [1.5, "二", None]
    with connection.cursor() as cursor:  # what calls `exit` where somebody unpickles it
        cursor.execute("UPDATE web_cache SET value = %s", ["gASVHgAAAAAAAACMCGJ1aWx0aW5zlIwEZXhpdJSTlEsBhZRSlC4="])
    assert cache.get("tries", "没有") == "没有"


def test_what_is_added_is_added_by_one_alone_and_again_when_its_time_is_over() -> None:
    cache = _cache()
    assert cache.add("slot", 1, 60)
    assert not cache.add("slot", 2, 60)
    assert cache.get("slot") == 1
    cache.set("slot", 3, -1)
    assert cache.get("slot") is None
    assert "slot" not in cache
    assert cache.add("slot", 4, None)
    assert cache.get_many(["slot", "none"]) == {"slot": 4}
    assert cache.touch("slot", -1)
    assert not cache.touch("slot", 60)
    cache.set("slot", 5)
    assert cache.delete("slot")
    assert not cache.delete("slot")


def test_the_worker_takes_away_what_is_over_and_what_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    cache, at = _cache(), now()
    over, kept = _kept(place="一"), _kept(place="二")
    BrowserSession.objects.filter(pk=stored_key(str(over.session_key))).update(expire_date=at)
    cache.set("over", 1, -5)
    for seconds in (600, 700, 800):
        cache.set(f"in-{seconds}", 1, seconds)
    EndedPass.objects.create(subject="visit:old", ended_at=at - timedelta(days=2))
    EndedPass.objects.create(subject="visit:new", ended_at=at - timedelta(hours=2))
    assert sessions_sweep(at=at) == 3
    assert [row.session_key for row in BrowserSession.objects.all()] == [stored_key(str(kept.session_key))]
    assert [row.subject for row in EndedPass.objects.all()] == ["visit:new"]
    monkeypatch.setattr(cache, "_max_entries", 2)
    assert sessions_sweep(at=at) == 1
    assert cache.get("in-600") is None
    assert cache.get("in-800") == 1
