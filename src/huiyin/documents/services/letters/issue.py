"""Issue a letter: take its number and write down what stands in it, in the transaction of the step that owes it."""

import dataclasses
from datetime import datetime

from django.db import connection
from django.db.models import F

from huiyin.documents.letters import LetterContent, content_text
from huiyin.documents.models import Letter, LetterCounter
from huiyin.documents.rules.letters import NUMBERED, LetterCode, content_hash, letter_number, series_mark
from huiyin.documents.services.letters.series import series_of
from huiyin.kernel.ids import new_id
from huiyin.kernel.refs import Ref


class LetterOutsideTransaction(RuntimeError):
    """A number taken without the step it belongs to would be a gap if the step failed."""


def letter_issue(*, content: LetterContent, subject: Ref, unit_id: int, actor: str, at: datetime) -> Letter:
    """Number a letter of the unit and keep its content; the caller puts the row into its own ledger entry.

    `actor` is an Actor's ref. The counter's row stays locked until the transaction ends: a step that fails gives its
    number back, and no number is given twice. The unit's layout of this moment is fixed with it. Call it last in a
    step. Nothing is printed here: `letter_print` makes the PDF later, from what is kept. Raises
    LetterOutsideTransaction; ValueError for a letter without numbers.
    """
    if not connection.in_atomic_block:
        raise LetterOutsideTransaction
    code = LetterCode(content.code)
    if code not in NUMBERED:
        raise ValueError(content.code)
    series = series_of(unit_id=unit_id, subject=subject, actor=actor, at=at)
    word, year = f"{series.agency_prefix}{series_mark(code)}", content.issued_on.year
    serial = _take_number(word, year)
    number = letter_number(word=word, year=year, serial=serial)
    seal = str(series.seal_id) if series.seal_id else ""
    choice = series.choice
    text = content_text(
        dataclasses.replace(
            content,
            number=number,
            seal="" if choice.stamped_by_server else seal,
            layout=choice.layout_of(code),
            stamp_mm=choice.stamp_mm,
            two_sided=choice.two_sided,
            stamped_by_server=choice.stamped_by_server,
        )
    )
    return Letter.objects.create(
        id=new_id(),
        subject=subject,
        code=code,
        unit_id=unit_id,
        word=word,
        year=year,
        serial=serial,
        number=number,
        title=content.title,
        content=text,
        sha256=content_hash(text),
        issued_at=at,
        actor=actor,
    )


def _take_number(word: str, year: int) -> int:
    """The next number. The UPDATE waits for whoever is numbering in the same series."""
    counter = LetterCounter.objects.filter(word=word, year=year)
    if not counter.update(last=F("last") + 1):
        # Another step may begin the same series at this moment: then its row is the one to count in.
        LetterCounter.objects.bulk_create([LetterCounter(word=word, year=year)], ignore_conflicts=True)
        counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()
