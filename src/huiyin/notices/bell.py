"""Reading what the bell at the desk shows an officer: the notices to them, and how far they have looked.

The notices are those of the outbox, which stay for good; the bell shows the last of them. Ungated: whether a matter
may still be seen is asked above (`flows/bell.py`), before anything is shown or counted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from huiyin.kernel.ids import format_matter_number
from huiyin.notices.models import Bell, Notice
from huiyin.notices.rules import address_path
from huiyin.notices.templates import DIGEST, TEMPLATES

# What is older stands in no bell any more.
BELL_KEPT = timedelta(days=90)
# So many that were opened one by one are known; whoever opens more of them has the oldest shown as new again.
OPENED_MOST = 100
# A digest says again what stands here already, and a link that sets a password is worth something by mail alone.
_BY_MAIL_ALONE = sorted({DIGEST, *(code for code, template in TEMPLATES.items() if template.secret)})
_PLACE = re.compile(r"(\d{1,11}\.\d{6})~([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class BellPlace:
    """Where a page of the bell ended."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.at.timestamp():.6f}~{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> "BellPlace | None":
        """None for whatever is no place."""
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        return cls(datetime.fromtimestamp(float(found[1]), UTC), UUID(found[2]))


@dataclass(frozen=True, slots=True)
class BellNotice:
    """One notice in the reader's language; `path` leads to what it is about, `number` is "" for no matter."""

    id: UUID
    at: datetime
    sentence: str
    number: str
    path: str
    is_new: bool

    @property
    def place(self) -> BellPlace:
        """Where it stands."""
        return BellPlace(self.at, self.id)


def bell_notices(*, officer_id: int, at: datetime, after: BellPlace | None = None, limit: int) -> list[BellNotice]:
    """The newest notices to an officer, or those behind a place. Two statements."""
    known = Bell.objects.filter(pk=officer_id).first()
    rows = _notices_to(officer_id).filter(created_at__gt=at - BELL_KEPT).order_by("-created_at", "-id")
    if after is not None:
        rows = rows.filter(Q(created_at__lt=after.at) | Q(created_at=after.at, id__lt=after.id))
    return [_view(row, known) for row in rows[:limit]]


def bell_notice(*, officer_id: int, notice_id: UUID, at: datetime) -> BellNotice | None:
    """One of them; None for a notice to somebody else, as for one that isn't there."""
    row = _notices_to(officer_id).filter(pk=notice_id, created_at__gt=at - BELL_KEPT).first()
    return _view(row, None) if row else None


def newest_to(officer_id: int) -> "QuerySet[Notice, Any]":
    """When the newest notice to an officer was made, for a statement that asks more than that."""
    return _notices_to(officer_id).order_by("-created_at").values_list("created_at")


def bell_state(officer_id: int) -> "QuerySet[Bell, Any]":
    """How often the officer has looked through or opened something, for a statement that asks more than that."""
    return Bell.objects.filter(pk=officer_id).values_list("turns")


def _notices_to(officer_id: int) -> "QuerySet[Notice]":
    return Notice.objects.filter(officer_id=officer_id).exclude(template__in=_BY_MAIL_ALONE)


def _view(row: Notice, known: Bell | None) -> BellNotice:
    return BellNotice(
        id=row.pk,
        at=row.created_at,
        sentence=_sentence(row),
        number=row.params.get("number", ""),
        path=address_path(TEMPLATES[row.template], row.params),
        is_new=known is None or not known.has_seen(row.pk, row.created_at),
    )


def _sentence(row: Notice) -> str:
    values = dict(row.params)
    if "number" in values:
        values["number"] = format_matter_number(values["number"])
    if "due_on" in values:
        values["due_on"] = date_format(date.fromisoformat(values["due_on"]), "DATE_FORMAT")
    return gettext(TEMPLATES[row.template].subject) % values


def opened_of(rows: Iterable[str], notice_id: UUID) -> list[str]:
    """The ids of opened notices with this one among them, the latest last, no more than are kept."""
    return [*(known for known in rows if known != notice_id.hex), notice_id.hex][-OPENED_MOST:]
