"""Before sending, a draft is checked by its fields alone: that must find just what the forms find."""

from dataclasses import replace
from itertools import product

import pytest

from huiyin.intake.rules.draft import DraftContent
from huiyin.portal.filing.choices import choices_taken
from huiyin.portal.filing.steps import STEPS, all_right, steps_wrong
from tests.portal.walker import WHO

_LONG = "长"
_INVISIBLE = ("", " ", "\u200b", "\x00", "\n\u3000")
_RIGHT = DraftContent(kind="claim", text="电梯停了。", requests=("修好",)).with_changes(WHO)
_CONTACTS = product(
    ("named", "anonymous", "", "somebody"),
    ("", " ", "纪北辰", _LONG * 81),
    ("", "1990000", "12", "电话", "1" * 41),
    ("", "a@b.invalid", "a@", " a@b.invalid ", "a" * 255),
    ("", "\u200b", "云渡县", _LONG * 201),
)


def _agree(content: DraftContent) -> bool:
    """Whether both say the same of every step; gives whether it is right."""
    wrong = steps_wrong(content, choices_taken(content))
    assert [step for step in STEPS if not step.form.is_right(content)] == wrong, content.who
    assert all_right(content) is not bool(wrong)
    return not wrong


def test_a_right_draft_is_right(db: None) -> None:
    assert _agree(_RIGHT)
    assert _agree(replace(_RIGHT, area_id=7, category_id=8, category_words="物业费"))


@pytest.mark.parametrize("kind", ["", "claim", "suggestion", "nonsense"])
def test_kinds(db: None, kind: str) -> None:
    assert _agree(replace(_RIGHT, kind=kind)) is (kind in {"claim", "suggestion"})


@pytest.mark.parametrize("field", ["text", "place", "category_words", "respondent"])
def test_texts(db: None, field: str) -> None:
    for text in (*_INVISIBLE, "短", _LONG * 200, _LONG * 201, _LONG * 20_000, _LONG * 20_001):
        _agree(_RIGHT.with_changes({field: text}))


def test_requests(db: None) -> None:
    given = (*_INVISIBLE, "修好", _LONG * 2_000, _LONG * 2_001)
    assert not _agree(replace(_RIGHT, requests=()))
    for first, second in product(given, given):
        _agree(replace(_RIGHT, requests=(first,)))
        _agree(replace(_RIGHT, requests=(first, second)))


def test_anyone_who_files(db: None) -> None:
    found = [
        _agree(replace(_RIGHT, who=who, name=name, phone=phone, email=email, address=address))
        for who, name, phone, email, address in _CONTACTS
    ]
    assert 0 < sum(found) < len(found)
