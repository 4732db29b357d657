"""Where a process that helps to verify begins. Nothing of Django may be imported before it is set up."""

from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections


@dataclass(frozen=True, slots=True)
class Task:
    """What the helper is given: table labels in order, how many are claimed from either end, where to write."""

    labels: list[str]
    claimed: Any
    pipe: Connection
    path: Path


def begin(database: dict[str, Any], task: Task) -> None:
    """Set Django up with the starter's database and take up the work."""
    settings.DATABASES["default"].update(database)
    django.setup()
    import_module("huiyin.ledger.services._apart").help_along(task)
    connections.close_all()
