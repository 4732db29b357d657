"""An installation of its own for the fuzzer, and what its processes take."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.attack.fuzz.addresses import addresses
from tests.attack.fuzz.browsers import ServerSending
from tests.attack.fuzz.walks import FuzzTarget
from tests.browser.house import RunningInstallation, running_installation
from tests.cast import PASSWORD

SETTINGS = "tests.attack.fuzz.settings"
_CHANGED = {
    "DJANGO_SETTINGS_MODULE": SETTINGS,
    "HUIYIN_FILE_MEGABYTES": "20",
    # Requests say where they come from, so that networks have their turns; the limits are as they are by default.
    "HUIYIN_BEHIND_PROXY": "1",
}
_PROC = Path("/proc")


@contextmanager
def fuzzed_installation(folder: Path, database_url: str, *, workers: int = 1) -> Iterator[RunningInstallation]:
    """The cast with a matter in every state, served as behind a proxy."""
    with running_installation(folder, database_url, changed=_CHANGED, workers=workers) as installation:
        yield installation


def site_of(installation: RunningInstallation) -> FuzzTarget:
    """What the fuzzer is told of it."""
    receipts = [(known.number, known.code) for known in installation.matters.values()]
    send = ServerSending(int(urlsplit(installation.address).port or 80))
    return FuzzTarget(send, addresses(), sorted(installation.officers), PASSWORD, receipts)


def peak_megabytes(root: int) -> dict[str, float]:
    """The most that each process of the site has held so far, by what it is and its number. Linux only."""
    found = {}
    for pid in _family_of(root):
        try:
            status = (_PROC / f"{pid}/status").read_text(encoding="utf-8")
            command = (_PROC / f"{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if "VmHWM" in lines:
            found[f"{_named(command)} {pid}"] = int(lines["VmHWM"].split()[0]) / 1024
    return found


def _named(command: list[bytes]) -> str:
    words = [os.fsdecode(word) for word in command[1:] if word and not word.startswith(b"-")]
    return " ".join(words[:2])[:60] or "server"


def _family_of(root: int) -> set[int]:
    parents = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family
