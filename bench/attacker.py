"""What the attacks need: an installation of their own, people at chosen addresses, and who is measured."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.processor import family_of
from bench.site import end

PASSWORD = "tingquan-2026"  # noqa: S105 - of an installation that is gone afterwards
ADMIN = "an"
_GUARD = "g" * 32
_STAFF = """
import django; django.setup()
from datetime import UTC, datetime
from huiyin.kernel.actor import Role, system
from huiyin.orgs.selectors import reception_unit
from huiyin.orgs.services import OfficerPlan, PostPlan, officer_create, post_create
at, seed, unit_id = datetime(2026, 3, 2, tzinfo=UTC), system("seed"), reception_unit()
for role in (Role.REGISTRAR, Role.HANDLER, Role.APPROVER):
    plan = OfficerPlan(role.value, role.value, password="tingquan-2026" if role is Role.REGISTRAR else "")
    officer = officer_create(plan=plan, actor=seed, at=at)
    post_create(plan=PostPlan(unit_id, role, role.value, officer.pk), actor=seed, at=at)
"""


@dataclass(frozen=True, slots=True)
class AttackedAnswer:
    """Status, page and where it leads."""

    status: int
    page: str
    leads_to: str


class AttackingPerson:
    """A browser's worth of cookies, at an address as our proxy would have seen it."""

    def __init__(self, port: int, address: str) -> None:
        """Nothing is sent yet."""
        self.port, self.address = port, address
        self.cookies = {"csrftoken": _GUARD}

    def get(self, path: str) -> AttackedAnswer:
        """Open a page."""
        return self._ask("GET", path, None, {})

    def post(
        self, path: str, fields: Mapping[str, str], files: Sequence[tuple[str, bytes]] = (), field: str = "files"
    ) -> AttackedAnswer:
        """Send a form, with files if there are any; `field` is what their field is called."""
        fields = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **fields}
        if not files:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        else:
            line = uuid4().hex
            kind, body = f"multipart/form-data; boundary={line}", _multipart(line, fields, files, field)
        return self._ask("POST", path, body, {"Content-Type": kind, "Origin": f"http://127.0.0.1:{self.port}"})

    def write(self, **who: str) -> None:
        """Fill in the form up to its last page."""
        self.post("/file/what/", {"text": "巷口的路灯坏了两个月，晚上看不清路。", "do": "next"})
        self.post("/file/about/", {"do": "next"})
        self.post("/file/requests/", {"request_1": "尽快修好路灯", "do": "next"})
        self.post("/file/kind/", {"kind": "claim", "do": "next"})
        self.post("/file/who/", {"who": "named", "name": "谷小满", "do": "next", **who})

    def send(self) -> str:
        """Press "send"; where it leads."""
        return self.post("/file/check/", {}).leads_to

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> AttackedAnswer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            sent = {"Cookie": cookies, "X-Forwarded-For": self.address, "Accept-Language": "zh-CN"}
            connection.request(method, path, body, {**sent, **headers})
            answer = connection.getresponse()
            for header in answer.headers.get_all("Set-Cookie") or ():
                name, _, rest = header.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            page = answer.read().decode("utf-8", "replace")
            return AttackedAnswer(answer.status, page, answer.getheader("Location", ""))
        finally:
            connection.close()


def _multipart(line: str, fields: Mapping[str, str], files: Sequence[tuple[str, bytes]], field: str) -> bytes:
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files:
        head = f'--{line}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join((*parts, f"--{line}--\r\n".encode()))


@dataclass
class Neighbour:
    """Somebody elsewhere who opens pages all the time; and the largest process of the site meanwhile."""

    port: int
    pid: int
    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    megabytes: float = 0

    @contextmanager
    def watching(self) -> Iterator["Neighbour"]:
        """For as long as the block lasts, and one page at least."""
        stop = threading.Event()
        thread = threading.Thread(target=self._go_on, args=(stop,))
        thread.start()
        try:
            yield self
        finally:
            stop.set()
            thread.join()

    def _go_on(self, stop: threading.Event) -> None:
        person, paths, at = AttackingPerson(self.port, "203.0.113.77"), ("/", "/lookup/", "/file/what/", "/how/"), 0
        while True:
            began = time.monotonic()
            try:
                self.failed += person.get(paths[at % len(paths)]).status != 200
            except OSError:
                self.failed += 1
            self.seconds.append(time.monotonic() - began)
            self.megabytes = max(self.megabytes, largest_megabytes(self.pid))
            at += 1
            if stop.wait(0.05):
                return

    def slowest(self) -> str:
        """The slowest page and the usual one, in milliseconds."""
        ordered = sorted(self.seconds)
        return f"{ordered[-1] * 1000:.0f} ({ordered[len(ordered) // 2] * 1000:.0f})"


def largest_megabytes(root: int) -> float:
    """What the largest process of the site holds in memory now."""
    found = [0.0]
    for pid in family_of(root):
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except OSError:
            continue
        found.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
    return max(found)


@contextmanager
def sampled(root: int) -> Iterator[list[float]]:
    """What the largest process of the site holds, again and again while the block lasts."""
    found, stop = [0.0], threading.Event()

    def go_on() -> None:
        while not stop.wait(0.05):
            found.append(largest_megabytes(root))

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class AttackedSite:
    """The installation, its server, and the environment of its commands."""

    port: int
    pid: int
    var: Path
    environment: Mapping[str, str]

    def run(self, *words: str) -> None:
        """A command of the installation."""
        run(self.environment, "-m", "huiyin.cli.main", *words)

    def script(self, text: str) -> str:
        """Python within the installation; gives what it printed. Raises CalledProcessError."""
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
        given = [sys.executable, "-c", f"import django; django.setup()\n{text}"]
        return subprocess.run(given, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def run(environment: Mapping[str, str], *words: str) -> None:
    """Python with these words. Raises CalledProcessError."""
    subprocess.run([sys.executable, *words], env=dict(environment), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def attacked(var: Path, extra: Mapping[str, str] | None = None) -> Iterator[AttackedSite]:
    """A fresh installation with staff, as it is served behind a proxy, with the limits that it has by default.

    `extra`: further settings of it, such as its database.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    environment = {**ours, "HUIYIN_VAR": str(var), "HUIYIN_NOTICES": "folder", "HUIYIN_BEHIND_PROXY": "1"}
    environment |= extra or {}
    first = ("admin-create", ADMIN, "--name", "安若素", "--unit", "云渡县信访局", "--password", PASSWORD)
    for words in (("keys", "create"), ("migrate",), first):
        run(environment, "-m", "huiyin.cli.main", *words)
    run({**environment, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}, "-c", _STAFF)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "-m", "huiyin.cli.main", "serve", "--port", str(port), "--workers", "2", "--threads", "4"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(server, port)
        yield AttackedSite(port, server.pid, var, environment)
    finally:
        end(server)


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if AttackingPerson(port, "203.0.113.1").get("/lookup/").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the site did not come up")
