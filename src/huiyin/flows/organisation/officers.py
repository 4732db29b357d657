"""The sheet of officers: a row is known by the name for signing in. Nobody gets a password from it."""

from dataclasses import replace

from django.utils.translation import gettext

from huiyin.flows.accounts import officer_correct
from huiyin.flows.organisation.cells import cell_needed, kept_if_same, same_key
from huiyin.flows.organisation.columns import BookSheet
from huiyin.flows.organisation.errors import OfficerShut
from huiyin.flows.organisation.reading import BookRow, BookTable
from huiyin.flows.organisation.results import RowOutcome, RowState, SheetResult
from huiyin.flows.organisation.rows import ChangeList, Writing, check_once, sheet_written
from huiyin.orgs.consequences import of_officer_renamed
from huiyin.orgs.grant_rules import ADDRESS_WAITS
from huiyin.orgs.selectors import OfficerView, officer_view
from huiyin.orgs.selectors.resets import address_change_of
from huiyin.orgs.services import OfficerFacts, OfficerPlan, officer_create


def officers_written(writing: Writing, table: BookTable) -> SheetResult:
    """Accounts that are new, people who are called or reached otherwise."""
    known, actor, at = writing.known, writing.actor, writing.at
    seen: dict[object, int] = {}

    def handle(row: BookRow) -> RowOutcome:
        username = cell_needed(BookSheet.OFFICERS, "username", row.get("username"))
        name = cell_needed(BookSheet.OFFICERS, "display_name", row.get("display_name"))
        check_once(seen, same_key(username), row)
        officer = known.officers.get(same_key(username))
        if officer is not None:
            return _changed(writing, table, row, officer)
        plan = OfficerPlan(username, name, email=row.get("email"), phone=row.get("phone"))
        made = officer_create(plan=plan, actor=actor, at=at)
        view = OfficerView.of(made)
        known.officers[same_key(view.username)] = view
        writing.opened.append(view)
        return RowOutcome(RowState.NEW)

    return sheet_written(table, handle, order=table.rows, name=row_name, failed=known.failed_officers)


def _changed(writing: Writing, table: BookTable, row: BookRow, officer: OfficerView) -> RowOutcome:
    if not officer.is_active:
        raise OfficerShut(name=officer.username)
    changes = ChangeList(table)
    before = OfficerFacts(officer.display_name, officer.email, officer.phone)
    given = {
        column: kept_if_same(getattr(before, column), row.get(column))
        for column in ("display_name", "email", "phone")
        if changes.has(column)
    }
    facts = replace(before, **given)
    notes: tuple[str, ...] = ()
    if facts.email != before.email:
        waiting = address_change_of(officer_id=officer.id)
        # Proposed by an import before: proposing it again would begin its week anew.
        if waiting is not None and same_key(waiting.email) == same_key(facts.email):
            facts = OfficerFacts(facts.display_name, before.email, facts.phone)
            notes = (gettext("新邮箱 %(email)s 还在等本人确认。") % {"email": waiting.email},)
    for column in ("display_name", "email", "phone"):
        changes.add(column, getattr(before, column), getattr(facts, column))
    if not changes.found:
        return RowOutcome(RowState.SAME, notes=notes)
    if not officer_correct(officer_id=officer.id, facts=facts, actor=writing.actor, at=writing.at):
        note = gettext("新邮箱过 %(days)s 天生效，本人可以马上确认；以前的邮箱会收到通知。")
        notes = (note % {"days": ADDRESS_WAITS.days},)
    writing.known.officers[same_key(officer.username)] = officer_view(officer_id=officer.id)
    asks = tuple(of_officer_renamed(before.display_name, facts.display_name))
    return RowOutcome(RowState.CHANGED, tuple(changes.found), notes, asks)


def row_name(row: BookRow) -> str:
    """What a row is about."""
    return " ".join(filter(None, (row.get("username"), row.get("display_name"))))
