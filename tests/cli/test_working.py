"""Rounds at once never say a thing twice; worker and server stop in order."""

import signal
import socket
import subprocess
from urllib.request import urlopen

import pytest

from huiyin.web.bundles import bundle
from tests.cli.house import Installation
from tests.flows.tables import MAP, good, write

_ESCALATED = "SELECT count(*) FROM matters_event WHERE kind = 'matters.matter.escalated'"


def test_two_rounds_at_once_never_say_a_thing_twice(installation: Installation) -> None:
    folder = installation.var.parent
    (folder / "map.toml").write_text(MAP, encoding="utf-8")
    path = write(folder / "old.csv", [good(number) for number in range(40)])
    assert installation.run("import", str(path), "--map", str(folder / "map.toml"))[0] == 0
    ticks = [installation.start("tick") for _ in range(3)]
    outputs = [process.communicate()[0] for process in ticks]
    assert [process.returncode for process in ticks] == [0, 0, 0], outputs
    assert installation.count(_ESCALATED) == 40
    assert installation.count("SELECT count(*) - count(DISTINCT dedupe) FROM notices_notice") == 0
    code, last = installation.run("tick")
    assert (code, "没有到时候的事" in last) == (0, True), last
    assert installation.run("verify")[0] == 0


def test_a_worker_stops_in_order(installation: Installation) -> None:
    with installation.start("worker") as worker:
        output = until(worker, "worker 已启动")
        worker.send_signal(signal.SIGTERM)
        output += worker.communicate()[0]
    assert (worker.returncode, "worker 已停止" in output) == (0, True), output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_with_its_worker_stops_in_order(installation: Installation, number: signal.Signals) -> None:
    assert bundle("portal").scripts, "the front end isn't built: run `make build`"
    port = free_port()
    with installation.start("serve", "--port", str(port), "--with-worker") as server:
        output = until(server, "worker 已启动", "Started worker")
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert answer.status == 200
        server.send_signal(number)
        output += server.communicate()[0]
    assert (server.returncode, "worker 已停止" in output) == (0, True), output


def until(process: "subprocess.Popen[str]", *words: str) -> str:
    """What the process says until each of these has been said."""
    assert process.stdout is not None
    output, missing = "", set(words)
    for line in process.stdout:
        output += line
        missing = {word for word in missing if word not in line}
        if not missing:
            return output
    raise AssertionError(f"it ended early: {output}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
