"""Workers in processes of their own: killed in the middle, or side by side. Each notice goes out once."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from tests import spare

from huiyin.kernel.keys import create_keys

# On PostgreSQL the processes share the test's own database, so rows must really be committed and cleaned up.
pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
LEASE = 300


class Workers:
    """Starts worker processes that share one database and one outbox folder."""

    def __init__(self, folder: Path) -> None:
        create_keys(folder / "keys")
        self.outbox = folder / "outbox"
        self.log = folder / "sent.log"
        self.log.touch()
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
            "HUIYIN_VAR": str(folder),
            "HUIYIN_KEYS": str(folder / "keys"),
            "HUIYIN_OUTBOX": str(self.outbox),
            "HUIYIN_DATABASE_URL": _database(folder),
            "OUTBOX_LOG": str(self.log),
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A worker that goes on by itself."""
        command = [sys.executable, "-m", "tests.notices.worker_process", *words]
        return subprocess.Popen(
            command, env=self._environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *words: str) -> str:
        """What a worker that ends well has printed."""
        code, printed = self._to_its_end(*words)
        assert code == 0, printed
        return printed.strip()

    def run_killed(self, *words: str) -> None:
        """A worker that is killed on its way."""
        code, printed = self._to_its_end(*words)
        assert code == -signal.SIGKILL, printed

    def _to_its_end(self, *words: str) -> tuple[int, str]:
        return spare.run(["-m", "tests.notices.worker_process", *words], self._environment, ROOT)

    def sent(self) -> list[str]:
        """The ids of what was handed over, in order."""
        return self.log.read_text(encoding="ascii").split()

    def texts(self) -> list[str]:
        """The text messages in the folder, by id."""
        return sorted(path.stem for path in self.outbox.iterdir() if path.suffix == ".json")

    def mails(self) -> list[str]:
        """The mails in the folder, by id; nothing else may lie there."""
        return sorted(path.stem for path in self.outbox.iterdir() if path.suffix == ".eml")


def _database(folder: Path) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'crash.sqlite3'}"
    parts = urlsplit(os.environ["HUIYIN_DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def workers(tmp_path: Path) -> Workers:
    """Workers with nothing to do yet."""
    return Workers(tmp_path)


def test_killed_before_handing_over_it_is_sent_once_when_the_lease_ends(workers: Workers) -> None:
    """Not before: the dead one might only be slow."""
    workers.run("seed", "1")
    workers.run_killed("die-before", "0")
    assert workers.sent() == []
    assert workers.run("round", str(LEASE - 10)) == "sent 0"
    assert workers.run("round", str(LEASE + 60)) == "sent 1"
    assert workers.run("round", str(LEASE * 100)) == "sent 0"
    assert len(workers.sent()) == len(workers.mails()) == 1


def test_killed_after_handing_over_there_is_still_one_mail(workers: Workers) -> None:
    """The second file takes the first one's name."""
    workers.run("seed", "1")
    workers.run_killed("die-after", "0")
    assert len(workers.mails()) == 1
    assert workers.run("round", str(LEASE + 60)) == "sent 1"
    assert len(workers.mails()) == 1


def _race(workers: Workers) -> None:
    racers = [workers.start("race") for _ in range(2)]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    for racer in racers:
        with racer:
            racer.communicate(timeout=60)
        assert racer.returncode == 0


def test_two_workers_side_by_side_send_each_once(workers: Workers) -> None:
    """However their rounds fall together."""
    workers.run("seed", "20")
    _race(workers)
    assert len(workers.sent()) == 20
    assert sorted(workers.sent()) == workers.mails()


def test_a_text_message_of_a_killed_worker_leaves_once_and_the_other_one_not_today(workers: Workers) -> None:
    """The turn of the day stays with the notice that took it."""
    workers.run("seed-text", "1")
    workers.run_killed("die-after", "0")
    assert len(workers.texts()) == 1
    assert workers.run("round", str(LEASE + 60)) == "sent 1"
    assert workers.run("round", str(LEASE * 2)) == "sent 0"
    assert len(workers.texts()) == 1


def test_two_workers_send_one_text_message_a_matter_and_day(workers: Workers) -> None:
    """Two notices of one matter fall to two workers at once: one of them has the turn."""
    workers.run("seed-text", "20")
    _race(workers)
    assert len(workers.sent()) == 20
    assert sorted(workers.sent()) == workers.texts()
