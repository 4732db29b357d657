"""Backups: made, listed, tried out, restored; and the pair of keys that they are encrypted with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from rich.console import Console

from huiyin.backup.create import BackupReport, backup_create
from huiyin.backup.encryption import identities_in, identity_create
from huiyin.backup.errors import BackupFolderRequired
from huiyin.backup.folder import BackupFolder, BackupSummary
from huiyin.backup.layout import Verification
from huiyin.backup.restore import backup_restore
from huiyin.backup.verify import backup_verify
from huiyin.cli.readiness import demand_ready
from huiyin.cli.settings import SETTINGS, shown
from huiyin.kernel.errors import Conflict
from huiyin.kernel.time import OFFICE_ZONE, now

_SHOWN = 20
_STAGES = {"files": "文件", "database": "数据库", "migrate": "更新数据库", "verify": "核对台账"}

_name = click.argument("name", default="")
_from = click.option(
    "--from", "folder", type=click.Path(file_okay=False, path_type=Path),
    help="备份在哪个文件夹；默认是 HUIYIN_BACKUP。 Where the backups are.",
)  # fmt: skip
_identity = click.option(
    "--identity", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="私钥文件。 The file with the secret key.",
)  # fmt: skip


class KeyFileConflict(Conflict):
    """A secret key is never written over another one."""

    sentence = "%(file)s 已经有了，没有动它。请换一个文件名。"


@click.group()
def backup() -> None:
    """备份。 Backups of the whole installation but its keys."""


@backup.command("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key(file: Path) -> None:
    """生成一对备份密钥：私钥写进文件，公钥打印出来。 Make a pair of keys for backups."""
    try:
        public = identity_create(file)
    except FileExistsError as error:
        raise KeyFileConflict(file=file) from error
    # On stderr, so that the public key alone goes where the output is sent.
    click.echo(f"私钥在 {file}：请拿到别处保存，不要只留在这台机器上；丢了它，备份就打不开。", err=True)
    click.echo("公钥（写进 HUIYIN_BACKUP_RECIPIENTS）：", err=True)
    click.echo(public)


@backup.command("create")
@click.option(
    "--keep-days", type=click.IntRange(min=1),
    help="做完后删去更早的备份。 Afterwards remove backups older than so many days.",
)  # fmt: skip
@click.pass_context
def create(ctx: click.Context, keep_days: int | None) -> None:
    """做一份备份：检查点、数据库、文件，不含密钥。 Back up the database and the files, never the keys."""
    demand_ready()
    at = now()
    with _progress() as say:
        report = backup_create(
            folder=_folder(None).path,
            recipients=settings.HUIYIN_BACKUP_RECIPIENTS,
            settings_shown={setting.name: shown(setting) for setting in SETTINGS},
            say=say,
            keep_after=at - timedelta(days=keep_days) if keep_days else None,
        )
    _say_made(report)
    if not report.is_whole:
        ctx.exit(1)


@backup.command("list")
@_from
def backup_list(folder: Path | None) -> None:
    """列出备份，最新的在前。 List the backups, the newest first."""
    target = _folder(folder)
    # For its refusal: a list without a line would leave open whether the folder is the right one.
    target.find("")
    for found in target.backups():
        click.echo(
            f"{found.name}  {found.at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}  {found.version}  {found.vendor}  "
            f"台账 {found.entries:,} 条  文件 {found.files:,} 个  {_size(found.size)}  {_verified(found)}"
        )


@backup.command("verify")
@_name
@_from
@_identity
@click.option(
    "--scratch", type=click.Path(file_okay=False, path_type=Path),
    help="试恢复到哪个空文件夹；默认在 HUIYIN_VAR 里，做完就删。 An empty folder to restore to for the while.",
)  # fmt: skip
@click.pass_context
def verify(ctx: click.Context, name: str, folder: Path | None, identity: Path, scratch: Path | None) -> None:
    """把备份试恢复到一边，核对里面的台账，再删掉。 Restore a backup aside and verify its ledger there."""
    with _progress() as say:
        report = backup_verify(
            target=_folder(folder), name=name, identities=identities_in(identity), scratch=scratch, say=say
        )
    _say_verified(report.verification)
    click.echo(f"备份 {report.header.name}：数据库和 {report.files:,} 个文件都解得开，与清单相符。")
    if not report.is_noted:
        click.echo("备份文件夹写不进去，没有记下这次核对。", err=True)
    if not report.verification.is_sound:
        ctx.exit(1)


@backup.command("restore")
@_name
@_from
@_identity
@click.option(
    "--accept-findings", is_flag=True,
    help="台账核对不符也恢复。 Restore although its ledger doesn't agree.",
)  # fmt: skip
@click.pass_context
def restore(ctx: click.Context, name: str, folder: Path | None, identity: Path, accept_findings: bool) -> None:
    """恢复到空的安装里：要么全部，要么什么都不动。 Restore into an empty installation, wholly or not at all."""
    with _progress() as say:
        report = backup_restore(
            target=_folder(folder),
            name=name,
            identities=identities_in(identity),
            accept_findings=accept_findings,
            say=say,
        )
    _say_verified(report.verification)
    click.echo(f"已恢复备份 {report.header.name}：数据库和 {report.files:,} 个文件。")
    for path in report.rulebooks_moved:
        click.echo(f"本单位的规则在 {path}：请把 HUIYIN_RULEBOOKS 改成这个路径。")
    if report.rolled_back:
        click.echo(
            "这台机器签发过比备份更新的检查点：备份之后登记的都不在了。worker 不会接着签，"
            "请核对之后用 huiyin accept-restore 写明理由。"
        )
    if not report.verification.is_sound:
        ctx.exit(1)


def _folder(given: Path | None) -> BackupFolder:
    path = given or (Path(settings.HUIYIN_BACKUP) if settings.HUIYIN_BACKUP else None)
    if path is None:
        raise BackupFolderRequired
    return BackupFolder(path)


def _say_made(report: BackupReport) -> None:
    click.echo(
        f"备份 {report.name}：台账签到第 {report.entries:,} 条，文件 {report.files:,} 个，共 {_size(report.size)}；"
        f"新存 {report.added:,} 个，{_size(report.added_bytes)}。"
    )
    if report.pruned:
        click.echo(f"删去了 {report.pruned:,} 份旧备份。")
    if report.unsigned:
        click.echo(f"台账没有签到最新：{report.unsigned}", err=True)
    for what, places in (("磁盘上没有的文件", report.missing), ("与记录不符的文件（照样存了）", report.altered)):
        if places:
            click.echo(f"{what} {len(places):,} 个：", err=True)
        for place in places[:_SHOWN]:
            click.echo(f"  {place}", err=True)


def _say_verified(verification: Verification) -> None:
    for line in verification.lines[:_SHOWN]:
        click.echo(line)


def _verified(found: BackupSummary) -> str:
    if found.verified_at is None:
        return "没有核对过"
    return f"{found.verified_at.astimezone(OFFICE_ZONE):%Y-%m-%d} 核对{'相符' if found.is_sound else '有问题'}"


def _size(many: int) -> str:
    return f"{many / (1 << 20):,.1f} MB"


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _say_nothing
        return
    with console.status("") as status:

        def say(stage: str, done: int) -> None:
            status.update(f"{_STAGES[stage]} {done:,}" if done else _STAGES[stage])

        yield say


def _say_nothing(_stage: str, _done: int) -> Any:
    return None
