"""What must be there before a command can do anything; whatever isn't is said in one sentence."""

import click
from django.conf import settings
from django.core import checks
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.kernel.errors import NotReady
from huiyin.kernel.keys import NAMES, load_key
from huiyin.ledger.services import keys_check
from huiyin.orgs.selectors import opening_lacks
from huiyin.vault.services import vault_keys_check
from huiyin.web.bundles import BuildMissing, bundle


class DatabaseBehind(NotReady):
    """The tables aren't those of this version."""

    sentence = "数据库还没有更新到这个版本（差 %(count)s 步）：请先运行 huiyin migrate。"


class DatabaseMissing(NotReady):
    """There is no database to talk to."""

    sentence = "连不上数据库（%(reason)s）：请检查 HUIYIN_DATABASE_URL，新安装请先运行 huiyin migrate。"


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


def demand_rulebooks() -> None:
    """Rulebooks and calendars can be used, and no profile loosens the law. Raises SettingsWrong."""
    _demand_right(checks.run_checks(tags=["rulebooks"]))


def demand_ready() -> None:
    """Keys are there and fit the data, tables are of this version.

    Raises KeyMissing, KeyForeign, DatabaseMissing, DatabaseBehind.
    """
    for name in NAMES:
        load_key(settings.HUIYIN_KEYS, name)
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise DatabaseMissing(reason=str(error).strip()) from error
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise DatabaseBehind(count=len(missing))
    keys_check()
    vault_keys_check()


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
