"""The command's door: Django is set up first, because what the commands import has models."""

import os
import sys
from zoneinfo import ZoneInfoNotFoundError

import click
import django

from huiyin.kernel.errors import HuiyinError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
try:
    django.setup()
except HuiyinError as error:
    click.echo(str(error), err=True)
    sys.exit(2)
except (ValueError, OSError, ZoneInfoNotFoundError) as error:
    click.echo(f"设置有误：{str(error).rstrip('.')}。请改正环境变量后再试。", err=True)
    sys.exit(2)

from huiyin.cli.root import root


def main() -> None:
    """Run the command that the arguments name."""
    root(prog_name="huiyin")


if __name__ == "__main__":
    main()
