"""Text in one form, found by two characters."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from huiyin.kernel.text import (
    clean,
    clean_line,
    has_phone_digits,
    query_tokens,
    search_tokens,
    shorten,
    tidy_email,
    tidy_phone,
    xml_text,
)


def wide(text: str) -> str:
    """Ordinary signs as a Chinese input method gives them."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


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
        ("❤️", "❤️"),
        ("①", "①"),
        ("\ue000", "\ue000"),  # a private character, as people's names have them
        # Nothing of these can be seen, however many of them there are.
        ("\u200b\u200d\ufeff", ""),
        ("\u2800\u3164 \n\u2800", ""),
        ("\u115f\u1160\uffa0\u3000", ""),
        ("\u200d\ufe0f\u034f\u00ad", ""),
        ("\u3164水\u3164", "\u3164水\u3164"),
    ],
)
def test_control_and_direction_characters_go_and_the_rest_stays(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("name" + wide("@") + "example.invalid", "name@example.invalid"),
        (wide("name") + "@example.invalid", "name@example.invalid"),
        ("name@example。invalid", "name@example.invalid"),
        ("name@example｡invalid", "name@example.invalid"),
        (" Name @ example" + wide(".") + "invalid ", "Name@example.invalid"),
        ("\u200bname@example.invalid\u3000", "name@example.invalid"),
    ],
)
def test_an_address_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert tidy_email(typed) == meant


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        (wide("19900007788"), True),
        ("0000-1234 转 5", True),
        ("12345", True),
        ("1234", False),
        ("①②③④⑤⑥", False),
        ("一二三四五六", False),
        ("٠١٢٣٤٥", False),
        ("⑴⑵⑶⑷⑸", False),
    ],
)
def test_a_telephone_number_has_digits_that_can_be_dialled(typed: str, is_one: bool) -> None:
    assert has_phone_digits(typed) is is_one
    assert tidy_phone(wide("19900007788")) == "19900007788"


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" 柳荫镇\n\t 北巷  3 号 ") == "柳荫镇 北巷 3 号"


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=100))
def test_what_is_made_fit_for_xml_is_accepted_by_it(text: str) -> None:
    element = etree.Element("a")
    element.text = xml_text(text)
    assert xml_text("灯\x0b坏\ufffe了\n") == "灯坏了\n"
    element.text = clean(text)


_HAN = "水管漏停电费小区物业"


@given(st.text(alphabet=_HAN + "ab12，。 ", max_size=60))
def test_any_two_neighbouring_characters_are_found(text: str) -> None:
    tokens = set(search_tokens(text))
    pairs = (text[index : index + 2] for index in range(len(text) - 1))
    for pair in pairs:
        if set(pair) <= set(_HAN):
            assert set(query_tokens(pair)) <= tokens


@given(st.text(alphabet=_HAN + "ab1\uff21É㎡豈𠀀\u0301 ，\n", max_size=40))
def test_tokens_are_the_words_and_the_pairs_of_each_run(text: str) -> None:
    expected: set[str] = set()
    bare = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower()))
    for run in re.findall("[一-鿿豈𠀀]+|[0-9a-z]+", bare):
        expected |= {run} if run[0] < "一" else {run[index : index + 2] for index in range(len(run))}
    tokens = search_tokens(text)
    assert set(tokens) == expected
    assert len(tokens) == len(expected)


def test_one_character_asks_for_what_begins_with_it() -> None:
    assert query_tokens("水") == ["水*"]
    assert "水" in search_tokens("污水")
    assert query_tokens(wide("AB") + "区" + wide("12")) == ["ab", "区*", "12"]


def test_what_is_shortened_says_so() -> None:
    assert shorten("物业费上涨", 10) == "物业费上涨"
    assert shorten("物业费上涨", 4) == "物业费…"
