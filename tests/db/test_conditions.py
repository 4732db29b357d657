"""Conditions whose SQL is kept: they find what they would find if Django made them anew, wherever they stand."""

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from huiyin.db.conditions import KeptCondition
from huiyin.orgs.models import Unit
from huiyin.orgs.rules import UnitKind

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def units() -> dict[str, Unit]:
    """A county, two towns below it, and an office below one of them."""
    made: dict[str, Unit] = {}
    for name, kind, above in (
        ("county", UnitKind.COUNTY, None),
        ("east U0", UnitKind.TOWN, "county"),
        ("west", UnitKind.TOWN, "county"),
        ("office", UnitKind.OFFICE, "west"),
    ):
        made[name] = Unit.objects.create(name=name, kind=kind, parent=made.get(above or ""), path=f"/{name}/")
    return made


def _names(found: "QuerySet[Unit]") -> set[str]:
    return set(found.values_list("name", flat=True))


def _parents() -> Q:
    """Whoever has a unit below it which is no office: of the same table, twice."""
    below = Unit.objects.filter(parent=OuterRef("pk")).exclude(kind=UnitKind.OFFICE)
    return Q(Exists(below)) | Q(pk__in=Unit.objects.filter(name="east U0").values("pk"))


def test_it_finds_the_same_wherever_it_stands(units: dict[str, Unit]) -> None:
    kept = KeptCondition(Unit, _parents())
    for condition in (_parents(), kept):
        assert _names(Unit.objects.filter(condition)) == {"county", "east U0"}
        assert _names(Unit.objects.exclude(condition)) == {"west", "office"}
        assert _names(Unit.objects.filter(~Q(condition), parent__isnull=False)) == {"west", "office"}
        above = Unit.objects.filter(condition, pk=OuterRef("parent"))
        assert _names(Unit.objects.filter(Exists(above))) == {"east U0", "west"}
        assert _names(Unit.objects.filter(Exists(above), condition)) == {"east U0"}
        twice = Unit.objects.filter(Exists(above), pk=OuterRef("parent"))
        assert _names(Unit.objects.filter(Exists(twice))) == {"office"}
        joined = Unit.objects.filter(condition) | Unit.objects.filter(parent__parent__name="county")
        assert _names(joined) == {"county", "east U0", "office"}


def test_one_within_another_keeps_its_own_tables(units: dict[str, Unit]) -> None:
    inner = KeptCondition(Unit, _parents())
    above = Unit.objects.filter(inner, pk=OuterRef("parent"))
    outer = KeptCondition(Unit, Q(Exists(above)))
    assert _names(Unit.objects.filter(outer)) == {"east U0", "west"}
    below = Unit.objects.filter(outer, pk=OuterRef("parent"))
    assert _names(Unit.objects.filter(Exists(below))) == {"office"}


def test_it_holds_for_changes_too(units: dict[str, Unit]) -> None:
    kept = KeptCondition(Unit, _parents())
    assert Unit.objects.filter(kept).update(address="on the square") == 2
    assert Unit.objects.filter(kept, address="on the square").count() == 2


@pytest.mark.parametrize("nothing", [True, False])
def test_all_and_nothing_stay_what_they_are(units: dict[str, Unit], nothing: bool) -> None:
    everything = Q(pk__in=()) if nothing else ~Q(pk__in=())
    kept = KeptCondition(Unit, everything)
    for _ in range(2):
        assert Unit.objects.filter(kept).count() == (0 if nothing else 4)
        assert Unit.objects.exclude(kept).count() == (4 if nothing else 0)
        assert Unit.objects.filter(Q(kept) | Q(name="west")).count() == (1 if nothing else 4)


def test_its_text_is_made_once(units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptCondition(Unit, _parents())
    assert Unit.objects.filter(kept).count() == 2
    monkeypatch.setattr(KeptCondition, "_make", lambda *_: pytest.fail("made again"))
    with CaptureQueriesContext(connection) as captured:
        assert Unit.objects.filter(kept, name="east U0").count() == 1
    assert "kept_U0" in captured[0]["sql"] and "kept_east" not in captured[0]["sql"]


def test_a_join_is_refused() -> None:
    with pytest.raises(ValueError, match="joins"):
        str(Unit.objects.filter(KeptCondition(Unit, Q(parent__name="county"))).query)
    with pytest.raises(EmptyResultSet):
        str(Unit.objects.filter(KeptCondition(Unit, Q(pk__in=()))).query)
