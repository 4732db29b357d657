"""Rubbish at every address and in every form: no request fails, and none takes much memory.

The seeds are fixed; `python -m bench.attack_fuzz` tries as many others as there is time for.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.attack_fuzz import largest_of_each
from django.core.signals import got_request_exception

from tests.attack.fuzz.addresses import addresses
from tests.attack.fuzz.browsers import HandlerSending
from tests.attack.fuzz.served import fuzzed_installation, peak_megabytes, site_of
from tests.attack.fuzz.walks import FuzzTarget, People, is_failure, walk
from tests.browser.house import RunningInstallation
from tests.cast import PASSWORD, Cast

_MOST_MEGABYTES = 300
_QUICK_SEEDS, _QUICK_REQUESTS = range(5), 20
_LONG_SEEDS, _LONG_REQUESTS = range(1000, 1060), 50


def _near(cast: Cast) -> FuzzTarget:
    """The cast with matters in a few states, asked without a server."""
    filed = [cast.file() for _ in range(3)]
    cast.to_handler(filed[0])
    cast.answer(filed[1])
    receipts = [(registered.number, registered.code) for registered in filed]
    return FuzzTarget(HandlerSending(), addresses(), sorted(cast.officers), PASSWORD, receipts)


@pytest.fixture
def raised() -> Iterator[list[str]]:
    """What has been raised past all views, by address."""
    found: list[str] = []

    def note(sender: object, request: object, **_: object) -> None:
        found.append(str(getattr(request, "path", "")))

    got_request_exception.connect(note)
    yield found
    got_request_exception.disconnect(note)


def test_a_few_seeds_break_nothing(cast: Cast, raised: list[str]) -> None:
    people = People(_near(cast))
    sent = [sent for seed in _QUICK_SEEDS for sent in walk(people, seed, _QUICK_REQUESTS)]
    failed = [
        f"seed {exchange.seed}, {exchange.who}: {exchange.request}" for exchange in sent if is_failure(exchange)
    ]
    assert not failed and not raised, failed or raised
    # They get somewhere: pages open, forms go through, and what is wrong with a form is said.
    assert {200, 302, 422} <= {exchange.answer.status for exchange in sent}


def test_a_page_that_fails_is_found(cast: Cast, settings: Any, raised: list[str]) -> None:
    """Else the fuzzer could find nothing for years and nobody would know why."""
    settings.ROOT_URLCONF = "tests.web.rooms"
    site = _near(cast)
    broken = [address for address in site.addresses if address.parts == ("rooms/broken/",)]
    assert broken
    people = People(FuzzTarget(site.send, broken, (), PASSWORD, site.receipts))
    sent = [sent for seed in range(3) for sent in walk(people, seed, 10)]
    assert (
        any(exchange.answer.status == 500 for exchange in sent if is_failure(exchange)) and "/rooms/broken/" in raised
    )


def test_the_largest_process_of_each_kind_is_named() -> None:
    """The report of a hundred thousand requests says which program has become large, not only that one has."""
    megabytes = {
        "1000 huiyin.cli.main serve 7": 190.0,
        "1200 huiyin.cli.main serve 9": 260.0,
        "1200 huiyin.documents.image_copy JPEG 11": 210.0,
    }
    assert largest_of_each(megabytes) == {
        "huiyin.cli.main serve": (260.0, "1200, 9"),
        "huiyin.documents.image_copy JPEG": (210.0, "1200, 11"),
    }


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[RunningInstallation]:
    """Served as an installation is, on the database that the environment names."""
    with fuzzed_installation(tmp_path, os.environ.get("HUIYIN_DATABASE_URL", "")) as installation:
        yield installation


@pytest.mark.long
def test_many_seeds_break_no_server(installation: RunningInstallation, tmp_path: Path) -> None:
    """Over the network, to the end of what officers can do; then the worker takes up what they have left."""
    failed, megabytes = _walked(installation)
    assert not failed, "\n".join(failed)
    assert max(megabytes.values()) < _MOST_MEGABYTES, megabytes
    log = (tmp_path / "server.log").read_text(encoding="utf-8", errors="replace")
    assert not re.findall(r"(?:Internal Server Error|Application callable raised).*", log)
    worker = installation.huiyin("worker", "--once")
    assert worker.returncode == 0 and "Traceback" not in worker.stderr, worker.stderr[-4000:]


def _walked(installation: RunningInstallation) -> tuple[list[str], dict[str, float]]:
    people = People(site_of(installation))
    failed: list[str] = []
    megabytes: dict[str, float] = {}
    for seed in _LONG_SEEDS:
        sent = list(walk(people, seed, _LONG_REQUESTS))
        failed += [
            f"seed {exchange.seed}, {exchange.who}: {exchange.request}" for exchange in sent if is_failure(exchange)
        ]
        megabytes |= peak_megabytes(installation.pid)
    return failed, megabytes
