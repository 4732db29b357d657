"""Checks at start-up: the rulebooks and calendars in force can be read, and no profile loosens the law."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Error

from huiyin.clocks.loading import load_calendar, load_editions
from huiyin.kernel.errors import HuiyinError


def check_rulebooks(*, app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """clocks.E001: a rulebook is wrong; clocks.E002: a calendar is."""
    found: list[CheckMessage] = []
    for load, number in ((load_editions, "E001"), (load_calendar, "E002")):
        try:
            load()
        except HuiyinError as error:
            found.append(
                Error(str(error), hint="HUIYIN_RULEBOOKS; huiyin rulebook check FILE", id=f"clocks.{number}")
            )
    return found
