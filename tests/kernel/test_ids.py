"""Numbers and codes survive copying by hand: a slip is noticed, another way of writing isn't one."""

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.ids import (
    code_length,
    digits_of_code,
    format_matter_number,
    format_receipt_code,
    may_be_one_slip,
    new_id,
    new_matter_number,
    new_token,
    parse_matter_number,
    parse_receipt_code,
    parse_uuid,
    receipt_code,
    receipt_hash,
)

_KEY = b"k" * 32
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = {letter: letter for letter in _ALPHABET} | {
    pair[way]: pair[way] + pair[1 - way] for pair in ("S5", "B8", "Z2", "G6", "D0") for way in (0, 1)
}
_CODES = st.text(min_size=1, max_size=40).map(lambda token: receipt_code(key=_KEY, token=token))


def test_ids_are_version_7_and_sort_by_time() -> None:
    made = [new_id() for _ in range(50)]
    assert {made_id.version for made_id in made} == {7}
    assert {made_id.variant for made_id in made} == {uuid.RFC_4122}
    assert [made_id.int >> 80 for made_id in made] == sorted(made_id.int >> 80 for made_id in made)


@pytest.mark.parametrize(
    "text", ["", "x", "None", "20261121-4831-0927", "f" * 31, "g" * 32, "f" * 33, "f" * 31 + "\0"]
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_uuid(text) is None


def test_an_id_is_read_in_either_spelling() -> None:
    found = new_id()
    assert parse_uuid(str(found)) == parse_uuid(found.hex) == parse_uuid(str(found).upper()) == found


@given(_CODES, st.data())
def test_every_wrong_character_of_a_code_is_noticed(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([letter for letter in _ALPHABET if letter not in _CONFUSED[code[place]]]))
    assert parse_receipt_code(code[:place] + wrong + code[place + 1 :]) != code


@given(_CODES, st.data())
def test_one_look_alike_character_is_corrected(code: str, data: st.DataObject) -> None:
    places = [place for place, letter in enumerate(code) if len(_CONFUSED[letter]) > 1]
    place = data.draw(st.sampled_from(places or [-1]))
    looks_like = _CONFUSED[code[place]][-1]
    # Another look-alike may by chance fit as well: then nobody can tell, and nothing is put right.
    assert parse_receipt_code(code[:place] + looks_like + code[place + 1 :] if place >= 0 else code) in {code, None}


@given(_CODES)
def test_a_code_in_digits_is_the_same_code(code: str) -> None:
    digits = digits_of_code(code)
    assert parse_receipt_code(digits) == parse_receipt_code(digits.replace("-", " ")) == code
    assert parse_receipt_code(f"数字查询码：{digits}") == code
    assert parse_matter_number(digits) is None


@given(_CODES, st.integers(0, 27), st.integers(1, 9))
def test_every_wrong_digit_is_noticed(code: str, place: int, by: int) -> None:
    digits = digits_of_code(code).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert parse_receipt_code(wrong) is None


@given(_CODES)
def test_a_code_is_found_in_a_receipt_that_was_pasted_as_a_whole(code: str) -> None:
    number, shown = format_matter_number(new_matter_number(date(2026, 11, 24))), format_receipt_code(code)
    for pasted in (
        f"编号：{number} 查询码：{shown}",
        f"查询码 {shown}\n编号 {number}",
        f"{number}，{shown}。",
        f"{number} {shown}",
        f"{shown} {number}",
        f"Number {number}, receipt code {shown.replace('-', ' ')}",
        f"{number} {digits_of_code(code)}",
    ):
        assert parse_receipt_code(pasted) == code


@pytest.mark.parametrize(
    ("typed", "lengths"),
    [
        ("K7QM-3XTD-92RB-WV8H-5C", (18, 19)),
        ("1234-" * 6 + "123", (27, 28)),
        ("查询码：K7QM", (4, 19)),
        ("", (0, 19)),
        ("Receipt code K7QM-3XTD-92RB-WV8H-5C", (18, 19)),
        ("20261121-4831-0927 K7QM 3XTD 92RB WV8H 5C", (18, 19)),
    ],
)
def test_how_much_of_a_code_is_there(typed: str, lengths: tuple[int, int]) -> None:
    assert code_length(typed) == lengths


@given(_CODES, st.integers(0, 17))
def test_two_neighbours_that_changed_places_are_put_back(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    # By chance another code may be as near: then nobody can tell.
    assert parse_receipt_code(swapped) in {code, None}


def test_nearly_every_swap_and_look_alike_is_put_right() -> None:
    codes = [receipt_code(key=_KEY, token=str(number)) for number in range(300)]
    swapped = [parse_receipt_code(code[:3] + code[4] + code[3] + code[5:]) == code for code in codes]
    assert sum(swapped) > 280
    twice = [(code, _mistaken(code, 2)) for code in codes]
    assert sum(parse_receipt_code(typed) == code for code, typed in twice) > 270
    thrice = [(code, _mistaken(code, 3)) for code in codes]
    assert sum(parse_receipt_code(typed) == code for code, typed in thrice) > 255


def _mistaken(code: str, most: int) -> str:
    """With its first so many characters that have a look-alike written as that."""
    places = [place for place, letter in enumerate(code) if len(_CONFUSED[letter]) > 1][:most]
    return "".join(_CONFUSED[sign][-1] if place in places else sign for place, sign in enumerate(code))


@given(_CODES, st.data())
def test_any_number_of_letters_that_stand_in_no_code_is_read_as_what_they_look_like(
    code: str, data: st.DataObject
) -> None:
    drawn = {"0": "0Oo", "1": "1IiLl", "V": "VUu"}
    typed = "".join(data.draw(st.sampled_from(drawn.get(sign, sign))) for sign in code)
    assert parse_receipt_code(typed) == code


@given(_CODES, st.data())
def test_one_slip_is_never_called_several(code: str, data: st.DataObject) -> None:
    place, wrong = data.draw(st.integers(0, 18)), data.draw(st.sampled_from(_ALPHABET + "ЖЯ"))
    assert may_be_one_slip(code[:place] + wrong + code[place + 1 :])


def test_several_slips_are_often_known_as_such() -> None:
    codes = [receipt_code(key=_KEY, token=str(number)) for number in range(200)]
    assert not may_be_one_slip("ЖЯ" + codes[0][2:])
    assert sum(not may_be_one_slip("AAAAA" + code[5:]) for code in codes) > 60


@given(_CODES)
def test_a_code_may_be_written_as_people_write_it(code: str) -> None:
    written = format_receipt_code(code)
    full_width = "".join(chr(ord(letter) + 0xFEE0) if letter != "-" else "—" for letter in written)
    looks_alike = written.replace("0", "o").replace("1", "l").replace("V", "u")
    labelled = (f"查询码：{written}", f"查询码 {written}", f"Receipt code: {written}")
    # As a keyboard or a word processor leaves it: long dashes, quotation marks, signs that aren't seen.
    dashes = [written.replace("-", dash) for dash in ("\u2013", "\u2010", "\u2212", "\u00b7")]
    marked = (f"“{written}”", f"（{written}）", f"\ufeff{written}.", f"{written[:4]}\u200b{written[4:]}")
    cyrillic = str.maketrans("ABCEHKMPTX", "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u0420\u0422\u0425")
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    other_keyboards = (written.translate(cyrillic), written.translate(arabic))
    forms = (written, written.lower(), written.replace("-", " "), full_width, looks_alike)
    for form in (*forms, *labelled, f"code {written}", *dashes, *marked, *other_keyboards):
        assert parse_receipt_code(form) == code


def test_a_code_has_85_bits_and_belongs_to_its_token() -> None:
    codes = {receipt_code(key=_KEY, token=new_token()) for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {19}
    assert receipt_code(key=_KEY, token="one") == receipt_code(key=_KEY, token="one")
    assert receipt_code(key=_KEY, token="one") != receipt_code(key=b"q" * 32, token="one")
    assert receipt_hash(key=_KEY, code="A") != receipt_hash(key=b"q" * 32, code="A")


@pytest.mark.parametrize("text", ["", "x", "2026", "U" * 19, "字" * 19, "0" * 40, "\x00" * 19])
def test_what_is_no_code_is_refused(text: str) -> None:
    assert parse_receipt_code(text) is None


def test_every_wrong_digit_of_a_number_is_noticed() -> None:
    number = new_matter_number(date(2026, 11, 21))
    assert number.startswith("20261121")
    assert parse_matter_number(format_matter_number(number)) == number
    for index, digit in enumerate(number):
        for wrong in set("0123456789") - {digit}:
            assert parse_matter_number(number[:index] + wrong + number[index + 1 :]) is None
