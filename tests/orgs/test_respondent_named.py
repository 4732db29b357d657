"""Whom people mean when they write a unit or a person by hand."""

import pytest

from huiyin.orgs.selectors import Named, respondent_named
from tests.cast import Cast


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("住建局", "housing"),
        (" 云渡县住房和城乡建设局 ", "housing"),
        ("住房和城乡建设局", "housing"),
        ("住建局局长", "housing"),
        ("住建局的副局长和工作人员", ""),
        ("住建局副局长、工作人员", "housing"),
        ("信访局接访窗口的人", "office"),
        ("柳荫镇云水小区物业公司", ""),
        ("柳荫镇镇长", "town"),
        ("人民政府", ""),
        ("", ""),
    ],
)
def test_a_unit_is_known_by_its_names_and_titles(cast: Cast, text: str, unit: str) -> None:
    assert respondent_named(text=text, read_by=cast.units["office"]) == Named(unit_id=cast.units.get(unit))


@pytest.mark.parametrize(
    ("text", "officer"),
    [
        ("住建局 楚天阔", "housing_leader"),
        ("云渡县住房和城乡建设局的楚天阔局长", "housing_leader"),
        ("楚天阔", ""),  # it may be a namesake; the registrar asks
        ("穆清和", "registrar"),
        ("你们那里的穆清和，态度很差", "registrar"),
        ("江望舒县长", "mayor"),
        ("秦直", ""),
        ("闲云小区物业", ""),
        ("闲云同志", "nobody"),
    ],
)
def test_an_officer_is_known_beside_the_unit_or_where_the_text_is_read(cast: Cast, text: str, officer: str) -> None:
    """`nobody` holds no post, so nothing they wrote could be read by them."""
    wanted = None if officer in ("", "nobody") else cast.officers[officer]
    assert respondent_named(text=text, read_by=cast.units["office"]) == Named(officer_id=wanted)
