"""What is folded on a page is printed, but for forms, menus and choices; each of those says why."""

import re
from collections import defaultdict
from pathlib import Path

import huiyin
from tests.browser.folds import FOLDS, NOT_PRINTED

_SOURCE = Path(huiyin.__file__).parent
# Why a fold stays folded on paper.
_REASONS = {
    "desk/matter/_bar.html": "the bar of moves, which isn't printed as a whole",
    "desk/tasks/task.html": "why moves aren't possible: nothing about the task",
    "desk/work/page.html": "filters",
    "desk/work/_arrange.html": "forms that arrange the list",
    "desk/reception/visit.html": "a form",
    "portal/status/_served.html": "the day of a letter's arrival, part of a form",
    "desk/register/page.html": "a form",
    "desk/reception/home_visit.html": "a form",
    "desk/organisation/workbook.html": "a form",
    "desk/organisation/_form.html": "forms",
    "desk/records/_single.html": "a form",
    "desk/base.html": "the menu",
    "desk/bell/_panel.html": "what is new, for the screen",
    "desk/text_modules/module.html": "forms",
    "desk/text_modules/textarea.html": "texts to insert",
    "components/move_form.html": "forms",
    "components/reader_choices.html": "languages to choose",
    "portal/status/_rate.html": "a form",
}


def _folds() -> dict[str, list[str]]:
    found = defaultdict(list)
    for path in sorted(_SOURCE.glob("*/templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        for fold in re.findall(r"<details\b[^>]*>", text):
            named = re.search(r'class="([^"]*)"', fold)
            found[str(path).split("/templates/", 1)[1]].append(named[1] if named else "")
    return found


def test_every_fold_is_printed_or_says_why_not() -> None:
    unprinted = {
        name
        for name, classes in _folds().items()
        if name == "desk/records/_single.html" or any(set(sort.split()) & NOT_PRINTED for sort in classes)
    }
    bar = {"desk/matter/_bar.html"}  # within an element that isn't printed
    assert unprinted | bar == set(_REASONS)


def test_the_browser_prints_every_sort_of_fold() -> None:
    """`tests/browser/test_print.py` looks at paper with each of these on it."""
    assert {classes for found in _folds().values() for classes in found} <= set(FOLDS)
