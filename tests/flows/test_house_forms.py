"""The empty workbook with a ready-made set of categories: all of it is about such a house."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from huiyin.flows.organisation.category_sets import CategorySet, category_rows
from huiyin.flows.organisation.columns import EXAMPLE, KINDS, PLANS, BookSheet
from huiyin.flows.organisation.workbook import organisation_form


@pytest.mark.parametrize("which", CategorySet)
def test_all_examples_fit_the_set_of_categories(which: CategorySet) -> None:
    book = load_workbook(BytesIO(organisation_form(categories=which)))
    known = {code for code, *_rest in category_rows(which)}
    competence = list(book[PLANS[BookSheet.COMPETENCE].title].iter_rows(min_row=2, values_only=True))
    # Its own categories, and not those of the empty form.
    assert len(competence) == 2 and {str(row[0]).removeprefix(EXAMPLE) for row in competence} <= known
    for sheet in book.worksheets[1:]:
        widths = {len(row) for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert widths <= {sheet.max_column}, sheet.title
        if which is not CategorySet.COUNTY:
            words = " ".join(
                str(cell) for row in sheet.iter_rows(min_row=2, values_only=True) for cell in row if cell
            )
            assert not re.search("镇人民政府|信访局|建设局|县人民政府", words), (sheet.title, words)
    kinds = {words[0] for words in KINDS.values()}
    units = book[PLANS[BookSheet.UNITS].title].iter_rows(min_row=2, values_only=True)
    assert {row[2] for row in units} <= kinds
