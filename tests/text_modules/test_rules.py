"""What a text module may say; no database."""

from dataclasses import fields

import pytest

from huiyin.kernel.errors import BadInput
from huiyin.text_modules.rules.content import BODY_MAX, text_difference
from huiyin.text_modules.rules.errors import (
    TextBodyMissing,
    TextFieldUnknown,
    TextPlaceMissing,
    TextTitleMissing,
)
from huiyin.text_modules.rules.fields import FIELD_NAMES, FieldValues, filled
from huiyin.text_modules.rules.places import PLACE_LABELS, TextPlace, places_of, places_text
from tests.text_modules.samples import content

VALUES = FieldValues(number="2026", unit="县住建局", today="2026年3月2日")


def test_an_unknown_field_is_refused_by_its_name() -> None:
    for body in ("请{信访人}来", "请\uff5b姓名\uff5d来", "{}", "好的{ 事项编号 }，{电话}"):
        with pytest.raises(TextFieldUnknown) as refusal:
            content(body=body).checked()
        assert refusal.value.field == "body"
        assert "事项编号、事项标题" in str(refusal.value)
    assert "“{信访人}”" in str(TextFieldUnknown(name="信访人", known=""))


def test_no_field_is_for_who_filed() -> None:
    assert {field.name for field in fields(FieldValues)} == set(FIELD_NAMES.values())
    assert not [name for name in FIELD_NAMES if "信访人" in name or "姓名" in name]


def test_fields_are_filled_and_an_empty_one_asks() -> None:
    assert filled("{事项编号}由\uff5b 单位名称 \uff5d办理", VALUES) == "2026由县住建局办理"
    assert filled("到{地点}", VALUES) == "到〔请填写地点〕"
    # What a value says is never read as a field again.
    assert filled("{事项标题}", FieldValues(title="{今天}", today="x")) == "{今天}"


def test_what_is_missing_or_too_long_is_refused() -> None:
    for given, kind in (
        ({"title": " "}, TextTitleMissing),
        ({"body": "\n"}, TextBodyMissing),
        ({"places": ()}, TextPlaceMissing),
        ({"places": ("nowhere",)}, TextPlaceMissing),
        ({"title": "长" * 61}, BadInput),
        ({"body": "长" * (BODY_MAX + 1)}, BadInput),
        ({"article": "长" * 201}, BadInput),
    ):
        with pytest.raises(kind):
            content(**given).checked()
    assert content(" 已经\n转办 ", body="长" * BODY_MAX).checked().title == "已经 转办"


def test_places_are_kept_whole() -> None:
    assert set(PLACE_LABELS) == set(TextPlace)
    every = tuple(TextPlace)
    assert places_of(places_text(every)) == every
    assert len(places_text(every)) <= 200
    # Looked for with blanks around it, so that none is found within another.
    assert " note " in places_text((TextPlace.NOTE,))


def test_a_difference_shows_both_texts() -> None:
    parts = text_difference("请在三日内来", "请在五日内来局里")
    assert "".join(part.text for part in parts if not part.is_added) == "请在三日内来"
    assert "".join(part.text for part in parts if not part.is_dropped) == "请在五日内来局里"
    assert [part.text for part in parts if part.is_added] == ["五", "局里"]


def test_long_texts_that_differ_throughout_are_shown_one_after_the_other() -> None:
    """Compared sign by sign they would hold a page up for minutes."""
    before, after = "a" * BODY_MAX, "ab" * (BODY_MAX // 2)
    parts = text_difference(before, after)
    assert "".join(part.text for part in parts if not part.is_added) == before
    assert "".join(part.text for part in parts if not part.is_dropped) == after
    assert len(parts) <= 4
    assert [part.text for part in text_difference(before, before)] == [before]
