"""A PostgreSQL cluster that lives as long as it is needed.

python tools/pg.py run -- COMMAND …      runs COMMAND with HUIYIN_DATABASE_URL set to a fresh cluster
python tools/pg.py run --durable -- …    the same with every commit forced to the disk, as in earnest

From Python: `with throwaway_cluster() as url: …`
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from types import FrameType

import psycopg
from psycopg import sql

import system

OLDEST = 15
# Losing a test's data to a power cut costs nothing; waiting for the disk at every commit does.
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
_SENTENCE = (
    f"The tests need PostgreSQL {OLDEST} or newer (no running server): install it "
    "(Debian and Ubuntu: apt install postgresql; macOS: brew install postgresql@17)."
)


def find() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version first; None when none is new enough."""
    folders = [Path(folder) for place in _PLACES for folder in glob(place)]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    versions = {folder: _version(folder) for folder in folders}
    best = max(versions, key=lambda folder: versions[folder], default=None)
    return best if best and versions[best] >= OLDEST else None


def ensure() -> Path:
    """The same, fetched first where need be. Raises system.Missing."""
    found = find()
    if found is None and system.apt_install("postgresql"):
        found = find()
    if found is None:
        raise system.Missing(_SENTENCE)
    return found


@dataclass
class Cluster:
    """A cluster on a loopback port of its own, which can be stopped and started again."""

    binaries: Path
    folder: Path
    user: str | None
    settings: Mapping[str, str]
    url: str = ""
    server: "subprocess.Popen[bytes] | None" = None
    port: int = 0

    @property
    def log(self) -> Path:
        """What the server writes about itself."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Start it, on the port that it had before if it had one."""
        again = {"port": str(self.port)} if self.port else {}
        self.server, self.port = _start(self.binaries, self.folder, self.user, {**self.settings, **again})

    def wait(self, password: str) -> str:
        """Until it answers; gives the address without a database's name."""
        address = f"postgres://huiyin:{password}@127.0.0.1:{self.port}"
        if self.server is not None:
            _wait(self.server, f"{address}/postgres", self.folder)
        return address

    def stop(self) -> None:
        """Cut all sessions off and end it."""
        if self.server is not None:
            _stop(self.server)
            self.server = None


@contextmanager
def throwaway_cluster(
    *, durable: bool = False, options: Mapping[str, str] | None = None, name: str = "huiyin"
) -> Iterator[str]:
    """A fresh cluster; gives the URL of an empty database, removes all at the end. See `own_cluster`."""
    with own_cluster(durable=durable, options=options, name=name) as cluster:
        yield cluster.url


@contextmanager
def own_cluster(
    *, durable: bool = False, options: Mapping[str, str] | None = None, name: str = "huiyin"
) -> Iterator[Cluster]:
    """A fresh cluster on a loopback port of its own, with an empty database; removes all at the end.

    `durable`: commits reach the disk before they return. `options`: further server settings.
    """
    binaries = ensure()
    user = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="huiyin-pg-") as folder:
        password = secrets.token_urlsafe(18)
        _initialise(binaries, Path(folder), user, password)
        settings = {**({} if durable else _CARELESS), **(options or {})}
        cluster = Cluster(binaries, Path(folder), user, settings)
        cluster.start()
        try:
            address = cluster.wait(password)
            with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            cluster.url = f"{address}/{name}"
            yield cluster
        finally:
            cluster.stop()


def _version(folder: Path) -> int:
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return 0
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    digits = next((word for word in answer.split() if word[0].isdigit()), "0")
    return int("".join(letter for letter in digits.split(".")[0] if letter.isdigit()) or 0)


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: whom to run it as then, None for whoever calls."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _initialise(binaries: Path, folder: Path, user: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    if user:
        shutil.chown(folder, user)
        shutil.chown(secret, user)
    command = [str(binaries / "initdb"), "--pgdata", str(folder / "data"), "--username", "huiyin"]
    command += [
        "--auth",
        "scram-sha-256",
        "--pwfile",
        str(secret),
        "--encoding",
        "UTF8",
        "--locale",
        "C",
        "--no-sync",
    ]
    done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise system.Missing(f"initdb failed:\n{done.stdout}{done.stderr}")
    secret.unlink()


def _start(
    binaries: Path, folder: Path, user: str | None, settings: Mapping[str, str]
) -> tuple["subprocess.Popen[bytes]", int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    port = int(settings.get("port", port))
    fixed = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": "", "timezone": "UTC"}
    command = [str(binaries / "postgres"), "-D", str(folder / "data")]
    for key, value in {**fixed, **settings}.items():
        command += ["-c", f"{key}={value}"]
    with (folder / "server.log").open("ab") as log:
        # A session of its own: Ctrl-C must reach the tests first, and the server only when they have let go.
        server = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    return server, port


def _wait(server: "subprocess.Popen[bytes]", url: str, folder: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    log = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    raise system.Missing(f"PostgreSQL did not start:\n{log}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """End exactly the server that was started: sessions are cut off, then the hard way."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            continue


def leave_in_order(number: int, frame: FrameType | None) -> None:
    """A signal handler: a killed run still stops what it has started."""
    sys.exit(128 + number)


def _main(arguments: list[str]) -> int:
    if arguments[:1] != ["run"] or "--" not in arguments:
        sys.exit(__doc__)
    place = arguments.index("--")
    signal.signal(signal.SIGTERM, leave_in_order)
    with throwaway_cluster(durable="--durable" in arguments[:place]) as url:
        environment = os.environ | {"HUIYIN_DATABASE_URL": url}
        return subprocess.run(arguments[place + 1 :], env=environment).returncode


if __name__ == "__main__":
    try:
        sys.exit(_main(sys.argv[1:]))
    except system.Missing as error:
        sys.exit(str(error))
