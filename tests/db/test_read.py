"""Statements that are made once answer as Django's own do."""

import pytest
from django.db.models import F, QuerySet, Value

from huiyin.db import reading
from huiyin.db.cursors import _numbered
from huiyin.orgs.models import Unit
from tests.cast import Cast


@reading
def _units_begun(words: str) -> "QuerySet[Unit, tuple[int, str]]":
    units = Unit.objects.annotate(said=Value(words)).filter(said__startswith=F("name"))
    return units.order_by("pk").values_list("pk", "name")


def test_each_text_is_asked_anew(cast: Cast) -> None:
    for key, words in (("office", "云渡县信访局的人"), ("housing", "云渡县住房和城乡建设局"), ("", "100%_\\'")):
        found = _units_begun(words)
        assert [pk for pk, _ in found] == ([cast.units[key]] if key else [])


def test_a_percent_sign_in_a_name_is_only_that(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.units["office"]).update(name="100%")
    assert [name for _, name in _units_begun("100%的人")] == ["100%"]
    assert _units_begun("100个人") == []


def test_values_are_those_of_python(cast: Cast) -> None:
    @reading
    def described(name: str) -> "QuerySet[Unit, tuple[bool, int | None]]":
        return Unit.objects.filter(name=name).values_list("is_active", "parent_id")

    assert described("云渡县信访局") == [(True, cast.units["county"])]
    assert described("没有这个单位") == []


def test_a_text_that_would_become_a_pattern_in_python_is_refused(db: None) -> None:
    @reading
    def ending(words: str) -> "QuerySet[Unit, tuple[int]]":
        return Unit.objects.filter(name__endswith=words).values_list("pk")

    @reading
    def forgotten(_words: str) -> "QuerySet[Unit, tuple[int]]":
        return Unit.objects.filter(pk=1).values_list("pk")

    for wrong in (ending, forgotten):
        with pytest.raises(TypeError):
            wrong("局")


def test_marks_become_numbers_and_percent_signs_stay() -> None:
    assert _numbered("a = %s AND b LIKE '%%s' AND c = %s") == "a = $1 AND b LIKE '%s' AND c = $2"
