"""`huiyin plan-periods`: plan periods with how far they have come, or the matters of one, as an officer sees them."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from django.utils.translation import gettext as _

from huiyin.cli.readiness import demand_ready
from huiyin.cli.tables import Sheet, table_check, table_write
from huiyin.flows.leading_sheets import period_sheets, periods_lines
from huiyin.kernel.actor import UNIT_MANAGERS, Actor, Role
from huiyin.kernel.errors import BadInput, NotAllowed
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.time import now
from huiyin.matters.lists.services import sheet_export_record
from huiyin.matters.plan_period.selectors.page import period_page, periods_for
from huiyin.orgs.selectors import actor_for, officer_by_username

_DAY = click.DateTime(["%Y-%m-%d"])


class PeriodUnknown(BadInput):
    """No period that the officer sees has the name."""

    sentence = "没有叫“%(name)s”的集中攻坚期，请写全名。"


class PeriodAmbiguous(BadInput):
    """Several have it."""

    sentence = "有 %(count)s 个集中攻坚期叫“%(name)s”，请写编号：%(ids)s。"


@click.group("plan-periods")
def plan_periods() -> None:
    """集中攻坚期：导出各期，或者一期的逐件。 Plan periods: all of them, or the matters of one."""


@plan_periods.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="以谁的名义，写登录名。 The officer who acts.")
@click.option("--period", "name", help="哪一期的逐件，写全名；不写是各期的汇总。 The matters of this one.")
@click.option("--week", type=_DAY, help="哪一周，写应填的那一天；不写是本周。 The due day of the week.")
def plan_periods_export(file: Path, username: str, name: str | None, week: datetime | None) -> None:
    """导出集中攻坚期（XLSX 或 CSV）。 Write plan periods into a spreadsheet or a CSV."""
    demand_ready()
    actor, at = actor_for(officer_id=officer_by_username(username=username).id), now()
    if not actor.holds(*UNIT_MANAGERS, Role.HANDLER):
        raise NotAllowed
    table_check(file)
    if name is None:
        found = [period_page(actor=actor, period_id=row.id, at=at) for row in periods_for(actor=actor, at=at)]
        table_write(file, [(_("集中攻坚"), list(periods_lines(found)))])
        click.echo(f"{len(found):,} 个集中攻坚期写入 {file}。")
        return
    day = week.date() if week else None
    page = period_page(actor=actor, period_id=_period(actor, name, at), week=day, at=at)
    sheets: list[Sheet] = [*period_sheets(page)]
    # Before the file is there: what has left is in the ledger.
    sheet_export_record(actor=actor, sheet="plan_period", lines=len(page.rows), at=at)
    table_write(file, sheets)
    click.echo(f"{len(page.rows):,} 件写入 {file}。已化解 {page.tally.done:,}，化解率 {page.tally.rate or '—'}。")


def _period(actor: Actor, name: str, at: datetime) -> UUID:
    """By its name, or its id where several have that name."""
    found = [row for row in periods_for(actor=actor, at=at) if name.strip() in {row.name, str(row.id)}]
    if not found:
        period_id = parse_uuid(name)
        if period_id is None:
            raise PeriodUnknown(name=name)
        return period_id
    if len(found) > 1:
        raise PeriodAmbiguous(name=name, count=len(found), ids="、".join(str(row.id) for row in found))
    return found[0].id
