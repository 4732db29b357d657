"""`huiyin instructions`: what those above want to be told, with the rate of reports in time, as officers see it."""

from datetime import datetime
from pathlib import Path

import click
from django.utils.translation import gettext as _

from huiyin.cli.readiness import demand_ready
from huiyin.cli.tables import table_check, table_write
from huiyin.flows.report_rate import instruction_lines, rate_rows
from huiyin.kernel.actor import UNIT_MANAGERS, Role
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.time import now, office_day
from huiyin.matters.instruction.selectors.lists import report_counts, reports_due, total_of
from huiyin.matters.lists.services import sheet_export_record
from huiyin.orgs.selectors import actor_for, officer_by_username

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def instructions() -> None:
    """上级交办：导出逐件和报结率。 Instructions from above: each of them, and the rate of reports in time."""


@instructions.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="以谁的名义，写登录名。 The officer who acts.")
@click.option("--from", "first", type=_DAY, help="上报期限从哪一天起，不写是本月一日。 The first due day.")
@click.option("--until", "last", type=_DAY, help="到哪一天，不写是今天。 The last due day.")
@click.option("--by-unit", is_flag=True, help="CSV 里写各单位的报结率，不写逐件。 In a CSV the rate by unit.")
def instructions_export(
    file: Path, username: str, first: datetime | None, last: datetime | None, by_unit: bool
) -> None:
    """导出这些天到期的上级交办：逐件和报结率，CSV 只有一张。 Write instructions that were due on these days."""
    demand_ready()
    actor, at = actor_for(officer_id=officer_by_username(username=username).id), now()
    if not actor.holds(*UNIT_MANAGERS, Role.HANDLER):
        raise NotAllowed
    table_check(file)
    until = last.date() if last else office_day(at)
    since = first.date() if first else until.replace(day=1)
    rows = reports_due(actor=actor, since=since, until=until, at=at)
    units = report_counts(actor=actor, since=since, until=until, at=at)
    sheets = [(_("逐件"), list(instruction_lines(rows))), (_("报结率"), list(rate_rows(units)))]
    # Before the file is there: what has left is in the ledger.
    sheet_export_record(actor=actor, sheet="instructions", lines=len(rows), at=at)
    table_write(file, sheets[::-1] if by_unit else sheets)
    total = total_of(units)
    click.echo(
        f"{len(rows):,} 次交办写入 {file}。应报结 {total.due:,}，按时 {total.in_time:,}，逾期报结 {total.late:,}，"
        f"到期未报 {total.missing:,}，没到期 {total.ahead:,}，报结率 {total.rate or '—'}。"
    )
