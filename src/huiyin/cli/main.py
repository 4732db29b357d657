"""The command's door: Django is set up first, because what the commands import has models."""

import gc
import os
import sys
from zoneinfo import ZoneInfoNotFoundError

import click
import django

from huiyin.kernel.errors import HuiyinError

# Nothing that is loaded here goes before the end: the collector would look through it in vain, a tenth of a start.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
try:
    django.setup()
except HuiyinError as error:
    click.echo(str(error), err=True)
    sys.exit(2)
except (ValueError, OSError, ZoneInfoNotFoundError) as error:
    click.echo(f"设置有误：{str(error).rstrip('.')}。请改正环境变量后再试。", err=True)
    sys.exit(2)

from huiyin.cli.root import root  # noqa: E402 - Django is set up before

gc.freeze()
gc.enable()


def main() -> None:
    """Run the command that the arguments name."""
    root(prog_name="huiyin")


if __name__ == "__main__":
    main()
