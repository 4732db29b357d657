"""A reader chooses among as many languages as there are."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from huiyin.kernel.catalogues import Language
from huiyin.web.middleware.languages import MarkChinese

_CHINESE, _ENGLISH = Language("zh-hans", "中文"), Language("en", "English")
_UYGHUR = Language("ug", "ئۇيغۇرچە", "rtl")


@pytest.mark.parametrize("component", ["reader_choices", "form_choices"])
@pytest.mark.parametrize(
    ("offered", "others"),
    [((_CHINESE, _ENGLISH), ["English"]), ((_CHINESE, _ENGLISH, _UYGHUR), ["English", "ئۇيغۇرچە"])],
)
def test_each_other_language_has_its_button(
    settings: Any, component: str, offered: tuple[Language, ...], others: list[str]
) -> None:
    settings.HUIYIN_LANGUAGES = offered
    with translation.override("zh-hans"):
        part = render_to_string(f"components/{component}.html", request=RequestFactory().get("/"))
    assert [name in part for name in others] == [True] * len(others)
    buttons = part.count('name="language"') + part.count('value="language:')
    assert buttons == len(others)
    # With two languages there is nothing to unfold.
    assert ("<details" in part) == (len(others) > 1 and component == "reader_choices")


def test_one_language_alone_is_no_choice(settings: Any) -> None:
    settings.HUIYIN_LANGUAGES = (_CHINESE,)
    with translation.override("zh-hans"):
        part = render_to_string("components/reader_choices.html", request=RequestFactory().get("/"))
    assert 'name="language"' not in part and "·" not in part


@pytest.mark.parametrize(("language", "is_marked"), [("en", True), ("ug", True), ("ja", False), ("zh-hant", False)])
def test_chinese_text_has_a_lang_where_the_page_speaks_another_script(language: str, is_marked: bool) -> None:
    with translation.override(language):
        page = MarkChinese(lambda request: HttpResponse("<p>路灯</p>"))(RequestFactory().get("/"))
    assert (b"lang=" in page.content) == is_marked
