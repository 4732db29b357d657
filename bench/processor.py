"""Processor time, which says more than the clock on a machine that others use too. Linux only; elsewhere it is 0."""

import os
from pathlib import Path

import psycopg

_PROC = Path("/proc")
_SAMPLES = 3


def server_cpu() -> float:
    """Seconds that the PostgreSQL server of BENCH_PLAIN has used so far, ended sessions included; 0 for SQLite."""
    url = os.environ.get("BENCH_PLAIN", "")
    if not url.startswith("postgres") or not (_PROC / "self/stat").exists():
        return 0.0
    with psycopg.connect(url, autocommit=True) as connection:
        # Asked while the session lasts: once it has ended nobody knows whose child it was.
        server = _parent_of(connection.info.backend_pid)
    # A list of processes taken while some begin and end may miss one; time that was used is never given back.
    return max(_used(server) for _ in range(_SAMPLES)) if server else 0.0


def process_cpu(pid: int) -> float:
    """Seconds of one process of this machine; 0 where that can't be read."""
    return _ticks(pid, ended=False) / os.sysconf("SC_CLK_TCK")


def tree_cpu(root: int) -> float:
    """Seconds of a process and all its children, those that have ended included."""
    return _used(root)


def family_of(root: int) -> set[int]:
    """A process and all that it or its children have started."""
    family = {root}
    parents = {int(folder.name): _parent_of(int(folder.name)) for folder in _PROC.iterdir() if folder.name.isdigit()}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _used(root: int) -> float:
    ticks = sum(_ticks(pid, ended=pid == root) for pid in family_of(root))
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    """The fields after the command's name, which may hold anything; none for a process that has just ended."""
    try:
        return (_PROC / f"{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _parent_of(pid: int) -> int | None:
    found = _stat(pid)
    return int(found[1]) if found else None


def _ticks(pid: int, *, ended: bool) -> int:
    found = _stat(pid)
    return sum(int(number) for number in found[11 : 15 if ended else 13]) if found else 0
