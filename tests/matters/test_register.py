"""Registering: one press, one matter; every refusal a sentence; nothing stored by half."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from tests.cast import SEED, WEB, Cast

from huiyin.kernel.ids import format_receipt_code, new_matter_number, new_token
from huiyin.kernel.text_limits import TextTooLong
from huiyin.ledger.models import Entry
from huiyin.matters.core.errors import MatterNotFound, UnitBarred
from huiyin.matters.core.rules.limits import REQUESTS_MAX, TEXT_MAX
from huiyin.matters.core.rules.states import Channel, State
from huiyin.matters.core.selectors.gate import matter_get_for
from huiyin.matters.core.selectors.page import matter_page_of_petitioner
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.models import Event, Matter, Request
from huiyin.matters.receipt.errors import ReceiptUnknown
from huiyin.matters.receipt.selectors import holder_by_receipt, matter_id_by_token, receipt_view
from huiyin.matters.register.errors import (
    ReceivedLater,
    RegistrarNeeded,
    RequestMissing,
    TextMissing,
    TooManyRequests,
)
from huiyin.matters.register.rules import RecordedAnswer, checked
from huiyin.matters.register.services import rows as rows_module
from huiyin.matters.register.services.register import matter_register, matters_register
from huiyin.matters.register.services.rows import Filing
from huiyin.matters.search.selectors.search import matter_search_for


def test_a_second_press_gives_the_same_receipt_and_no_second_matter(cast: Cast) -> None:
    token = new_token()
    first = cast.file(token=token)
    second = cast.file(token=token)
    assert (first.matter_id, first.number, first.code) == (second.matter_id, second.number, second.code)
    assert first.is_new
    assert not second.is_new
    assert Matter.objects.count() == 1
    assert matter_id_by_token(token=token) == first.matter_id
    assert receipt_view(matter_id=first.matter_id, token=token, at=cast.at).code == first.code


def test_the_code_is_stored_only_as_a_keyed_hash(cast: Cast) -> None:
    token = new_token()
    filed = cast.file(token=token)
    for row in (*Matter.objects.values_list(), *Entry.objects.values_list(), *Event.objects.values_list()):
        assert filed.code not in repr(row)
        assert token not in repr(row)
    typed = format_receipt_code(filed.code).lower()
    assert holder_by_receipt(number=filed.number, code=typed).matter_id == filed.matter_id


@pytest.mark.parametrize("number", ["right", "2026030212345670", "", "abc", "\uff19" * 16])
def test_a_wrong_code_is_refused_the_same_way_whether_the_number_exists(cast: Cast, number: str) -> None:
    filed = cast.file()
    other = cast.file()
    with pytest.raises(ReceiptUnknown):
        holder_by_receipt(number=filed.number if number == "right" else number, code=other.code)


def test_a_number_in_use_is_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    used = cast.file().number
    free = new_matter_number(date(2026, 3, 2))
    numbers = iter([used, free])
    monkeypatch.setattr(rows_module, "new_matter_number", lambda _day: next(numbers))
    assert cast.file().number == free


def test_of_a_batch_only_the_numbers_in_use_are_drawn_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day may have so many matters that in every batch some number is taken."""
    used = cast.file().number
    first, second, third = (new_matter_number(date(2026, 3, 2)) for _ in range(3))
    numbers = iter([first, used, second, third])
    monkeypatch.setattr(rows_module, "new_matter_number", lambda _day: next(numbers))
    filings = [Filing(cast.registration()) for _ in range(3)]
    done = matters_register(actor=WEB, filings=filings, at=cast.at)
    assert [matter.number for matter in done] == [first, third, second]
    assert next(numbers, None) is None


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        ({"text": ""}, TextMissing, "text"),
        ({"text": " \u200b\u202e\n\x07"}, TextMissing, "text"),
        ({"text": "长" * 100_000}, TextTooLong, "text"),
        ({"requests": ()}, RequestMissing, "requests"),
        ({"requests": ("", "  ")}, RequestMissing, "requests"),
        ({"requests": ("要求",) * (REQUESTS_MAX + 1)}, TooManyRequests, "requests"),
        ({"requests": ("长" * 5000,)}, TextTooLong, "requests"),
        ({"place": "长" * 300}, TextTooLong, "place"),
        ({"title": "长" * 300}, TextTooLong, "title"),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(
    cast: Cast, given: dict[str, Any], refusal: type[TextMissing], field: str
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(refusal) as caught:
        cast.file(**given)
    assert caught.value.field == field
    assert (Matter.objects.count(), Request.objects.count(), Entry.objects.count()) == (0, 0, entries)


def test_texts_are_cleaned_and_kept(cast: Cast) -> None:
    filed = cast.file(text="停电\r\n三天了\x00\u202e 😀 " + "长" * (TEXT_MAX - 20), requests=("恢复供电 🙏",))
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.text.startswith("停电\n三天了 😀 长")
    assert page.requests[0].text == "恢复供电 🙏"
    assert len(page.title) == 40


def test_what_is_made_of_a_checked_registration_is_checked_anew(cast: Cast) -> None:
    once = checked(cast.registration())
    assert checked(once) is once
    with pytest.raises(TextMissing):
        checked(replace(once, text=" "))


def test_only_a_registrar_registers_for_others_and_never_in_the_future(cast: Cast) -> None:
    given = cast.registration(channel=Channel.LETTER)
    with pytest.raises(RegistrarNeeded):
        matter_register(actor=cast.actor("handler"), registration=given, at=cast.at)
    late = cast.registration(channel=Channel.VISIT, received_at=cast.at + timedelta(days=1))
    with pytest.raises(ReceivedLater):
        matter_register(actor=cast.actor("registrar"), registration=late, at=cast.at)
    about = cast.registration(channel=Channel.VISIT, respondent_unit_id=cast.units["office"])
    with pytest.raises(UnitBarred):
        matter_register(actor=cast.actor("registrar"), registration=about, at=cast.at)
    assert matter_register(actor=cast.actor("registrar"), registration=given, at=cast.at).is_new


def test_a_letter_received_last_week_has_last_weeks_clocks(cast: Cast) -> None:
    received = cast.at - timedelta(days=7)
    given = cast.registration(channel=Channel.LETTER, received_at=received)
    filed = matter_register(actor=cast.actor("registrar"), registration=given, at=cast.at)
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert {clock.started_at for clock in page.clocks} == {received}


def test_a_batch_is_all_or_nothing(cast: Cast) -> None:
    good, bad = (cast.registration(origin="hotline", external_id="7") for _ in range(2))
    with pytest.raises(IntegrityError):
        matters_register(actor=SEED, filings=[Filing(good), Filing(bad)], at=cast.at)
    assert Matter.objects.count() == 0


def test_the_same_outside_record_never_comes_in_twice(cast: Cast) -> None:
    cast.file(origin="hotline", external_id="7")
    with pytest.raises(IntegrityError):
        cast.file(origin="hotline", external_id="7")
    cast.file(origin="letters", external_id="7")


def test_a_matter_that_was_answered_elsewhere_comes_in_answered(cast: Cast) -> None:
    answer = RecordedAnswer(text="已修复。", at=cast.at - timedelta(days=3))
    given = cast.registration(received_at=cast.at - timedelta(days=20), answer=answer)
    filed = matters_register(actor=SEED, filings=[Filing(given)], at=cast.at)[0]
    page = matter_page_of_petitioner(matter_id=filed.matter_id, at=cast.at)
    assert page.state == State.SERVED
    assert page.reply
    assert page.reply.is_recorded
    assert {clock.code: clock.outcome for clock in page.clocks if clock.stopped_at}["accept"] == "late"
    assert stuck_matters() == []


@pytest.mark.parametrize("text", ["物业", "电梯", "公示", "云水", "梯"])
def test_a_matter_is_found_by_two_characters_or_one(cast: Cast, text: str) -> None:
    filed = cast.file()
    assert [row.number for row in matter_search_for(actor=cast.actor("registrar"), text=text)] == [filed.number]


@pytest.mark.parametrize(
    "text", ["", "'", '"', "物业'; DROP TABLE", "*", "AND OR NOT", "a:b & | ! <->", "(", "\\", "𠀀"]
)
def test_a_search_survives_whatever_is_typed(cast: Cast, text: str) -> None:
    cast.file()
    matter_search_for(actor=cast.actor("registrar"), text=text)


def test_a_petitioner_sees_their_own_matter_only(cast: Cast) -> None:
    mine, other = cast.file(), cast.file()
    actor = WEB.__class__(kind=WEB.kind, key=str(mine.matter_id))
    with pytest.raises(MatterNotFound):
        matter_get_for(actor=actor, matter_id=other.matter_id)
