"""A rulebook file as whoever writes one wants it examined: everything that is wrong, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from huiyin.clocks.loading import load_books, rule_file_read
from huiyin.clocks.rules.editions import Editions, editions_of
from huiyin.clocks.rules.profiles import Loosening, loosenings
from huiyin.clocks.rules.reading import Reading, rulebook_read
from huiyin.clocks.rules.rulebook import CountsFrom, Rulebook
from huiyin.clocks.rules.table import Fault


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of examining a file: its rulebook, fit for use when there are no faults, and what it stands upon."""

    file: str
    rulebook: Rulebook
    faults: tuple[Fault, ...]
    base: str = ""


def rulebook_examine(path: Path, *, base: Sequence[str] = ()) -> Examined:
    """Everything that is wrong with a file. Raises RulebookInvalid where it, or the base, can't be read.

    A house profile is also held against what it tightens: the rulebooks of `base`, named as in HUIYIN_RULEBOOKS, or
    those of this installation with the same law and without other versions of this very profile. Every combination
    that holds from its first day on counts. An entry that is wrong in itself isn't compared.
    """
    reading = rulebook_read(rule_file_read(path), file=path.name)
    header = reading.rulebook.headers[0]
    wrong = {fault.key.partition(".")[0] for fault in reading.faults}
    # Wrong outside of its lists, it can't be compared as a whole; an entry that is wrong is left out below.
    if not header.tightens or any(not part.endswith("]") for part in wrong):
        return Examined(path.name, reading.rulebook, reading.faults)
    books = load_books(base or settings.HUIYIN_RULEBOOKS, without=path)
    editions = _beneath(books, reading.rulebook)
    if editions is None:
        line, known = reading.lines.of("tightens"), "、".join(dict.fromkeys(book.headers[0].code for book in books))
        fault = Fault(line, "tightens", f"没有“{header.tightens}”这份规则可以对照（有 {known}）；请用 --base 指明")
        return Examined(path.name, reading.rulebook, (fault, *reading.faults))
    holds = _in_force(editions, date.fromisoformat(header.valid_from))
    looser = [
        fault
        for book in holds
        for fault in (*_looser(book, reading), *_without_hours(book, reading))
        if fault.key.partition(".")[0] not in wrong
    ]
    faults = dict.fromkeys([*reading.faults, *looser])
    ordered = sorted(faults, key=lambda fault: (fault.line, fault.key))
    return Examined(path.name, reading.rulebook, tuple(ordered), "、".join(book.ref for book in holds))


def _beneath(books: Sequence[Rulebook], profile: Rulebook) -> Editions | None:
    """The law of the profile with what else stands on it; None when that law isn't among the books."""
    code, law = profile.headers[0].code, profile.headers[0].tightens
    laws = [book for book in books if book.headers[0].code == law]
    others = [book for book in books if book.headers[0].tightens == law and book.headers[0].code != code]
    return editions_of([*laws, *others]) if laws else None


def _in_force(editions: Editions, start: date) -> list[Rulebook]:
    return [editions.on(start), *(book for day, book in editions.changes if day > start)]


def _looser(base: Rulebook, reading: Reading) -> list[Fault]:
    return [
        Fault(reading.lines.of(found.key), found.key, _sentence(found))
        for found in loosenings(base, reading.rulebook)
    ]


def _without_hours(base: Rulebook, reading: Reading) -> list[Fault]:
    """Promises that count from office hours which neither the file nor what it stands upon names."""
    if base.office_hours or reading.rulebook.office_hours:
        return []
    keys = [
        f"clock[{place}].from"
        for place, rule in enumerate(reading.rulebook.clocks, 1)
        if rule.counts_from is CountsFrom.OFFICE_HOURS
    ]
    return [Fault(reading.lines.of(key), key, "没有写上班时间：请加上 [office_hours]") for key in keys]


def _sentence(found: Loosening) -> str:
    return f"放宽了“{found.rule}”：原为 {found.base}，改成了 {found.changed}；内部规则只能更严，不能更宽"
