"""The command's door: Django is set up first, because what the commands import has models."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
django.setup()

from huiyin.cli.root import root  # noqa: E402 - after Django is set up


def main() -> None:
    """Run the command that the arguments name."""
    root(prog_name="huiyin")


if __name__ == "__main__":
    main()
