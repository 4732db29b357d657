"""`huiyin returns`: returns of a scheme into a file, and from a file that was filled in."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from huiyin.cli.readiness import demand_ready
from huiyin.cli.refusals import say_refused
from huiyin.cli.tables import is_spreadsheet, table_check
from huiyin.flows.return_import import returns_import
from huiyin.flows.return_sheets import rollup_workbook_write, slot_heading, slot_rows
from huiyin.kernel.actor import system
from huiyin.kernel.cells import csv_write
from huiyin.kernel.errors import BadInput
from huiyin.kernel.ids import parse_uuid
from huiyin.kernel.time import now
from huiyin.returns.selectors import RollUp, roll_up, schemes_named

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
_ACTOR = system("returns")


class SchemeUnknown(BadInput):
    """No scheme has the name."""

    sentence = "没有叫“%(name)s”的报告制度，请写全名。"


class SchemeAmbiguous(BadInput):
    """Several have it."""

    sentence = "有 %(count)s 项报告制度叫“%(name)s”，请写编号：%(ids)s。"


@click.group()
def returns() -> None:
    """报告。 What units report again and again."""


@returns.command("export")
@click.argument("scheme")
@click.option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="写到哪里，.xlsx 或 .csv。 Where to.")  # fmt: skip
@click.option("--from", "first", type=_DAY, help="应报时间从哪一天起。 The first due day.")
@click.option("--until", "last", type=_DAY, help="到哪一天。 The last due day; without both the newest slot.")
def returns_export(scheme: str, file: Path, first: datetime | None, last: datetime | None) -> None:
    """导出一项报告制度的各期：各单位一行。 Write the returns of a scheme into a spreadsheet or a CSV."""
    demand_ready()
    table_check(file)
    at = now()
    found = roll_up(
        actor=_ACTOR,
        scheme_id=_scheme(scheme, at),
        first=first.date() if first else None,
        last=last.date() if last else None,
        at=at,
    )
    _write(found, file)
    total = found.total
    click.echo(
        f"{found.scheme}：应报 {total.due:,}，按时 {total.in_time:,}，迟报 {total.late:,}，未报 {total.missing:,}，"
        f"写到 {file}。"
    )


@returns.command("import")
@click.argument("file", type=_FILE)
@click.option("--scheme", required=True, help="哪一项报告制度，写全名。 The scheme's name.")
@click.pass_context
def returns_import_command(ctx: click.Context, file: Path, scheme: str) -> None:
    """把填好的表记进各期；可以再运行一次，同一行不会重复。 Write down returns from a file, nothing twice."""
    demand_ready()
    at = now()
    report = returns_import(actor=_ACTOR, scheme_id=_scheme(scheme, at), path=file, at=at)
    click.echo(
        f"记下 {report.recorded:,} 行，以前已报 {report.already_there:,} 行，没有内容 {report.empty:,} 行，"
        f"没有记的 {len(report.refused):,} 行。"
    )
    say_refused(report.refused)
    if report.refused:
        ctx.exit(1)


def _scheme(name: str, at: datetime) -> UUID:
    """By its name, or its id where several have that name."""
    scheme_id = parse_uuid(name)
    if scheme_id is not None:
        return scheme_id
    found = schemes_named(actor=_ACTOR, name=name.strip(), at=at)
    if not found:
        raise SchemeUnknown(name=name)
    if len(found) > 1:
        raise SchemeAmbiguous(name=name, count=len(found), ids="、".join(str(scheme.id) for scheme in found))
    return found[0].id


def _write(found: RollUp, file: Path) -> None:
    if is_spreadsheet(file):
        # Only a new file: it may have come since it was looked for, and is never written over.
        with file.open("xb") as book:
            rollup_workbook_write(found=found, target=book)
        return
    # With the mark by which spreadsheets know the encoding.
    with file.open("x", encoding="utf-8-sig", newline="") as text:
        csv_write(text, [slot_heading(found), *slot_rows(found)])
