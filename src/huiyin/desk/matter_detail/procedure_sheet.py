"""What the page shows of time and service: waits for the petitioner, time asked for, how the answer went out."""

from dataclasses import dataclass

from huiyin.desk.matter_detail.serving import service_rows
from huiyin.desk.matter_detail.sheet import Item, Pair
from huiyin.desk.matter_detail.time import asked_lines, wait_lines
from huiyin.matters.core.selectors.views import MatterView


@dataclass(frozen=True, slots=True)
class ProcedureSheet:
    """Three lists; an empty one isn't shown."""

    waits: tuple[Item, ...]
    asks: tuple[Item, ...]
    service: tuple[Pair, ...]


def procedure_sheet_of(page: MatterView) -> ProcedureSheet:
    """The newest first."""
    return ProcedureSheet(tuple(wait_lines(page)), tuple(asked_lines(page)), tuple(service_rows(page)))
