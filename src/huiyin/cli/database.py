"""The database: bringing it up to date, and proving that no matter has gone astray in it."""

import click
from django.conf import settings
from django.core.management import call_command

from huiyin.backup.restore import check_no_restore_unfinished
from huiyin.backup.state import backup_concerns
from huiyin.cli.readiness import demand_ready, demand_rulebooks, say_what_lacks
from huiyin.kernel.time import now
from huiyin.matters.selectors import matters_astray
from huiyin.matters.services import search_rebuild


@click.command()
def migrate() -> None:
    """建立或更新数据库。 Bring the database up to this version."""
    demand_rulebooks()
    check_no_restore_unfinished()
    settings.HUIYIN_VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    click.echo("数据库已是最新。")


@click.command("search-rebuild")
def search_rebuild_command() -> None:
    """重建查找用的索引，数据本身不变。 Index all matters and messages anew; nothing else changes."""
    demand_ready()
    click.echo(f"已为 {search_rebuild():,} 件事项重建索引。")


@click.command()
@click.pass_context
def sweep(ctx: click.Context) -> None:
    """核对每件未办结的事项都有人负责、有时限在走，备份也在。 Prove that no open matter lacks an owner or a clock."""
    demand_ready()
    say_what_lacks()
    concerns = backup_concerns(at=now())
    for concern in concerns:
        click.echo(str(concern))
    found = matters_astray()
    for astray in found:
        click.echo(f"{astray.number}  {astray.why}")
    if found:
        click.echo(f"有 {len(found):,} 件没有着落。", err=True)
    else:
        click.echo("每件未办结的事项都有人负责，都有时限在走。")
    # A house that backs itself up in another way has set no folder: that is said, and no failure.
    if found or (concerns and settings.HUIYIN_BACKUP):
        ctx.exit(1)
