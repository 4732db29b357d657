"""A telephone number that looks like a slip is asked about once; sent again it is taken as it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import ngettext

from huiyin.intake.rules.guesses import phone_to_look_at
from huiyin.kernel.text import tidy_phone
from huiyin.web.forms import PlainForm

# So many numbers are remembered as asked about: more than any page has fields for.
_REMEMBERED = 10


@dataclass(frozen=True, slots=True)
class PhoneQuestions:
    """The question beside each field; `asked`: the numbers that were asked about by now, for the next time."""

    sentences: Mapping[str, str]
    asked: str


def phones_to_ask(phones: Mapping[str, str], *, asked: str) -> PhoneQuestions | None:
    """What is to be asked about the numbers of these fields; None where there is nothing left to ask."""
    before = asked.split()
    slips = {
        field: digits
        for field, phone in phones.items()
        if phone_to_look_at(phone) and (digits := _digits(phone)) not in before
    }
    if not slips:
        return None
    remembered = [*dict.fromkeys((*before, *slips.values()))][-_REMEMBERED:]
    return PhoneQuestions({field: _question(digits) for field, digits in slips.items()}, " ".join(remembered))


class PhoneAskingForm(PlainForm):
    """A form that keeps nothing between two presses: what was asked about goes along in the page."""

    # The fields that are asked about.
    phones: ClassVar[tuple[str, ...]] = ("phone",)

    phone_asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def full_clean(self) -> None:
        """After everything else: a number that is asked about isn't a number that is missing."""
        super().full_clean()
        if not self.is_bound:
            return
        asked = str(self.cleaned_data.pop("phone_asked", ""))
        given = {name: str(self.cleaned_data.get(name) or "") for name in self.phones}
        found = phones_to_ask(given, asked=asked)
        if found is None:
            return
        for name, sentence in found.sentences.items():
            self.add_error(name, sentence)
        # A copy: the data of a request can't be changed.
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("phone_asked")] = found.asked
        self.data = data


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", tidy_phone(phone))


def _question(digits: str) -> str:
    count = len(digits)
    return ngettext(
        "这个号码是 %(count)d 位，手机号是 11 位。再看一眼？没有写错就再按一次。",
        "这个号码是 %(count)d 位，手机号是 11 位。再看一眼？没有写错就再按一次。",
        count,
    ) % {"count": count}
