"""A unit's prefix on its letters (机关代字) and its seal."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.documents.errors import PrefixConflict, PrefixInvalid, SealRefused
from huiyin.documents.models import LetterSeries, StoredFile
from huiyin.documents.rules.letters import NOT_IN_A_PREFIX, PREFIX_LENGTH, default_prefixes
from huiyin.documents.rules.media_types import JPEG, PNG
from huiyin.kernel.actor import Actor
from huiyin.kernel.refs import Ref
from huiyin.kernel.text import clean_line
from huiyin.ledger.services import entry_append
from huiyin.orgs.models import Unit
from huiyin.orgs.permissions import demand_may_arrange

_KIND = "documents.series.set"


def series_of(*, unit_id: int, subject: Ref, actor: str, at: datetime) -> LetterSeries:
    """The unit's series; a unit without one gets its short name as its prefix. Within a transaction.

    `subject` is what the series is begun for: the entry about it says no more than that one's own entries do.
    """
    found = LetterSeries.objects.filter(unit=unit_id).first()
    if found:
        return found
    unit = Unit.objects.get(pk=unit_id)
    for prefix in default_prefixes(unit_id=unit_id, short_name=unit.short_name, name=unit.name):
        try:
            # A savepoint: on PostgreSQL a refused INSERT would end the caller's whole transaction.
            with transaction.atomic():
                series = LetterSeries.objects.create(unit=unit, agency_prefix=prefix)
        except IntegrityError:  # the prefix is another unit's, or the unit was given one just now
            if found := LetterSeries.objects.filter(unit=unit_id).first():
                return found
            continue
        _record(series, subject=subject, before="", actor=actor, at=at)
        return series
    raise PrefixConflict


@transaction.atomic
def series_set(*, unit_id: int, agency_prefix: str, actor: Actor, at: datetime) -> None:
    """Give a unit another prefix; letters that are out keep theirs.

    Raises NotAllowed, PrefixInvalid, PrefixConflict.
    """
    demand_may_arrange(actor)
    plain = clean_line(agency_prefix)
    if not plain or len(plain) > PREFIX_LENGTH or NOT_IN_A_PREFIX.intersection(plain):
        raise PrefixInvalid(limit=PREFIX_LENGTH)
    series = series_of(unit_id=unit_id, subject=_unit(unit_id), actor=actor.ref, at=at)
    before, series.agency_prefix = series.agency_prefix, plain
    if before == plain:
        return
    try:
        with transaction.atomic():
            series.save(force_update=True)
    except IntegrityError as error:
        raise PrefixConflict from error
    _record(series, subject=_unit(unit_id), before=before, actor=actor.ref, at=at)


@transaction.atomic
def seal_set(*, unit_id: int, file_id: UUID | None, actor: Actor, at: datetime) -> None:
    """Put a seal on the unit's letters from now on, or none. Raises NotAllowed, SealRefused."""
    demand_may_arrange(actor)
    file = StoredFile.objects.filter(pk=file_id, media_type__in=[PNG.name, JPEG.name]).first() if file_id else None
    if file_id and file is None:
        raise SealRefused
    series = series_of(unit_id=unit_id, subject=_unit(unit_id), actor=actor.ref, at=at)
    series.seal = file
    series.save(force_update=True)
    _record(series, subject=_unit(unit_id), before=series.agency_prefix, actor=actor.ref, at=at, file=file)


def _record(
    series: LetterSeries, *, subject: Ref, before: str, actor: str, at: datetime, file: StoredFile | None = None
) -> None:
    entry_append(
        kind=_KIND,
        subject=subject,
        at=at,
        actor=actor,
        facts={"before": before, "after": series.agency_prefix, "seal": str(series.seal_id or "")},
        rows=[series, file] if file else [series],
    )


def _unit(unit_id: int) -> Ref:
    return Ref("unit", unit_id)
