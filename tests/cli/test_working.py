"""Rounds at once never say a thing twice; worker and server stop in order."""

import signal
import socket
import subprocess
from urllib.request import urlopen

import pytest

from huiyin.web.bundles import bundle
from tests.cli.house import House
from tests.flows.tables import MAP, good, write

_ESCALATED = "SELECT count(*) FROM matters_event WHERE kind = 'matters.matter.escalated'"


def test_two_rounds_at_once_never_say_a_thing_twice(house: House) -> None:
    folder = house.var.parent
    (folder / "map.toml").write_text(MAP, encoding="utf-8")
    path = write(folder / "old.csv", [good(number) for number in range(120)])
    assert house.run("import", str(path), "--map", str(folder / "map.toml"))[0] == 0
    ticks = [house.start("tick") for _ in range(3)]
    said = [process.communicate()[0] for process in ticks]
    assert [process.returncode for process in ticks] == [0, 0, 0], said
    assert house.count(_ESCALATED) == 120
    assert house.count("SELECT count(*) - count(DISTINCT dedupe) FROM notices_notice") == 0
    code, last = house.run("tick")
    assert (code, "没有到时候的事" in last) == (0, True), last
    assert house.run("verify")[0] == 0


def test_a_worker_stops_in_order(house: House) -> None:
    with house.start("worker") as worker:
        said = until(worker, "worker 已启动")
        worker.send_signal(signal.SIGTERM)
        said += worker.communicate()[0]
    assert (worker.returncode, "worker 已停止" in said) == (0, True), said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_with_its_worker_stops_in_order(house: House, number: signal.Signals) -> None:
    assert bundle("portal").scripts, "the front end isn't built: run `make build`"
    port = free_port()
    with house.start("serve", "--port", str(port), "--with-worker") as server:
        said = until(server, "worker 已启动", "Started worker")
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
        server.send_signal(number)
        said += server.communicate()[0]
    assert (server.returncode, "worker 已停止" in said) == (0, True), said


def until(process: "subprocess.Popen[str]", *words: str) -> str:
    """What the process says until each of these has been said."""
    assert process.stdout is not None
    said, missing = "", set(words)
    for line in process.stdout:
        said += line
        missing = {word for word in missing if word not in line}
        if not missing:
            return said
    raise AssertionError(f"it ended early: {said}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
