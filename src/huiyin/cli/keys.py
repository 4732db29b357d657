"""Making an installation's keys, and taking up a new vault key."""

from pathlib import Path

import click
from django.conf import settings
from django.db import OperationalError, connection
from django.utils.translation import gettext
from rich.console import Console

from huiyin.cli.readiness import DatabaseMissing, demand_ready
from huiyin.kernel.actor import system
from huiyin.kernel.errors import Conflict
from huiyin.kernel.keys import NAMES, create_keys
from huiyin.kernel.time import now
from huiyin.ledger import newest
from huiyin.ledger.selectors import ledger_has_entries
from huiyin.ledger.services import keys_record
from huiyin.vault.services import keys_rotate, vault_key_replace

_SHOWN = 20


class InstallationFilled(Conflict):
    """Keys are missing, and there is data that was made with them."""

    sentence = "%(what)s里已经有数据，缺少的密钥（%(names)s）不能新生成：请从备份恢复 %(folder)s。"


@click.group()
def keys() -> None:
    """密钥。 The installation's keys."""


@keys.command("create")
def keys_create() -> None:
    """全新安装时生成密钥；已有的密钥绝不改动。 Make the keys of a new installation."""
    folder = settings.HUIYIN_KEYS
    missing = [name for name in NAMES if not (folder / f"{name}.key").exists()]
    if missing and (what := filled_with()):
        raise InstallationFilled(names="、".join(missing), folder=folder, what=what)
    made = create_keys(folder)
    if made:
        click.echo(f"已在 {folder} 生成密钥：{'、'.join(made)}。请马上备份：丢了密钥，回执和身份信息都打不开。")
    else:
        click.echo(f"{folder} 里的密钥都在，没有改动。")


def filled_with() -> str:
    """What shows that this installation has data already; "" for a new one. Raises DatabaseMissing."""
    if newest.main_path().exists():
        return str(newest.main_path())
    if next(Path(settings.HUIYIN_FILES).glob("[0-9a-f][0-9a-f]/*"), None):
        return str(settings.HUIYIN_FILES)
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and "memory" not in str(name) and not Path(name).exists():
        return ""
    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        raise DatabaseMissing(reason=str(error).strip()) from error
    if "ledger_entry" in tables and ledger_has_entries():
        return gettext("数据库")
    return ""


@keys.command("rotate")
@click.option(
    "--resume", is_flag=True,
    help="不换新密钥，只把还在旧密钥下的身份信息换过来。 No new key: only what is still under an older one.",
)  # fmt: skip
@click.pass_context
def rotate(ctx: click.Context, resume: bool) -> None:
    """更换保险库密钥，旧密钥留着。 Take up a new vault key; the older one stays beside it."""
    demand_ready()
    actor, folder = system("keys"), settings.HUIYIN_KEYS
    if not resume:
        key_id = vault_key_replace(actor=actor, at=now())
        keys_record(actor=actor, at=now())
        click.echo(f"已在 {folder} 换上新的保险库密钥 {key_id}，旧密钥留在旁边。请马上备份这个文件夹。")
    with Console(stderr=True).status("正在更换……"):
        report = keys_rotate(actor=actor, at=now())
    click.echo(f"{report.rewrapped:,} 份身份信息已换到新密钥下。")
    # Those that run keep the older key in memory (`load_key`) and have gone on under it meanwhile.
    if not report.unreadable:
        click.echo("请重启网站和 worker，再运行 huiyin keys rotate --resume，把这期间登记的也换过来。")
        return
    click.echo(f"有 {len(report.unreadable):,} 份打不开，没有改动：", err=True)
    for identity_id in report.unreadable[:_SHOWN]:
        click.echo(str(identity_id), err=True)
    ctx.exit(1)
