"""Making an installation's keys."""

import click
from django.conf import settings

from huiyin.kernel.keys import create_keys


@click.group()
def keys() -> None:
    """密钥。 The installation's keys."""


@keys.command("create")
def keys_create() -> None:
    """全新安装时生成密钥；已有的密钥绝不改动。 Make the keys that aren't there yet."""
    folder = settings.HUIYIN_KEYS
    made = create_keys(folder)
    if made:
        click.echo(f"已在 {folder} 生成密钥：{'、'.join(made)}。请马上备份：丢了密钥，回执和身份信息都打不开。")
    else:
        click.echo(f"{folder} 里的密钥都在，没有改动。")
