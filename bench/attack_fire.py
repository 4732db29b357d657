"""`python -m bench.attack_fire`: kills, a full disk, a database that is away, files that unpack into mountains.

They run against a fresh installation, on SQLite and on PostgreSQL, and each says what became of it and whether it
should have; those that need a disk of their own or the server's log say so where there is none. Wherever the site
stands meanwhile, somebody elsewhere opens its pages: none of theirs takes a second.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pg
from bench import attack_visitor
from bench.attacker import ADMIN, PASSWORD, AttackedSite, AttackingPerson, attacked, sampled
from bench.finding import HEAD, Finding, line, not_tried, watched
from bench.fire_files import PLAIN, templates, workbooks
from bench.mail_sink import mail_sink

TEXT = "巷口的路灯坏了两个月，晚上看不清路。"
_FILED = "/receipt/"
# A hostile file is refused within this, by processes below this (docs/threat-model.md).
_SECONDS, _MEGABYTES = 20, 300
_WORDS = "我的邻居叫林知夏"
_REFUSED = f"""
from django.db import DatabaseError
from huiyin.kernel.time import now
from huiyin.notices.models import Notice
for template in ("matter_news", "x" * 60):
    try:
        words = {{"words": "{_WORDS}"}}
        Notice(template=template, params=words, dedupe="{_WORDS}", state="sent", created_at=now()).save()
    except DatabaseError:
        print("refused")
"""
_DIE_BEFORE_NOTING = """
import os
from huiyin.kernel.time import now
from huiyin.notices.services import dispatch
note = dispatch._note
dispatch._note = lambda claim, outcome, now: os._exit(0) if outcome.state == "sent" else note(claim, outcome, now=now)
dispatch.outbox_dispatch(at=now())
"""
_AFTER_THE_LEASE = """
from datetime import timedelta
from huiyin.kernel.time import now
from huiyin.notices.models import Notice
from huiyin.notices.selectors import outbox_page
from huiyin.notices.services import outbox_dispatch
outbox_dispatch(at=now() + timedelta(minutes=6))
print({view.state_label for view in outbox_page(hidden=Notice.objects.none()) if view.state == "sent"})
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """The site, and what it stands on; no cluster on SQLite."""

    site: AttackedSite
    cluster: pg.Cluster | None


def main() -> int:
    """All attacks on both databases, or those that are named; 1 when one wasn't as it should be."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("only", nargs="*", choices=[*ATTACKS, []])
    asked.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    given = asked.parse_args()
    print(HEAD)
    failed = 0
    for database in given.database:
        with _ground(database) as ground:
            # The one that kills the site comes last.
            for name in [name for name in ATTACKS if name in (given.only or ATTACKS)]:
                row, fine = _tried(f"{name}, {database}", ATTACKS[name], ground)
                failed += not fine
                print(row, flush=True)
    return int(failed > 0)


def _tried(name: str, attack: "Attack", ground: Ground) -> tuple[str, bool]:
    if attack not in _SITE_DOWN:
        return watched(ground.site, name, partial(attack, ground))
    finding = attack(ground)
    return line(name, finding), finding.held


@contextmanager
def _ground(database: str, folder: Path | None = None) -> Iterator[Ground]:
    with ExitStack() as stack:
        var = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-fire-"))) / "var"
        cluster = stack.enter_context(pg.own_cluster()) if database == "postgresql" else None
        extra = {"HUIYIN_DATABASE_URL": cluster.url} if cluster else {}
        yield Ground(stack.enter_context(attacked(var, extra)), cluster)


def database_away(ground: Ground) -> Finding:
    """The server is stopped while somebody writes, and started again."""
    if ground.cluster is None:
        return not_tried("a file of ours, never away")
    person, officer = AttackingPerson(ground.site.port, "198.51.100.1"), _signed_in(ground.site, "registrar")
    typed = {"kind": "claim", "text": TEXT, "do": "next"}
    ground.cluster.stop()
    answers = [person.post("/file/what/", typed), officer.post("/desk/register/", typed)]
    ground.cluster.start()
    ground.cluster.wait(ground.cluster.url.split(":")[2].partition("@")[0])
    person.write(phone="19900001234")
    given_back = sum(TEXT in answer.page for answer in answers)
    statuses, sent = [answer.status for answer in answers], person.send()
    text = f"form and desk: {statuses}; the text given back in {given_back} of 2; afterwards {sent}"
    return Finding(text, statuses == [503, 503] and given_back == 2 and sent == _FILED)


def words_in_the_log(ground: Ground) -> Finding:
    """Rows that the database refuses, with people's words in them."""
    if ground.cluster is None:
        return not_tried("has no log")
    refused = ground.site.script(_REFUSED).count("refused")
    log = ground.cluster.log.read_text(encoding="utf-8", errors="replace")
    text = (
        f"{refused} refused, {log.count('ERROR:')} lines of errors, the words stand in it {log.count(_WORDS)} times"
    )
    return Finding(text, refused == 2 and _WORDS not in log)


def full_disk(ground: Ground) -> Finding:
    """The installation's own disk is filled up to the last byte."""
    if ground.cluster is not None:
        return not_tried("tried on SQLite; PostgreSQL's own error is held by tests/journeys/test_disk_full.py")
    with tempfile.TemporaryDirectory(prefix="huiyin-full-") as folder:
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder], capture_output=True
        ).returncode:
            return not_tried("no disk of its own can be had here")
        try:
            with _ground("sqlite", Path(folder) / "var") as small:
                return _filled(small.site, Path(folder) / "ballast")
        finally:
            subprocess.run(["umount", folder], check=False)


def _filled(site: AttackedSite, ballast: Path) -> Finding:
    person = AttackingPerson(site.port, "198.51.100.1")
    person.write(phone="19900001234")
    _fill(ballast)
    sign_in = {"login": ADMIN, "password": PASSWORD, "next": "/desk/"}
    stranger = AttackingPerson(site.port, "198.51.100.2")
    statuses = [stranger.post("/accounts/login/", sign_in).status for _ in range(7)]
    full = person.post("/file/what/", {"text": TEXT * 300, "do": "next"})
    ballast.unlink()
    again, sent = stranger.post("/accounts/login/", sign_in).leads_to, person.send()
    text = (
        f"seven times the right password: {statuses}; a long text: {full.status}, given back: {TEXT in full.page}; "
        f"with room again: {again}, {sent}"
    )
    held = {*statuses, full.status} == {507} and TEXT in full.page and again == "/desk/" and sent == _FILED
    return Finding(text, held)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def main_killed(ground: Ground) -> Finding:
    """SIGKILL to the main process alone."""
    began = time.monotonic()
    os.kill(ground.site.pid, signal.SIGKILL)
    while time.monotonic() - began < 60:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", ground.site.port))
                return Finding(f"the port is free after {time.monotonic() - began:.1f} s", held=True)
        time.sleep(0.05)
    return Finding("the port is still TAKEN after a minute", held=False)


def worker_that_fails(ground: Ground) -> Finding:
    """The outbox can't be written to for fifteen seconds."""
    outbox, moved = ground.site.var / "outbox", ground.site.var / "outbox-aside"
    if outbox.exists():
        outbox.rename(moved)
    outbox.touch()
    command = [sys.executable, "-m", "huiyin.cli.main", "worker"]
    worker = subprocess.Popen(
        command, env=dict(ground.site.environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    time.sleep(15)
    worker.terminate()
    _, output = worker.communicate()
    outbox.unlink()
    if moved.exists():
        moved.rename(outbox)
    lines, tracebacks = len(output.splitlines()), output.count("Traceback")
    return Finding(f"{lines} lines in 15 s, {tracebacks} tracebacks", not tracebacks and 0 < lines < 15)


def mail_twice(ground: Ground) -> Finding:
    """The worker dies between handing a mail over and noting it."""
    person = AttackingPerson(ground.site.port, "198.51.100.1")
    person.write(email="zhixia.lin@example.org")
    person.send()
    with mail_sink() as sink:
        mail = {"HUIYIN_NOTICES": "smtp", "HUIYIN_SMTP_HOST": "127.0.0.1", "HUIYIN_SMTP_PORT": str(sink.port)}
        site = AttackedSite(ground.site.port, ground.site.pid, ground.site.var, {**ground.site.environment, **mail})
        site.script(_DIE_BEFORE_NOTING)
        output = site.script(_AFTER_THE_LEASE)
    same = len(sink.messages) == 2 and len(set(sink.messages)) == 1
    sameness = "the same byte for byte" if same else "DIFFERENT"
    return Finding(f"{len(sink.messages)} handed over, {sameness}; the page says {output}", same)


def parts_left_over(ground: Ground) -> Finding:
    """Half-written files of killed processes, forty minutes old."""
    old = time.time() - 40 * 60
    parts = [
        ground.site.var / path for path in ("files/1a/0f.in.part", "outbox/.17.eml.4711.part", "archive/.a.part")
    ]
    for part in parts:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(b"half")
        os.utime(part, (old, old))
    ground.site.run("worker", "--once")
    left = sum(part.exists() for part in parts)
    return Finding(f"{left} of {len(parts)} left after one round", left == 0)


def hostile_templates(ground: Ground) -> Finding:
    """Word templates that compute, fetch or unpack."""
    officer, found, held = _signed_in(ground.site, ADMIN), [], True
    for name, content in templates().items():
        began = time.monotonic()
        answer = officer.post(
            "/desk/organisation/letters/templates/", {"letter": "reply"}, [("x.docx", content)], "document"
        )
        seconds = time.monotonic() - began
        held = held and answer.status == (302 if name == PLAIN else 422) and seconds < _SECONDS
        found.append(f"{name}: {answer.status} in {seconds:.1f} s")
    return Finding("; ".join(found), held)


def hostile_workbooks(ground: Ground) -> Finding:
    """Lists of co-signers that unpack into a mountain."""
    person, officer = AttackingPerson(ground.site.port, "198.51.100.1"), _signed_in(ground.site, "registrar")
    person.write(phone="19900001234")
    person.send()
    number, _ = attack_visitor.receipt_of(person)
    address, found, held = f"/desk/matters/{number.replace('-', '')}/add_cosigners/", [], True
    for name, content in workbooks().items():
        began = time.monotonic()
        with sampled(ground.site.pid) as most:
            answer = officer.post(address, {"seen": "1"}, [("名单.xlsx", content)], "names")
        seconds, kilobytes = time.monotonic() - began, len(content) / 1000
        held = held and answer.status == 422 and seconds < _SECONDS and max(most) < _MEGABYTES
        found.append(f"{name} ({kilobytes:.0f} kB): {answer.status} in {seconds:.1f} s, {max(most):.0f} MB")
    return Finding("; ".join(found), held)


def _signed_in(site: AttackedSite, name: str) -> AttackingPerson:
    person = AttackingPerson(site.port, "198.51.100.9")
    person.post("/accounts/login/", {"login": name, "password": PASSWORD, "next": "/desk/"})
    return person


Attack = Callable[[Ground], Finding]
# No page answers meanwhile, and that is what they try; the full disk has an installation of its own.
_SITE_DOWN: tuple[Attack, ...] = (database_away, main_killed)
ATTACKS: dict[str, Attack] = {
    "database away": database_away,
    "words in the database's log": words_in_the_log,
    "full disk": full_disk,
    "worker that fails": worker_that_fails,
    "mail twice": mail_twice,
    "parts left over": parts_left_over,
    "files": lambda ground: attack_visitor.files(ground.site),
    "matters": lambda ground: attack_visitor.matters(ground.site),
    "Word templates": hostile_templates,
    "workbooks": hostile_workbooks,
    "main process killed": main_killed,
}

if __name__ == "__main__":
    sys.exit(main())
