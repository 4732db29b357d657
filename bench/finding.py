"""What an attack found, and whether the site and its other visitors were as they should be."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.attacker import AttackedSite, Neighbour

HEAD = (
    "| attack | result | as it should be | others' slowest page (usual), ms | largest process, MB |\n"
    + "| --- " * 5
    + "|"
)
_SECOND = 1.0
_NOT_WATCHED = "not watched: the site is down"


@dataclass(frozen=True, slots=True)
class Finding:
    """In words, and whether it is what docs/threat-model.md says; `tried` is False where this machine can't."""

    text: str
    held: bool
    tried: bool = True


def not_tried(why: str) -> Finding:
    """Neither good nor bad."""
    return Finding(why, held=True, tried=False)


def line(name: str, finding: Finding, others: str = _NOT_WATCHED, megabytes: str = "") -> str:
    """One attack's row of the table."""
    held = ("yes" if finding.held else "NO") if finding.tried else "not tried"
    return f"| {name} | {finding.text} | {held} | {others} | {megabytes} |"


def watched(site: AttackedSite, name: str, attack: Callable[[], Finding]) -> tuple[str, bool]:
    """Attack while somebody elsewhere opens pages: the row, and whether all of it was as it should be."""
    with Neighbour(site.port, site.pid).watching() as neighbour:
        finding = attack()
    failed = f", {neighbour.failed} FAILED" if neighbour.failed else ""
    in_time = not neighbour.failed and max(neighbour.seconds) <= _SECOND
    row = line(name, finding, f"{neighbour.slowest()}{failed}", f"{neighbour.megabytes:.0f}")
    return row, finding.held and in_time
