"""Reading letters. Who may read one is decided by the matter it is about, before this is called."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from huiyin.documents.letters import LetterContent, content_read
from huiyin.documents.models import Letter, LetterSeries
from huiyin.documents.rules.layouts import LAYOUT_LABELS, LayoutChoice
from huiyin.documents.rules.letters import (
    COPIED_TO_PETITIONER,
    TO_PETITIONER,
    check_mark,
    default_prefixes,
    is_nearly,
    mark_as_typed,
    number_as_typed,
)
from huiyin.kernel.errors import NotThere
from huiyin.orgs.models import Unit

_MARK = re.compile(r"[0-9a-f]{16}")
# Letters with the very same words on one day have one mark.
_SAME_MARK_MOST = 50


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter as lists show it; `mark` is what its check page asks for."""

    id: UUID
    code: str
    number: str
    title: str
    issued_at: datetime
    sha256: str
    is_public: bool

    @property
    def mark(self) -> str:
        """The check mark as it stands on the paper."""
        return check_mark(self.sha256)


@dataclass(frozen=True, slots=True)
class Genuine:
    """A letter that the house has issued, as whoever holds it may learn: no word of what it says."""

    number: str
    unit: str
    issued_at: datetime
    # The mark is right, and the number that was typed is this one but for a slip or two.
    is_nearly: bool = False


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A unit with its prefix on letters, "" while it hasn't written one."""

    unit_id: int
    unit: str
    agency_prefix: str
    has_seal: bool
    choice: LayoutChoice = field(default_factory=LayoutChoice)

    @property
    def layout_labels(self) -> list[str]:
        """The layouts that its letters have, the one for most of them first, in the reader's language."""
        layouts = dict.fromkeys((self.choice.layout, *self.choice.by_code.values()))
        return [gettext(LAYOUT_LABELS[layout]) for layout in layouts]


def letters_of(*, subject: str) -> list[LetterView]:
    """All letters about a subject, in the order in which they were issued."""
    found = Letter.objects.filter(subject=subject).order_by("issued_at", "id").defer("content")
    return [_view(letter) for letter in found]


def letter_content(*, letter_id: UUID) -> LetterContent:
    """What stands in a letter. Raises Letter.DoesNotExist."""
    return content_read(Letter.objects.values_list("content", flat=True).get(pk=letter_id))


def letter_check(*, number: str, mark: str) -> Genuine | None:
    """Whether the house has issued a letter with this number whose content has this hash; None if not.

    The letter is looked for by the mark, which nobody can guess; a number with a slip in it is told apart from none.
    """
    typed, wanted = mark_as_typed(mark), number_as_typed(number)[:80]
    if not _MARK.fullmatch(typed):
        return None
    # A range, which the index serves on both databases: "g" follows the last hex digit.
    found = Letter.objects.filter(sha256__gte=typed, sha256__lt=f"{typed}g").select_related("unit").defer("content")
    known = {number_as_typed(letter.number): letter for letter in found[:_SAME_MARK_MOST]}
    letter = known.get(wanted) or next(
        (candidate for tidy, candidate in known.items() if is_nearly(wanted, tidy)), None
    )
    # A number of another letter isn't a slip: somebody has put the mark of this one on that.
    if letter is None or (wanted not in known and Letter.objects.filter(number=wanted).exists()):
        return None
    return Genuine(letter.number, letter.unit.name, letter.issued_at, is_nearly=wanted not in known)


def series_views() -> list[SeriesView]:
    """All units that are there with their prefixes, in the order of the tree.

    A unit without one has the prefix that it will get: whether it has issued a letter yet isn't for this page.
    """
    known = {series.pk: series for series in LetterSeries.objects.all()}
    used = {series.agency_prefix for series in known.values()}
    units = Unit.objects.filter(is_active=True).order_by("path")
    return [_series(unit, known.get(unit.pk), used) for unit in units]


def series_view(*, unit_id: int) -> SeriesView:
    """One of them. One statement where the unit has a prefix of its own. Raises NotThere."""
    units = Unit.objects.filter(pk=unit_id, is_active=True)
    # By the units: asked for an id of very many digits, a foreign key fails in the database, a key finds nothing.
    series = LetterSeries.objects.filter(unit__in=units).select_related("unit").first()
    if series is not None:
        return _series(series.unit, series, ())
    unit = units.first()
    if unit is None:
        raise NotThere
    used = LetterSeries.objects.filter(agency_prefix__in=list(_prefixes(unit)))
    return _series(unit, None, set(used.values_list("agency_prefix", flat=True)))


def series_begun() -> dict[int, bool]:
    """The units whose prefix on letters is settled, by id: whether a stamp is printed as well."""
    return {unit_id: seal_id is not None for unit_id, seal_id in LetterSeries.objects.values_list("pk", "seal_id")}


def _series(unit: Unit, series: LetterSeries | None, used: Collection[str]) -> SeriesView:
    free = (prefix for prefix in _prefixes(unit) if prefix not in used)
    return SeriesView(
        unit_id=unit.pk,
        unit=unit.name,
        agency_prefix=series.agency_prefix if series else next(free, ""),
        has_seal=bool(series and series.seal_id),
        choice=series.choice if series else LayoutChoice(),
    )


def _prefixes(unit: Unit) -> Iterator[str]:
    return default_prefixes(unit_id=unit.pk, short_name=unit.short_name, name=unit.name)


def _view(letter: Letter) -> LetterView:
    return LetterView(
        id=letter.pk,
        code=letter.code,
        number=letter.number,
        title=letter.title,
        issued_at=letter.issued_at,
        sha256=letter.sha256,
        is_public=letter.code in TO_PETITIONER | COPIED_TO_PETITIONER,
    )
