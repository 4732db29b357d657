"""Trying a workbook and writing it. Both are one thing, of which trying takes everything back at the end.

So the check says just what the services say: a permission, a second person, a name that is taken, a rule about units
that stand apart. Nothing is judged twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huiyin.flows.accounts import reset_start
from huiyin.flows.officer_away import away_round
from huiyin.flows.organisation.coded import areas_written, categories_written
from huiyin.flows.organisation.columns import BookSheet
from huiyin.flows.organisation.competence import competence_written
from huiyin.flows.organisation.errors import CheckOutdated
from huiyin.flows.organisation.known import known_now
from huiyin.flows.organisation.officers import officers_written
from huiyin.flows.organisation.posts import PostRows
from huiyin.flows.organisation.reading import BookTable, OrganisationBook
from huiyin.flows.organisation.results import Account, OrganisationReport, SheetResult
from huiyin.flows.organisation.rows import Writing, sheet_failed
from huiyin.flows.organisation.units import UnitRows
from huiyin.kernel.actor import Actor
from huiyin.kernel.errors import NotAllowed
from huiyin.orgs.grant_rules import ResetWay
from huiyin.orgs.permissions import demand_may_arrange
from huiyin.orgs.selectors import OfficerView
from huiyin.orgs.selectors.grants import is_being_set_up
from huiyin.orgs.selectors.officers import officers_without_password
from huiyin.orgs.services import organisation_lock

# In the order of `BookSheet`: each names only what those before it have made.
_WRITTEN: Mapping[BookSheet, Callable[[Writing, BookTable], SheetResult]] = {
    BookSheet.AREAS: areas_written,
    BookSheet.UNITS: lambda writing, table: UnitRows(writing, table).written(),
    BookSheet.CATEGORIES: categories_written,
    BookSheet.COMPETENCE: competence_written,
    BookSheet.OFFICERS: officers_written,
    BookSheet.POSTS: lambda writing, table: PostRows(writing, table).written(),
}


def organisation_check(*, book: OrganisationBook, actor: Actor, at: datetime) -> OrganisationReport:
    """What the workbook would change, row by row; nothing is written. Raises NotAllowed."""
    with transaction.atomic():
        writing = _begin(actor, at)
        report = _written(book, writing)
        transaction.set_rollback(True)
    return report


def organisation_import(*, book: OrganisationBook, digest: str, actor: Actor, at: datetime) -> OrganisationReport:
    """Write the whole workbook, if that comes to what was checked; `digest` is that of the report that was read.

    The new accounts have a way to a password each. Raises NotAllowed, CheckOutdated (something is wrong, or comes out
    otherwise by now; nothing was written then).
    """
    with transaction.atomic():
        writing = _begin(actor, at)
        report = _written(book, writing)
        if report.is_wrong or report.digest != digest:
            raise CheckOutdated
        accounts = _accounts(writing)
    # As with a single post: what its holder before had by it goes back, apart from who holds it now.
    away_round(at=at)
    return replace(report, accounts=accounts)


def organisation_import_at_once(*, book: OrganisationBook, actor: Actor, at: datetime) -> OrganisationReport:
    """Write the whole workbook for whoever doesn't read the check first: half the work.

    Where something is wrong nothing is written, and the report says what (`is_wrong`). Raises NotAllowed.
    """
    with transaction.atomic():
        writing = _begin(actor, at)
        report = _written(book, writing)
        if report.is_wrong:
            transaction.set_rollback(True)
            return report
        accounts = _accounts(writing)
    away_round(at=at)
    return replace(report, accounts=accounts)


def codes_renew(*, actor: Actor, at: datetime) -> tuple[Account, ...]:
    """Codes for all who have never set a password, in the place of those that got lost; the former hold no more.

    While the installation is being set up alone: later nobody gets the codes of others. Raises NotAllowed.
    """
    demand_may_arrange(actor)
    if not is_being_set_up():
        raise NotAllowed
    with transaction.atomic():
        return tuple(
            _started(officer, actor, at) for officer in officers_without_password() if officer.id != actor.officer_id
        )


def _begin(actor: Actor, at: datetime) -> Writing:
    # Before anything is read: of two at once the second sees what the first has written.
    organisation_lock(actor=actor)
    return Writing(actor, at, known_now())


def _written(book: OrganisationBook, writing: Writing) -> OrganisationReport:
    tables = {table.sheet: table for table in book.tables}
    return OrganisationReport(
        tuple(
            sheet_failed(tables[sheet]) if tables[sheet].problem else write(writing, tables[sheet])
            for sheet, write in _WRITTEN.items()
            if sheet in tables
        ),
        book.sha256,
    )


def _accounts(writing: Writing) -> tuple[Account, ...]:
    """Behind the posts, as who hands a code over goes by them."""
    return tuple(_started(officer, writing.actor, writing.at) for officer in writing.opened)


def _started(officer: OfficerView, actor: Actor, at: datetime) -> Account:
    way = ResetWay.MAIL if officer.email else ResetWay.CODE
    started = reset_start(officer_id=officer.id, way=way, actor=actor, at=at)
    return Account(officer.username, officer.display_name, started.code, started.way is ResetWay.MAIL)
