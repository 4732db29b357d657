"""The table on the screen, and what is said of the machine."""

import os
import platform
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

_HIDDEN = frozenset({"stage", "database"})


def show(lines: Sequence[dict[str, Any]]) -> None:
    """One table for the lines of a stage."""
    if not lines:
        return
    columns = [name for name in dict.fromkeys(name for line in lines for name in line) if name not in _HIDDEN]
    table = Table(title=f"{lines[0]['stage']} · {lines[0]['database']}", title_justify="left")
    for index, name in enumerate(columns):
        table.add_column(name, justify="left" if index == 0 else "right")
    for line in lines:
        table.add_row(*(_text(line.get(name, "")) for name in columns))
    Console(width=160).print(table)


def machine() -> dict[str, Any]:
    """What the figures were measured on. The load is that of the last minute before the end."""
    return {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
    }


def _text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
