"""Open pages that ask whether they have changed: `python -m bench.polling --pages FILE --address …`.

Each line that it reads is a number of seconds for which they ask; an empty one ends it.
"""

import argparse
import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import local

from bench.timing import Timings

# Of a browser each page has a connection of its own; so many are in use at once here.
_CONNECTIONS = 8
# As live.js does.
_JITTER = 0.1


@dataclass(slots=True)
class OpenPage:
    """A page that stands in view: whose session, what it asks, how often, and the mark of the last answer."""

    cookie: str
    asks: str
    every: float
    mark: str = ""
    answers: dict[int, int] = field(default_factory=dict)


def main() -> None:
    """Say that all is ready, ask for as long as each line says, give latencies and answers."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--address", required=True)
    asked = parser.parse_args()
    pages = [OpenPage(**page) for page in json.loads(asked.pages.read_text(encoding="utf-8"))]
    timings, connections = Timings(), local()
    with ThreadPoolExecutor(_CONNECTIONS) as threads:
        # Once each: a page that was opened long ago has a mark.
        list(threads.map(lambda page: _ask(page, asked.address, connections, None), pages))
        for page in pages:
            page.answers.clear()
        print("ready", flush=True)
        while seconds := sys.stdin.readline().strip():
            _run(pages, asked.address, float(seconds), timings, connections, threads)
    answers: dict[int, int] = {}
    for page in pages:
        for status, count in page.answers.items():
            answers[status] = answers.get(status, 0) + count
    print(json.dumps({"seconds": timings.seconds, "answers": answers}))


def _run(
    pages: list[OpenPage], address: str, seconds: float, timings: Timings, connections: local,
    threads: ThreadPoolExecutor,
) -> None:  # fmt: skip
    chance, began = random.Random(len(timings.seconds)), time.monotonic()
    due = sorted((began + chance.random() * page.every, number) for number, page in enumerate(pages))
    while due and due[0][0] < began + seconds:
        at, number = due.pop(0)
        time.sleep(max(0.0, at - time.monotonic()))
        page = pages[number]
        threads.submit(_ask, page, address, connections, timings)
        due.append((at + page.every * (1 + chance.uniform(-_JITTER, _JITTER)), number))
        due.sort()


def _ask(page: OpenPage, address: str, connections: local, timings: Timings | None) -> None:
    connection: HTTPConnection | None = getattr(connections, "connection", None)
    if connection is None:
        connection = connections.connection = HTTPConnection(address, timeout=30)
    headers = {"Cookie": page.cookie, "X-Background": "1", "Accept-Encoding": "gzip"}
    if page.mark:
        headers["If-None-Match"] = page.mark
    began = time.perf_counter()
    connection.request("GET", page.asks, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if timings is not None:
        timings.seconds.append(time.perf_counter() - began)
    page.mark = answer.getheader("ETag", page.mark)
    page.answers[answer.status] = page.answers.get(answer.status, 0) + 1


if __name__ == "__main__":
    main()
