"""`huiyin import`: a file of another system, with a bar while it runs and a table at its end."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from huiyin.cli.import_report import sample_lines, understood, unknown_categories_write
from huiyin.cli.readiness import demand_ready
from huiyin.flows.import_file import ImportOrder, ImportReport, import_file, import_rehearse
from huiyin.intake.importing.errors import MapInvalid
from huiyin.intake.importing.mapping import ImportMap, map_parse
from huiyin.intake.importing.rejects import rejects_path
from huiyin.kernel.errors import NotReady
from huiyin.kernel.time import now
from huiyin.orgs.selectors import reception_unit, unit_by_name

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class ReceivingUnitMissing(NotReady):
    """There is no unit that matters could go to."""

    sentence = "还没有接收事项的信访部门：请用 --unit 写明单位，或先建立单位。"


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--map", "map_path", required=True, type=_FILE, help="映射文件（TOML）。 The map.")
@click.option("--dry-run", is_flag=True, help="只检查，不写入。 Check everything, write nothing.")
@click.option("--limit", type=click.IntRange(1), help="最多读多少行。 Stop after so many rows.")
@click.option("--unit", default="", help="接收单位的名称。 The unit that receives them; else the petition office.")
@click.option(
    "--rejected", type=click.Path(dir_okay=False, path_type=Path),
    help="被拒的行写到哪里。 Where bad rows go; else FILE.rejected.csv beside the file; never overwritten.",
)  # fmt: skip
def import_command(
    file: Path, map_path: Path, dry_run: bool, limit: int | None, unit: str, rejected: Path | None
) -> None:
    """导入 CSV、XLSX 或 JSON；随时可以中断，再运行一次会接着来，同一行不会重复。 Import a CSV, XLSX or JSON file."""
    demand_ready()
    plan = _plan(map_path)
    order = ImportOrder(
        path=file,
        plan=plan,
        unit_id=_unit(unit or plan.constants.get("unit", "")),
        rejected_path=rejected or rejects_path(file, kind="dry-run.rejected" if dry_run else "rejected"),
        limit=limit,
    )
    _show(_run(order, rehearse=dry_run), order, dry_run=dry_run)


def _plan(path: Path) -> ImportMap:
    try:
        return map_parse(path.read_text(encoding="utf-8"), file=path.name)
    except UnicodeDecodeError as error:
        raise MapInvalid(file=path.name, key="-", reason="不是 UTF-8 编码") from error


def _unit(name: str) -> int:
    if not name:
        office = reception_unit()
        if office is None:
            raise ReceivingUnitMissing
        return office
    return unit_by_name(text=name).id


def _run(order: ImportOrder, *, rehearse: bool) -> ImportReport:
    columns = (
        TextColumn(order.path.name), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0, said="")

        def show_progress(report: ImportReport) -> None:
            line = f"{report.read:,} 行，每秒 {_rate(report):,.0f}，被拒 {report.rejected:,}"
            progress.update(task, completed=report.done, said=line)

        act = import_rehearse if rehearse else import_file
        return act(order=order, at=now(), progress=show_progress)


def _show(report: ImportReport, order: ImportOrder, *, dry_run: bool) -> None:
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    lines = report.lines
    for name, count in (
        ("读到", report.read),
        ("可以导入" if dry_run else "已导入", report.imported),
        ("其中按已办结", report.closed),
        ("以前已导入，或在文件里重复", report.already_there),
        ("被拒", report.rejected),
        ("文件里的行数", lines.total),
        ("　表头和上面的", lines.above),
        ("　空行", lines.blank),
        ("　单元格里的换行", lines.within),
    ):
        table.add_row(name, f"{count:,}")
    table.add_row("用时", f"{report.seconds:.1f} 秒，每秒 {_rate(report):,.0f} 行")
    Console().print(table)
    if report.facts:
        click.echo(understood(report.facts))
    if dry_run and report.sample:
        click.echo(
            "第一行读成：" + "；".join(f"{name} {text}" for name, text in sample_lines(report.sample, order.plan))
        )
    if report.rejected_path:
        click.echo(f"被拒的行和原因在 {report.rejected_path}，改好后用同一个映射再导入这个文件即可。")
    if report.unknown_categories:
        path = unknown_categories_write(order.path, report.unknown_categories)
        click.echo(
            f"有 {len(report.unknown_categories):,} 个分类在本系统里没有，事项没有分类，名称和行数都在 {path}。"
        )


def _rate(report: ImportReport) -> float:
    return report.read / report.seconds if report.seconds else 0.0
