"""Clients at work at the same time, each a process of its own, started together and always ended."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.processor import server_cpu
from bench.timing import Timings

_READY_WITHIN = 120
_END_WITHIN = 60


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients did together."""

    clients: int
    seconds: float
    timings: Timings
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Operations a second, of all clients."""
        return len(self.timings.seconds) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of one operation in milliseconds, clients and server together."""
        return self.cpu_seconds / max(len(self.timings.seconds), 1) * 1000


def run_clients(*, count: int, arguments: Sequence[str], seconds: float) -> Load:
    """Let `count` clients (`python -m bench.client …`) work for so long. Raises RuntimeError when one fails."""
    with _processes(count, arguments, seconds) as processes:
        for process in processes:
            _expect(process, "ready")
        spent = -server_cpu()
        for process in processes:
            _say(process, "go")
        timings = Timings()
        answers = []
        for process in processes:
            output, _ = process.communicate(timeout=seconds + _END_WITHIN)
            if process.returncode:
                raise RuntimeError(f"client failed with {process.returncode}")
            answers.append(json.loads(output.splitlines()[-1]))
        spent += server_cpu()
    for answer in answers:
        timings.seconds.extend(answer["seconds"])
        spent += answer["cpu"]
    return Load(clients=count, seconds=seconds, timings=timings, cpu_seconds=spent)


@contextmanager
def _processes(count: int, arguments: Sequence[str], seconds: float) -> Iterator[list["subprocess.Popen[str]"]]:
    command = [sys.executable, "-m", "bench.client", *arguments, "--seconds", str(seconds)]
    processes: list[subprocess.Popen[str]] = []
    try:
        for number in range(count):
            processes.append(
                subprocess.Popen(
                    [*command, "--number", str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
                )
            )
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()


def _expect(process: "subprocess.Popen[str]", word: str) -> None:
    # Ends by itself when the client dies: its pipe is closed then.
    line = process.stdout.readline() if process.stdout else ""
    if line.strip() != word:
        raise RuntimeError(f"client said {line!r} instead of {word!r}")


def _say(process: "subprocess.Popen[str]", word: str) -> None:
    if process.stdin:
        process.stdin.write(word + "\n")
        process.stdin.flush()
