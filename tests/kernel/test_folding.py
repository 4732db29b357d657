"""What is written in any script is folded alike, into what both databases take for a word."""

# ruff: noqa: RUF001 - letters that look like Latin ones are what this is about
import sqlite3
import sys
import unicodedata

import pytest

from huiyin.kernel.folding import folded
from huiyin.kernel.text import query_tokens, search_tokens


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("\uff21\uff22\uff11\uff12", "ab12"),
        ("Café Łódź ǜ Straße", "cafe lodz u strasse"),
        ("ЁЛКА Ғылым", "\u0435лка гылым"),
        ("\ufe8b\ufee2", "\u0626\u0645"),  # presentation forms of Arabic
        ("بـــۇ", "بۇ"),
        ("ئالما", "الما"),
        ("\u0643\u06d0\u0686\u06d5", "\u0643\u06d0\u0686\u0647"),
        ("\u0643\u06d0\u0686\ufeea", "\u0643\u06d0\u0686\u0647"),  # the same with the form that heh ends in
        ("\u06be\u06d5\u0645", "\u0647\u0647\u0645"),
        ("\u0628\u06cc\u0631 \u0628\u0649\u0631", "\u0628\u064a\u0631 \u0628\u064a\u0631"),
        ("Қазақ тілі, Үйғур", "казак тили, уйгур"),
        ("Көчә йоли", "коча йоли"),
        ("مَدْرَسَة", "مدرسة"),
        ("\u0661\u0662 \u0f23", "12 3"),
        ("\u182a\u1822\u1834\u1822\u182d\u180b", "\u182a\u1822\u1834\u1822\u182d"),
        ("a\u200db\u00adc", "abc"),
        ("\u1100\u1161", "가"),
    ],
)
def test_spellings_of_a_word_are_one(text: str, form: str) -> None:
    assert folded(text) == form
    assert folded(form) == form or not form.isascii()


def test_words_are_parted_as_the_script_parts_them() -> None:
    assert len(search_tokens("བོད་ཀྱི་ཆུ།")) == 3
    assert search_tokens("ᠪᠢᠴᠢᠭ\u202fᠤᠨ") == ["ᠪᠢᠴᠢᠭ", "ᠤᠨ"]
    assert set(query_tokens("아파트")) <= set(search_tokens("우리아파트에서"))
    assert set(query_tokens("ไหล")) <= set(search_tokens("น้ำไม่ไหล"))


def test_every_letter_is_one_to_the_database() -> None:
    """Else a word falls apart in the index of SQLite, and a search for it is refused as a phrase."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5("
        "tokens, tokenize = 'unicode61 remove_diacritics 0', detail = none, content = '')"
    )
    database.execute("CREATE VIRTUAL TABLE known USING fts5vocab(words, 'row')")
    letters = [sign for code in range(0x80, sys.maxunicode + 1) if _is_of_a_word(sign := chr(code))]
    signs = {form for sign in letters for form in folded(sign)}
    listed = sorted(sign for sign in signs if not sign.isascii())
    words = [f"q{sign}q{place}" for place, sign in enumerate(listed)]
    database.execute("INSERT INTO words (rowid, tokens) VALUES (1, ?)", (" ".join(words),))
    found = {term.rpartition("q")[2] for (term,) in database.execute("SELECT term FROM known") if term.count("q") > 1}
    assert [hex(ord(sign)) for place, sign in enumerate(listed) if str(place) not in found] == []


def _is_of_a_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"
