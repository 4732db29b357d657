"""Latencies and what is said about them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Timings:
    """Seconds, one per operation."""

    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Time one operation."""
        began = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - began)

    def summary(self) -> dict[str, float]:
        """p50, p95, p99 in milliseconds, and how many there were."""
        ordered = sorted(self.seconds)
        return {
            "count": len(ordered),
            **{f"p{part}_ms": round(_at(ordered, part / 100) * 1000, 2) for part in (50, 95, 99)},
        }


def _at(ordered: list[float], part: float) -> float:
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("nan")
