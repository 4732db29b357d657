"""The rulebooks of this installation, version by version."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext

from huiyin.clocks.loading import planner

When = Literal["past", "now", "coming"]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a rulebook: past, in force or coming on the day asked about; `is_promise`: of the house."""

    code: str
    name: str
    instrument: str
    version: str
    valid_from: date
    is_promise: bool
    when: When


def rulebook_versions(day: date) -> list[VersionView]:
    """All versions, the law before the house, the newest of each first."""
    editions = planner().editions
    in_force = {header.ref for header in editions.on(day).headers}
    views = [
        VersionView(
            code=header.code,
            name=gettext(header.name),
            instrument=gettext(header.instrument),
            version=header.version,
            valid_from=date.fromisoformat(header.valid_from),
            is_promise=bool(header.tightens),
            when=_when(header.ref in in_force, date.fromisoformat(header.valid_from), day),
        )
        for header in (book.headers[0] for book in editions.files)
    ]
    newest_first = sorted(views, key=lambda view: view.valid_from, reverse=True)
    return sorted(newest_first, key=lambda view: (view.is_promise, view.code))


def _when(in_force: bool, valid_from: date, day: date) -> When:
    if in_force:
        return "now"
    return "coming" if valid_from > day else "past"
