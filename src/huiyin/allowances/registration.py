"""What the worker does for allowances."""

from datetime import timedelta

from huiyin.allowances.services import allowances_sweep
from huiyin.kernel.worker_parts import WorkerPart, worker_part_register


def register() -> None:
    """Once models are there."""
    worker_part_register(WorkerPart("allowances", timedelta(hours=1), lambda at: allowances_sweep(at=at), order=220))
