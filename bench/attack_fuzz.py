"""`python -m bench.attack_fuzz`: rubbish at every address and in every form, a hundred thousand requests of it.

Each site is one of its own with the tests' cast and a matter in every state, served as docs/deploy.md says. Clients
ask it by seeds (`tests/attack/fuzz`); after some thousand requests it makes room for a fresh one, for the officers
have by then lost posts and passwords. Every failure is named with its seed: `--seeds 1234` asks that one alone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

import pg
from bench.site import end
from huiyin.kernel.keys import create_keys

_SLOWEST = 5
_MOST_MEGABYTES = 300.0


@dataclass
class Found:
    """What came of all requests to one database."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    megabytes: dict[str, float] = field(default_factory=dict)
    tracebacks: Counter[str] = field(default_factory=Counter)
    seconds: float = 0

    def take(self, answer: dict[str, Any]) -> None:
        """What one client has to say."""
        self.statuses.update({int(status): count for status, count in answer["statuses"].items()})
        self.slowest = sorted([*self.slowest, *map(tuple, answer["slowest"])], reverse=True)[:_SLOWEST]
        self.failed += answer["failed"]


def main() -> int:
    """Ask, report; 1 when anything failed or took too much."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="huiyin-fuzz-") as folder:
        _set_up(Path(folder) / "own")
        bad = False
        for database in asked.database:
            with _cluster(database) as url:
                found = _measured(Path(folder) / database, url, asked)
            _report(database, found)
            most = max(found.megabytes.values(), default=0)
            bad = bad or bool(found.failed or found.tracebacks) or most > _MOST_MEGABYTES
    return int(bad)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.attack_fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000, help="to each database")
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--each", type=int, default=10_000, help="requests to a site before a fresh one is made")
    parser.add_argument("--walk", type=int, default=50, help="requests of one seed")
    parser.add_argument("--first", type=int, default=10_000, help="the first seed")
    parser.add_argument("--seeds", nargs="+", type=int, help="these alone, to one site, by one client")
    parser.add_argument("--client", help=argparse.SUPPRESS)
    return parser.parse_args()


def _set_up(var: Path) -> None:
    """Django knows the addresses; this process asks no database."""
    os.environ.update({"HUIYIN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "tests.attack.fuzz.settings"})
    create_keys(var / "keys")
    django.setup()


@contextmanager
def _cluster(database: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    with pg.throwaway_cluster(durable=True) as url:
        yield url


def _measured(folder: Path, url: str, asked: argparse.Namespace) -> Found:
    found = Found()
    seeds = asked.seeds or list(range(asked.first, asked.first + asked.requests // asked.walk))
    share = len(seeds) if asked.seeds else max(1, asked.each // asked.walk)
    for place in range(0, len(seeds), share):
        _ask_one_site(folder / str(seeds[place]), url, seeds[place : place + share], asked, found)
    return found


def _ask_one_site(folder: Path, url: str, seeds: list[int], asked: argparse.Namespace, found: Found) -> None:
    # Models can be imported only now.
    from tests.attack.fuzz.served import fuzzed_installation, peak_megabytes  # noqa: PLC0415

    folder.mkdir(parents=True)
    with fuzzed_installation(folder, url, workers=2) as installation:
        stop = threading.Event()

        def look() -> None:
            while not stop.wait(0.1):
                for name, megabytes in peak_megabytes(installation.pid).items():
                    named = f"{folder.name} {name}"
                    found.megabytes[named] = max(megabytes, found.megabytes.get(named, 0))

        watch = threading.Thread(target=look)
        watch.start()
        began = time.monotonic()
        try:
            known = [(matter.number, matter.code) for matter in installation.matters.values()]
            order = {"port": int(installation.address.rpartition(":")[2]), "receipts": known, "walk": asked.walk,
                     "officers": sorted(installation.officers)}  # fmt: skip
            for answer in _clients(order, seeds, 1 if asked.seeds else asked.clients):
                found.take(answer)
        finally:
            stop.set()
            watch.join()
        found.seconds += time.monotonic() - began
        worker = installation.huiyin("worker", "--once")
        found.failed += (
            [f"worker: {worker.stderr[-3000:]}"] if worker.returncode or "Traceback" in worker.stderr else []
        )
    found.tracebacks.update(_tracebacks((folder / "server.log").read_text(encoding="utf-8", errors="replace")))
    asked_for = sum(found.statuses.values())
    print(f"… {asked_for:,} requests, {len(found.failed)} failed", file=sys.stderr, flush=True)


def _clients(order: dict[str, Any], seeds: list[int], count: int) -> Iterator[dict[str, Any]]:
    processes = []
    try:
        for number in range(count):
            words = json.dumps({**order, "seeds": seeds[number::count]})
            command = [sys.executable, "-m", "bench.attack_fuzz", "--client", words]
            processes.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        for process in processes:
            output, _ = process.communicate()
            if process.returncode:
                raise RuntimeError(f"client failed with {process.returncode}")
            yield json.loads(output)
    finally:
        for process in processes:
            end(process)


def client(order: dict[str, Any]) -> dict[str, Any]:
    """Walk these seeds one after the other."""
    django.setup()
    # Models can be imported only now.
    from tests.attack.fuzz.addresses import addresses  # noqa: PLC0415
    from tests.attack.fuzz.browsers import FuzzAnswer, FuzzRequest, ServerSending  # noqa: PLC0415
    from tests.attack.fuzz.walks import FuzzTarget, People, is_failure, walk  # noqa: PLC0415
    from tests.cast import PASSWORD  # noqa: PLC0415

    send = ServerSending(order["port"])
    took = 0.0

    def timed(request: FuzzRequest, headers: Mapping[str, str]) -> FuzzAnswer:
        # Only what the server takes: making a picture of 99 megapixels to send takes the client longer.
        nonlocal took
        began = time.monotonic()
        answer = send(request, headers)
        took += time.monotonic() - began
        return answer

    people = People(
        FuzzTarget(timed, addresses(), order["officers"], PASSWORD, [tuple(receipt) for receipt in order["receipts"]])
    )
    statuses: Counter[int] = Counter()
    slowest: list[tuple[float, str]] = []
    failed = []
    for seed in order["seeds"]:
        for sent in walk(people, seed, order["walk"]):
            statuses[sent.answer.status] += 1
            slowest = sorted([*slowest, (took, f"seed {seed}: {str(sent.request)[:160]}")], reverse=True)[:_SLOWEST]
            took = 0.0
            if is_failure(sent):
                failed.append(f"seed {seed}, {sent.who}: {sent.answer.status} {sent.request}")
    return {"statuses": statuses, "slowest": slowest, "failed": failed}


def _tracebacks(log: str) -> Iterator[str]:
    """The last lines of what nothing has caught."""
    lines = log.splitlines()
    for index, line in enumerate(lines):
        if "Internal Server Error" in line or "Application callable raised" in line:
            end_of_it = next(
                (at for at in range(index + 2, len(lines)) if not lines[at].startswith((" ", "Traceback"))), 0
            )
            yield " · ".join(
                [*(line.strip()[:160] for line in lines[end_of_it - 3 : end_of_it : 2]), lines[end_of_it][:200]]
            )


def _report(database: str, found: Found) -> None:
    count = sum(found.statuses.values())
    print(f"\n## {database}: {count:,} requests, {count / max(found.seconds, 1):.0f} a second\n")
    print(", ".join(f"{status or 'no answer'}: {times:,}" for status, times in sorted(found.statuses.items())))
    print("\nslowest:")
    for took, request in found.slowest:
        print(f"- {took:.1f} s {request}")
    print("\nlargest process of each kind, MB, with the first seed of its site and its number:")
    for kind, (megabytes, process) in largest_of_each(found.megabytes).items():
        print(f"- {megabytes:.0f} {kind} ({process})")
    print(f"\nfailed: {len(found.failed)}")
    for line in [*found.failed, *(f"{times} × {last}" for last, times in found.tracebacks.items())]:
        print(f"- {line}")
    sys.stdout.flush()


def largest_of_each(megabytes: Mapping[str, float]) -> dict[str, tuple[float, str]]:
    """By kind of process, the largest first; a name is the site's, then what the process is, then its number."""
    found: dict[str, tuple[float, str]] = {}
    for name, most in sorted(megabytes.items(), key=lambda process: -process[1]):
        site, _, rest = name.partition(" ")
        kind, _, pid = rest.rpartition(" ")
        found.setdefault(kind, (most, f"{site}, {pid}"))
    return found


def _run(words: Sequence[str]) -> int:
    if words[:1] == ["--client"]:
        print(json.dumps(client(json.loads(words[1]))))
        return 0
    return main()


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
