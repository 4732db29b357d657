"""One client: `python -m bench.client plain-six|plain-one|service|http --seconds 5 --number 0`."""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable

import django

from bench import plain
from bench.timing import Timings

_WARM = 10


def main() -> None:
    """Warm up, say so, wait for the word, work, give the latencies."""
    asked = _arguments()
    work = _works()[asked.what](asked)
    for _ in range(_WARM):
        work()
    print("ready", flush=True)
    sys.stdin.readline()
    timings = Timings()
    until = time.monotonic() + asked.seconds
    spent = -time.process_time()
    while time.monotonic() < until:
        with timings.measured():
            work()
    spent += time.process_time()
    print(json.dumps({"seconds": [round(seconds, 6) for seconds in timings.seconds], "cpu": spent}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=list(_works()))
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--number", type=int, default=0)
    parser.add_argument("--address", default="")
    return parser.parse_args()


def _works() -> dict[str, Callable[[argparse.Namespace], Callable[[], None]]]:
    return {
        "plain-six": lambda _asked: plain.writer("six"),
        "plain-one": lambda _asked: plain.writer("one"),
        "service": _service,
        "http": _http,
    }


def _service(asked: argparse.Namespace) -> Callable[[], None]:
    django.setup()
    # Models can be imported only now.
    from bench.filing import service_work  # noqa: PLC0415

    return service_work(random.Random(asked.number))


def _http(asked: argparse.Namespace) -> Callable[[], None]:
    from bench.http_form import http_work  # noqa: PLC0415 - as above

    return http_work(address=asked.address, number=asked.number)


if __name__ == "__main__":
    main()
