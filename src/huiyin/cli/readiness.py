"""What must be there before a command can do anything; whatever isn't is said in one sentence."""

from pathlib import Path

import click
from django.conf import settings
from django.core import checks
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.backup.restore import check_no_restore_unfinished
from huiyin.db.quiet import QUIET, log_keeps_words
from huiyin.kernel.errors import NotReady
from huiyin.kernel.keys import NAMES, load_key
from huiyin.kernel.private import take_from_others, temporary_begin, temporary_sweep
from huiyin.ledger.services import keys_check
from huiyin.orgs.checks import ACCOUNTS
from huiyin.orgs.selectors import opening_lacks
from huiyin.vault.services import vault_keys_check
from huiyin.web.bundles import BuildMissing, bundle


class DatabaseBehind(NotReady):
    """The tables aren't those of this version."""

    sentence = "数据库还没有更新到这个版本（差 %(count)s 步）：请先运行 huiyin migrate。"


class DatabaseMissing(NotReady):
    """There is no database to talk to."""

    sentence = "连不上数据库（%(reason)s）：请检查 HUIYIN_DATABASE_URL，新安装请先运行 huiyin migrate。"


class DatabaseReadable(NotReady):
    """Other users of the machine can read the database, and we can't change that."""

    sentence = "别的用户也能读数据库文件 %(file)s，权限又改不了：请让运行本系统的用户拥有它，并设为 0600。"


class SettingsWrong(NotReady):
    """Something in the settings or the rulebooks can't be used."""

    sentence = "设置有误：%(what)s"


def say_what_lacks() -> bool:
    """Whether the portal is open; if it isn't, what is missing is said line by line."""
    lacks = opening_lacks()
    if lacks:
        click.echo("门户还没有开放，还缺：")
    for lack in lacks:
        click.echo(f"  {lack}")
    return not lacks


def say_what_accounts_lack() -> bool:
    """Whether the settings name no account that couldn't be used; each that couldn't is said in a line of its own."""
    messages = checks.run_checks(tags=[ACCOUNTS], databases=["default"])
    for message in messages:
        click.echo(str(message.msg), err=True)
    return not messages


def say_what_the_log_keeps() -> None:
    """That PostgreSQL writes refused rows, with people's words, into its own log; nothing where it doesn't."""
    names = log_keeps_words()
    if not names:
        return
    click.echo("没能存下的内容会被 PostgreSQL 写进它自己的日志。请让数据库管理员运行（docs/deploy.md）：", err=True)
    for name in names:
        click.echo(f"  ALTER ROLE {connection.settings_dict['USER']} SET {name} = '{QUIET[name]}';", err=True)


def demand_rulebooks() -> None:
    """Rulebooks and calendars can be used, and no profile loosens the law. Raises SettingsWrong."""
    _demand_right(checks.run_checks(tags=["rulebooks"]))


def demand_ready() -> None:
    """Keys are there and fit the data, tables are of this version, nothing is half restored, and only we read them.

    Temporary files go into a folder of this process from here on. Raises RestoreUnfinished, KeyMissing, KeyForeign,
    DatabaseMissing, DatabaseBehind, DatabaseReadable.
    """
    # First: where a restore broke off, whatever else is missing would be named instead of the reason.
    check_no_restore_unfinished()
    for name in NAMES:
        load_key(settings.HUIYIN_KEYS, name)
    demand_private()
    temporary_begin(settings.HUIYIN_VAR)
    temporary_sweep(settings.HUIYIN_VAR)
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise DatabaseMissing(reason=str(error).strip()) from error
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise DatabaseBehind(count=len(missing))
    # Only now: what is asked of the ledger has columns that an older version's tables may lack.
    keys_check()
    vault_keys_check()


def demand_private() -> None:
    """Nobody else reads SQLite's files, those of an older version included. Raises DatabaseReadable."""
    if connection.vendor != "sqlite":
        return
    name = str(connection.settings_dict["NAME"])
    for path in (Path(f"{name}{end}") for end in ("", "-wal", "-shm", "-journal")):
        if not take_from_others(path):
            raise DatabaseReadable(file=path)


def demand_servable() -> None:
    """As demand_ready, and settings, rulebooks and front end can be used. Raises SettingsWrong, BuildMissing."""
    _demand_right(checks.run_checks())
    demand_ready()
    for name in ("portal", "desk"):
        if not bundle(name).scripts:
            raise BuildMissing(name=name)


def _demand_right(messages: list[checks.CheckMessage]) -> None:
    wrong = [message for message in messages if message.is_serious()]
    if wrong:
        raise SettingsWrong(what=" ".join(str(message.msg) for message in wrong))
