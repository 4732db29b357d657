"""Text in one form, found by two characters."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from huiyin.kernel.text import clean, clean_line, query_tokens, search_tokens, shorten, xml_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 水管\r\n漏水\r", "水管\n漏水"),
        ("a\x00b\x07c\u202ed\ufeff", "abcd"),
        ("e\u0301", "\u00e9"),
        ("\u200b \n", ""),
        ("灯\uffff坏\ufffe了", "灯坏了"),
        ("\ufdd0好\ufdef", "好"),
        ("\U0001ffff\U0010fffe楼", "楼"),
        ("\ufffd\ue000𠮷", "\ufffd\ue000𠮷"),
        ("😀 好", "😀 好"),
    ],
)
def test_control_and_direction_characters_go_and_the_rest_stays(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" 柳荫镇\n\t 北巷  3 号 ") == "柳荫镇 北巷 3 号"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=100))
def test_what_is_made_fit_for_xml_is_taken_by_it(text: str) -> None:
    element = etree.Element("a")
    element.text = xml_text(text)
    assert xml_text("灯\x0b坏\ufffe了\n") == "灯坏了\n"
    element.text = clean(text)


_HAN = "水管漏停电费小区物业"


@given(st.text(alphabet=_HAN + "ab12，。 ", max_size=60))
def test_any_two_neighbouring_characters_are_found(text: str) -> None:
    tokens = set(search_tokens(text))
    pairs = (text[place : place + 2] for place in range(len(text) - 1))
    for pair in pairs:
        if set(pair) <= set(_HAN):
            assert set(query_tokens(pair)) <= tokens


@given(st.text(alphabet=_HAN + "ab1\uff21É㎡豈𠀀\u0301 ，\n", max_size=40))
def test_tokens_are_the_words_and_the_pairs_of_each_run(text: str) -> None:
    expected: set[str] = set()
    for run in re.findall("[一-鿿豈𠀀]+|[0-9a-zÀ-ɏ]+", unicodedata.normalize("NFKC", text).lower()):
        expected |= {run} if run[0] < "一" else {run[place : place + 2] for place in range(len(run))}
    tokens = search_tokens(text)
    assert set(tokens) == expected
    assert len(tokens) == len(expected)


def test_one_character_asks_for_what_begins_with_it() -> None:
    assert query_tokens("水") == ["水*"]
    assert "水" in search_tokens("污水")
    assert query_tokens("ＡＢ区１２") == ["ab", "区*", "12"]


def test_what_is_shortened_says_so() -> None:
    assert shorten("物业费上涨", 10) == "物业费上涨"
    assert shorten("物业费上涨", 4) == "物业费…"
