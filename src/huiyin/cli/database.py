"""The database: bringing it up to date, and proving that no matter has gone astray in it."""

from contextlib import suppress
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.backup.restore import check_no_restore_unfinished
from huiyin.backup.state import backup_concerns
from huiyin.cli.letters import say_which_fonts_lack
from huiyin.cli.readiness import demand_ready, demand_rulebooks, say_what_lacks
from huiyin.clocks.services.recorded import rules_record, rules_take_up
from huiyin.kernel.actor import system
from huiyin.kernel.errors import Conflict
from huiyin.kernel.keys import KeyMissing
from huiyin.kernel.time import now
from huiyin.ledger.services import columns_take_up, derived_repair, keys_record, schema_differences, schema_record
from huiyin.matters.core.selectors.sweep import stuck_matters
from huiyin.matters.search.services.rebuild import search_rebuild

# What follows from rows by the program's own rules, and so may follow otherwise by those of another version.
_DERIVED = frozenset({"clocks.reminders", "matters.due", "matters.open"})


class StructureAltered(Conflict):
    """Triggers or constraints aren't those that earlier migrations made: an upgrade would hide that."""

    sentence = "数据库结构被改动过，没有升级：%(what)s请先查明；确实要继续，加上 --accept-altered。"


@click.command()
@click.option(
    "--accept-altered", is_flag=True,
    help="数据库结构被改动过也继续，以后以现在的为准。 Go on although the structure was altered by hand.",
)  # fmt: skip
def migrate(accept_altered: bool) -> None:
    """建立或更新数据库。 Bring the database up to this version."""
    demand_rulebooks()
    check_no_restore_unfinished()
    settings.HUIYIN_VAR.mkdir(parents=True, exist_ok=True)
    if not accept_altered and (altered := _altered()):
        raise StructureAltered(what=" ".join(altered))
    # Asked before: afterwards no step is left that would tell an upgrade from a new database.
    is_upgrade = _is_upgrade()
    call_command("migrate", interactive=False, verbosity=0)
    record_installation()
    if is_upgrade:
        _settle_upgrade()
    click.echo("数据库已是最新。")


def _altered() -> list[str]:
    """What differs from what earlier migrations made; nothing to say of a new database."""
    name = connection.settings_dict["NAME"]
    # Asking the connection would make an empty file of it.
    if connection.vendor == "sqlite" and "memory" not in str(name) and not Path(name).exists():
        return []
    return schema_differences() if "ledger_entry" in connection.introspection.table_names() else []


def _is_upgrade() -> bool:
    """Whether there is data that an earlier version wrote."""
    executor = MigrationExecutor(connection)
    has_data = "ledger_entry" in connection.introspection.table_names()
    return has_data and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _settle_upgrade() -> None:
    """Write down what this version has brought along, and work out anew what it works out in another way."""
    actor, at = system("migrate"), now()
    for rule in rules_take_up(actor=actor, at=at):
        click.echo(f"{rule.name} 随新版本改了，已记入台账。")
    for done in derived_repair(actor=actor, at=at, names=_DERIVED):
        click.echo(f"按新版本重新算了 {done.rows:,} 处（{done.check}），已记入台账。")


def record_installation() -> None:
    """What the data is made with, for every later start and `verify` to be held against."""
    actor, at = system("migrate"), now()
    schema_record(actor=actor, at=at)
    rules_record(actor=actor, at=at)
    columns_take_up(actor=actor, at=at)
    with suppress(KeyMissing):  # they may be made only after this
        keys_record(actor=actor, at=at)


@click.command("search-rebuild")
def search_rebuild_command() -> None:
    """重建查找用的索引，数据本身不变。 Index all matters and messages anew; nothing else changes."""
    demand_ready()
    click.echo(f"已为 {search_rebuild(at=now()):,} 件事项重建索引。")


@click.command()
@click.pass_context
def sweep(ctx: click.Context) -> None:
    """核对每件未办结的事项都有人负责、有时限在走，备份也在。 Prove that no open matter lacks an owner or a clock."""
    demand_ready()
    say_what_lacks()
    say_which_fonts_lack()
    concerns = backup_concerns(at=now())
    for concern in concerns:
        click.echo(str(concern))
    found = stuck_matters()
    for stuck in found:
        click.echo(f"{stuck.number}  {stuck.why}")
    if found:
        click.echo(f"有 {len(found):,} 件没有着落。", err=True)
    else:
        click.echo("每件未办结的事项都有人负责，都有时限在走。")
    # A house that backs itself up in another way has set no folder: that is said, and no failure.
    if found or (concerns and settings.HUIYIN_BACKUP):
        ctx.exit(1)
