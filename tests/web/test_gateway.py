"""Requests reach a thread only when all of them has come; networks take turns; slow ones are ended alone."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest

from huiyin.web.addresses import wide_network
from huiyin.web.gateway import Gateway, Limits
from huiyin.web.gateway.application import environ_of, headers_of
from huiyin.web.gateway.bodies import Bodies, BodyTooSlow
from huiyin.web.gateway.turns import Crowded, Turns
from tests.web.gateway_visitor import MEGABYTE, PATIENCE, Echo, GatewayVisitor, scope_of, until, within


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    """Small and short."""
    return Limits(
        threads=2, folder=tmp_path, largest=MEGABYTE, body_seconds=60, body_rate=1024, unfinished=6,
        unfinished_of_network=3,
    )  # fmt: skip


def test_unfinished_bodies_hold_no_thread(limits: Limits) -> None:
    """Whatever number of them waits, somebody else's page answers, and theirs when the rest has come."""

    async def walk() -> list[str]:
        gateway = Gateway(Echo(), limits)
        slow = [GatewayVisitor(gateway, address=f"192.0.{number}.1", length=100) for number in range(5)]
        tasks = [visitor.start() for visitor in slow]
        for visitor in slow:
            visitor.sends(b"x" * 10, more=True)
        other = GatewayVisitor(gateway, address="203.0.113.1")
        await other.start()
        assert (other.status, other.text) == (200, "0")
        for visitor in slow:
            visitor.sends(b"x" * 90)
        await asyncio.gather(*tasks)
        return [visitor.text for visitor in slow]

    assert within(walk()) == ["100"] * 5


def test_a_body_that_stands_still_is_ended_with_a_sentence(limits: Limits) -> None:
    async def walk() -> GatewayVisitor:
        visitor = GatewayVisitor(Gateway(Echo(), replace(limits, body_seconds=0.05)), length=100)
        task = visitor.start()
        visitor.sends(b"x", more=True)
        await task
        return visitor

    visitor = within(walk())
    assert visitor.status == 408
    assert "请按浏览器的“后退”" in visitor.text


def test_a_body_that_comes_steadily_has_more_time(limits: Limits) -> None:
    """At a thousand bytes a second a large file may take its minutes; the longest time of all still holds."""

    async def when(size: int) -> float:
        bodies = Bodies(limits, ThreadPoolExecutor(1))
        parts: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        parts.put_nowait({"type": "http.request", "body": b"x" * size, "more_body": True})

        async def receive() -> None:
            async with bodies.whole("net", parts.get):
                raise AssertionError("it never ends")

        task = asyncio.get_running_loop().create_task(receive())
        await until(lambda: any(body.size == size for body in bodies._of.get("net", ())))
        (body,) = bodies._of["net"]
        await asyncio.sleep(0)
        ends = body.clock.when()
        assert ends is not None
        task.cancel()
        return ends - body.since

    assert within(when(10 * 1024)) == pytest.approx(70)
    assert within(when(limits.bytes_in_memory)) == pytest.approx(60 + 64)


def test_the_slowest_of_a_network_makes_room_for_the_next(limits: Limits) -> None:
    """Whoever holds requests open loses these; the neighbour's behind the same address arrives."""

    async def walk() -> None:
        gateway = Gateway(Echo(), limits)
        held = [GatewayVisitor(gateway, address=f"192.0.2.{number}", length=100) for number in range(3)]
        tasks = [visitor.start() for visitor in held]
        for index, visitor in enumerate(held):
            visitor.sends(b"x" * (index + 1) * 10, more=True)
        await until(lambda: sum(body.size for body in gateway._bodies._of.get("192.0.2.0/24", ())) == 60)
        neighbour = GatewayVisitor(gateway, address="192.0.2.99", length=4)
        neighbour.sends(b"news")
        await neighbour.start()
        assert (neighbour.status, neighbour.text) == (200, "4")
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        assert (done, held[0].status) == ({tasks[0]}, 408)
        for visitor, size in zip(held[1:], (80, 70), strict=True):
            visitor.sends(b"x" * size)
        await asyncio.gather(*tasks[1:])
        assert [visitor.status for visitor in held] == [408, 200, 200]

    within(walk())


def test_the_network_with_most_open_requests_loses_one(limits: Limits) -> None:
    async def walk() -> list[int]:
        gateway = Gateway(Echo(), replace(limits, unfinished=3))
        addresses = ("192.0.2.1", "192.0.2.2", "198.51.100.1")
        held = [GatewayVisitor(gateway, address=address, length=100) for address in addresses]
        tasks = [visitor.start() for visitor in held]
        await until(lambda: sum(map(len, gateway._bodies._of.values())) == 3)
        other = GatewayVisitor(gateway, address="203.0.113.1", length=2)
        other.sends(b"ok")
        await other.start()
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for visitor in held:
            visitor.sends(b"x" * 100)
        await asyncio.gather(*tasks)
        assert other.status == 200
        return [visitor.status for visitor in held]

    assert sorted(within(walk())) == [200, 200, 408]


def test_bodies_of_one_network_fill_no_disk(limits: Limits) -> None:
    async def walk() -> list[int]:
        gateway = Gateway(Echo(), replace(limits, largest=100_000, unfinished_of_network=9))
        held = [GatewayVisitor(gateway, length=99_999) for _ in range(5)]
        tasks = [visitor.start() for visitor in held]
        for visitor in held:
            visitor.sends(b"x" * 90_000, more=True)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for visitor in held:
            visitor.sends(b"x" * 9_999)
        await asyncio.gather(*tasks)
        return [visitor.status for visitor in held]

    assert sorted(within(walk())) == [200, 200, 200, 200, 408]


def test_a_body_ended_while_it_is_written_stays_open_until_then(limits: Limits) -> None:
    """Else the thread that writes makes the file anew, and nobody closes that one."""
    begun, go_on = threading.Event(), threading.Event()

    class SlowDisk(ThreadPoolExecutor):
        def submit(self, write: Callable[..., Any], /, *chunks: Any, **kwargs: Any) -> Any:
            def later() -> None:
                begun.set()
                assert go_on.wait(PATIENCE)
                write(*chunks, **kwargs)

            return super().submit(later)

    async def walk() -> list[bool]:
        bodies = Bodies(limits, SlowDisk(1))
        parts: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        parts.put_nowait({"type": "http.request", "body": b"x" * (limits.bytes_in_memory + 1), "more_body": True})

        async def receive() -> None:
            async with bodies.whole("net", parts.get):
                raise AssertionError("it never ends")

        task = asyncio.get_running_loop().create_task(receive())
        await until(begun.is_set)
        (body,) = bodies._of["net"]
        bodies._end_slowest("net")
        await asyncio.wait({task}, timeout=0.05)
        was_closed = body.file.closed
        go_on.set()
        with pytest.raises(BodyTooSlow):
            await task
        return [was_closed, body.file.closed]

    assert within(walk()) == [False, True]


@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_far_too_large_is_not_read(limits: Limits, chunked: bool) -> None:
    """Django says so; the announced length is enough, and one that isn't announced is counted."""
    lengths = []

    def application(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        lengths.append(int(environ["CONTENT_LENGTH"]))
        start("413 Content Too Large", [])
        return [environ["wsgi.input"].read()]

    async def walk() -> GatewayVisitor:
        visitor = GatewayVisitor(Gateway(application, limits), length=0 if chunked else MEGABYTE + 1)
        if chunked:
            visitor._scope = scope_of("/", "192.0.2.1", headers={"transfer-encoding": "chunked"})
            for _ in range(5):
                visitor.sends(b"x" * (MEGABYTE // 4), more=True)
        await visitor.start()
        return visitor

    assert (within(walk()).status, lengths) == (413, [MEGABYTE + 1])


def test_a_network_never_has_all_threads(limits: Limits) -> None:
    """Requests that take long leave a thread to everybody else, and waiting ones don't stand before others."""

    async def walk() -> None:
        echo = Echo()
        gateway = Gateway(echo, replace(limits, waiting=3))
        greedy = [GatewayVisitor(gateway, "/hold", address=f"192.0.2.{number}") for number in range(5)]
        tasks = [visitor.start() for visitor in greedy]
        other = GatewayVisitor(gateway, address="203.0.113.1")
        await other.start()
        assert (other.status, echo.seen.count("/hold")) == (200, 1)
        await tasks[4]
        assert (greedy[4].status, "过半分钟再发一次" in greedy[4].text) == (503, True)
        echo.go_on.set()
        await asyncio.gather(*tasks)
        assert [visitor.status for visitor in greedy] == [200] * 4 + [503]

    within(walk())


def test_turns_go_round() -> None:
    """The first request of a second network comes before the third one of the first."""

    async def walk() -> list[str]:
        turns, order = Turns(threads=1, waiting=10), []
        first = asyncio.Event()

        async def ask(network: str, *, hold: bool = False) -> None:
            async with turns.turn(network):
                order.append(network)
                if hold:
                    await first.wait()

        tasks = [asyncio.ensure_future(ask("a", hold=True))]
        await until(lambda: order == ["a"])
        tasks += [asyncio.ensure_future(ask(network)) for network in ("a", "a", "a", "b", "c")]
        gone = asyncio.ensure_future(ask("b"))
        await asyncio.sleep(0)
        gone.cancel()
        first.set()
        await asyncio.gather(*tasks)
        return order

    assert within(walk()) == ["a", "a", "b", "c", "a", "a"]


def test_too_many_in_line_are_sent_away() -> None:
    async def walk() -> None:
        turns = Turns(threads=1, waiting=0)
        async with turns.turn("a"):
            with pytest.raises(Crowded):
                async with turns.turn("a"):
                    pass
        async with turns.turn("a"):
            pass

    within(walk())


def test_a_full_disk_is_shown(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    async def walk() -> GatewayVisitor:
        visitor = GatewayVisitor(Gateway(Echo(), limits), length=MEGABYTE)
        visitor.sends(b"x" * MEGABYTE)
        await visitor.start()
        return visitor

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    assert within(walk()).status == 507


def test_what_arrives_has_no_name_on_the_disk(limits: Limits) -> None:
    """So nothing stays when the process is killed."""

    async def walk() -> list[str]:
        gateway = Gateway(Echo(), limits)
        visitor = GatewayVisitor(gateway, length=MEGABYTE)
        task = visitor.start()
        visitor.sends(b"x" * (MEGABYTE - 1), more=True)
        await until(lambda: any(body.size for bodies in gateway._bodies._of.values() for body in bodies))
        found = os.listdir(limits.folder)
        visitor.sends(b"x")
        await task
        assert visitor.text == str(MEGABYTE)
        return found

    assert within(walk()) == []


def test_a_slow_reader_of_a_file_holds_no_thread(limits: Limits) -> None:
    class Stream:
        streaming = True
        closed = threading.Event()

        def __iter__(self) -> Any:
            return iter([b"a" * 10, b"b" * 10])

        def close(self) -> None:
            self.closed.set()

    def application(environ: dict[str, Any], start: Callable[..., object]) -> Any:
        start("200 OK", [])
        return Stream() if environ["PATH_INFO"] == "/file" else [b"page"]

    async def walk() -> None:
        gateway = Gateway(application, replace(limits, threads=1, body_seconds=0.05))
        heard: list[bytes] = []
        stuck = asyncio.Event()

        async def hear(message: Mapping[str, Any]) -> None:
            if b"a" * 10 in (message.get("body", b""),):
                heard.append(message["body"])
                stuck.set()
                await asyncio.Event().wait()

        slow = asyncio.ensure_future(gateway(scope_of("/file", "192.0.2.1"), asyncio.Queue().get, hear))
        await stuck.wait()
        other = GatewayVisitor(gateway)
        await other.start()
        assert other.text == "page"
        await slow  # it is given up after its time
        assert heard == [b"a" * 10]
        assert Stream.closed.is_set()

    within(walk())


def test_headers_say_what_wsgi_expects() -> None:
    scope = scope_of("/接访/", "192.0.2.1", headers={"x-forwarded-for": "6.6.6.6", "X_Forwarded_For": "7.7.7.7"})
    scope["headers"] += [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"X-Forwarded-For", b"8.8.8.8")]
    headers = headers_of(scope)
    assert (headers["cookie"], headers["x-forwarded-for"]) == ("a=1; b=2", "6.6.6.6,8.8.8.8")
    environ = environ_of(scope, headers, None, 0)  # type: ignore[arg-type]
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/接访/"
    assert environ["HTTP_X_FORWARDED_FOR"] == "6.6.6.6,8.8.8.8"


@pytest.mark.parametrize("charset", ["zip", "rot13", "idna", "undefined", '"zip"', "utf-8''zip"])
def test_a_charset_in_which_nothing_is_written_is_passed_over(charset: str) -> None:
    """Django would fail at it, before there is a request that it could answer."""
    star = "*" if "''" in charset else ""
    headers = {"content-type": f"multipart/form-data; boundary=x; charset{star}={charset}"}
    scope = scope_of("/lookup/", "192.0.2.1", 3, headers)
    environ = environ_of(scope, headers_of(scope), BytesIO(b"--x"), 3)
    assert environ["CONTENT_TYPE"] == "multipart/form-data; boundary=x"
    assert WSGIRequest(environ).content_type == "multipart/form-data"


def test_a_charset_that_can_be_read_stays() -> None:
    scope = scope_of("/lookup/", "192.0.2.1", 3, {"content-type": "multipart/form-data; charset=gb18030; boundary=x"})
    environ = environ_of(scope, headers_of(scope), BytesIO(b"--x"), 3)
    assert WSGIRequest(environ).encoding == "gb18030"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("?", "unknown"),
    ],
)
def test_a_network_is_what_one_subscriber_can_choose_from(address: str, network: str) -> None:
    assert wide_network(address) == network


def test_a_body_that_is_ended_says_so(limits: Limits) -> None:
    """Nothing that comes afterwards brings it back."""

    async def walk() -> None:
        bodies = Bodies(limits, ThreadPoolExecutor(1))
        parts: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()

        async def receive() -> None:
            async with bodies.whole("net", parts.get):
                pass

        task = asyncio.ensure_future(receive())
        await until(lambda: "net" in bodies._of)
        bodies._end_slowest("net")
        parts.put_nowait({"type": "http.request", "body": b"x", "more_body": True})
        with pytest.raises(BodyTooSlow):
            await task

    within(walk())
