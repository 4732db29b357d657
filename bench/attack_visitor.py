"""`python -m bench.attack_visitor`: what one visitor can do to the site, attack by attack, and what others notice.

They run against an installation of their own that is served as docs/deploy.md says, with its limits as they are by
default. Meanwhile somebody at another address opens pages all the time: the slowest of theirs stays under a second.
"""

import argparse
import io
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from PIL import Image

from bench.attacker import ADMIN, PASSWORD, AttackedAnswer, AttackedSite, AttackingPerson, attacked
from bench.finding import HEAD, Finding, watched
from bench.fire_files import BROKEN, workbooks
from huiyin.kernel.ids import new_token, receipt_code

HERE, ELSEWHERE = "192.0.2.{}", "198.51.100.1"
_FILED = "/receipt/"
# As docs/settings.md has them: forms that a network holds open, times two processes; megabytes of a network, and the
# files that were under way as it was reached.
_HELD_AT_ONCE = 2 * 40
_MEGABYTES = 400 + 4 * 18
_HALF = (
    b"POST /lookup/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.1\r\nContent-Length: 100\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nnumber=1"
)
_WRONG = "falsch-falsch"


def main() -> int:
    """All attacks, or those that are named; 1 when one wasn't as it should be, or others had to wait."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("only", nargs="*", choices=[*ATTACKS, []])
    chosen = asked.parse_args().only or list(ATTACKS)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="huiyin-attack-") as folder, attacked(Path(folder) / "var") as site:
        print(HEAD)
        for name in chosen:
            row, fine = watched(site, name, partial(ATTACKS[name], site))
            failed += not fine
            print(row, flush=True)
    return int(failed > 0)


def silent(site: AttackedSite) -> Finding:
    """Connections that say nothing, or half a header."""
    held = [_connected(site, sent) for sent in (b"", b"GET / HTTP/1.1\r\nHost: 12") * 400]
    began = time.monotonic()
    for connection in held:
        connection.settimeout(30)
        while connection.recv(1000):
            pass
        connection.close()
    seconds = time.monotonic() - began
    return Finding(f"800 held; all ended after {seconds:.0f} s", seconds < 30)


def half_sent(site: AttackedSite) -> Finding:
    """Forms that stop halfway."""
    held = [_connected(site, _HALF) for _ in range(400)]
    time.sleep(3)
    ended = 0
    for connection in held:
        connection.settimeout(0.001)
        with suppress(TimeoutError):
            ended += bool(connection.recv(1000))
        connection.close()
    text = f"400 sent, {ended} ended at once for others, the rest held without a thread"
    return Finding(text, ended >= 400 - _HELD_AT_ONCE)


def whole_requests(site: AttackedSite) -> Finding:
    """As many pages as forty clients can ask for."""
    until = time.monotonic() + 8

    def ask(place: int) -> int:
        person, count = AttackingPerson(site.port, HERE.format(place)), 0
        while time.monotonic() < until:
            count += person.get("/file/what/").status == 200
        return count

    pages = _at_once(ask, 40)
    return Finding(f"{pages} pages in 8 s by 40 clients of one network", pages > 0)


def unread(site: AttackedSite) -> Finding:
    """Files that are asked for and not read."""
    largest = max(
        Path("src/huiyin/web/static/built").rglob("*"), key=lambda path: path.is_file() and path.stat().st_size
    )
    path = largest.relative_to("src/huiyin/web")
    ask = f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n".encode()
    held = [_connected(site, ask, receive=4096) for _ in range(100)]
    time.sleep(4)
    for connection in held:
        connection.close()
    return Finding(f"100 of {largest.stat().st_size / 2**20:.0f} MB held for 4 s", held=True)


def image_of_99_megapixels(site: AttackedSite) -> Finding:
    """A small file that would unpack to hundreds of megabytes."""
    sent = bytearray(_photo(64, 64))
    place = sent.index(b"\xff\xc0") + 5
    sent[place : place + 4] = struct.pack(">HH", 9_900, 10_000)
    return _photos(site, bytes(sent), accepted=0)


def image_of_49_megapixels(site: AttackedSite) -> Finding:
    """The largest that is taken, three at a time."""
    return _photos(site, _photo(7_000, 7_000), accepted=3)


def _photos(site: AttackedSite, photo: bytes, accepted: int) -> Finding:
    began = time.monotonic()

    def send(place: int) -> int:
        fields = {"do": "upload"}
        return (
            AttackingPerson(site.port, HERE.format(place)).post("/file/files/", fields, [("a.jpg", photo)]).status
            == 302
        )

    kept = _at_once(send, 3)
    text = f"3 of {len(photo) / 1000:.0f} kB, {kept} kept, {time.monotonic() - began:.1f} s for all"
    return Finding(text, kept == accepted)


def unfolding(site: AttackedSite) -> Finding:
    """Small workbooks whose XML would fill the memory, some of them just within what is read; three at a time."""
    refused, kept = _unfolding(site, 40), _unfolding(site, 5)
    return Finding(f"{refused} above the limit; {kept} below it", "9 refused" in refused)


def _unfolding(site: AttackedSite, megabytes: int) -> str:
    books = [content for name, content in workbooks(megabytes).items() if name != BROKEN]
    began = time.monotonic()

    def send(place: int) -> int:
        sent = [(f"{number}.xlsx", book) for number, book in enumerate(books)]
        answer = AttackingPerson(site.port, HERE.format(place)).post("/file/files/", {"do": "upload"}, sent)
        # Each is named once above the form and once beside its field.
        return len(books) - answer.page.count("这个文件里的部分太多") // 2

    kept = _at_once(send, 3)
    refused = 3 * len(books) - kept
    return f"{kept} kept, {refused} refused in {time.monotonic() - began:.1f} s"


def files(site: AttackedSite) -> Finding:
    """As many as possible in fifteen seconds."""
    before, content, until = _kept(site), b"x" * (18 << 20), time.monotonic() + 15

    def send(place: int) -> int:
        count = 0
        while time.monotonic() < until:
            fields = {"do": "upload"}
            person = AttackingPerson(site.port, HERE.format(place))
            count += person.post("/file/files/", fields, [(f"{n}.txt", content) for n in range(5)]).status == 422
        return count

    _at_once(send, 4)
    later = AttackingPerson(site.port, HERE.format(99))
    later.write(phone="19900001234")
    sent = later.send()
    left = _kept(site) - before
    text = f"{left:.0f} MB left; a matter from there is {'registered' if sent in _FILED else sent}"
    return Finding(text, left <= _MEGABYTES and sent in _FILED)


def matters(site: AttackedSite) -> Finding:
    """A hundred matters, each with a mail to the same address."""

    def file(place: int) -> str:
        person = AttackingPerson(site.port, HERE.format(place))
        person.write(email="victim@example.org")
        return person.send()

    with ThreadPoolExecutor(8) as pool:
        led = list(pool.map(file, range(100)))
    other = AttackingPerson(site.port, ELSEWHERE)
    other.write(phone="19900001234")
    mails = _mails(site)
    site.run("worker", "--once")
    elsewhere, mailed = other.send(), _mails(site) - mails
    registered, waiting = led.count(_FILED), led.count("/file/turn/")
    text = (
        f"100 sent: {registered} registered, {waiting} in the queue with their text; "
        f"{mailed} mail to the address; elsewhere: {elsewhere}"
    )
    return Finding(text, registered + waiting == 100 and mailed == 1 and elsewhere == _FILED)


def codes(site: AttackedSite) -> Finding:
    """Wrong look-up codes, as they might be, then the right one from the same address."""
    owner = AttackingPerson(site.port, "198.51.100.1")
    owner.write(phone="19900001234")
    owner.send()
    number, code = receipt_of(owner)
    answers = [
        AttackingPerson(site.port, HERE.format(1)).post(
            "/lookup/", {"number": number, "code": receipt_code(key=bytes(32), token=new_token())}
        )
        for _ in range(20)
    ]
    refused = sum(answer.status == 429 for answer in answers)
    opened = sum(bool(answer.leads_to) for answer in answers)
    right = AttackingPerson(site.port, HERE.format(1)).post("/lookup/", {"number": number, "code": code})
    held = refused > 0 and not opened and right.leads_to == "/status/"
    return Finding(f"20 wrong, {refused} asked to wait; the right one then: {right.leads_to}", held)


def receipt_of(owner: AttackingPerson) -> tuple[str, str]:
    """Number and code, as the page shows them to whoever has just filed."""
    page = owner.post("/receipt/", {}).page
    number, code = (page.partition(f'id="{name}">')[2].partition("<")[0] for name in ("number", "code"))
    return number, code


def passwords(site: AttackedSite) -> Finding:
    """Wrong passwords of an account, then the right one."""
    known = AttackingPerson(site.port, HERE.format(1))
    _sign_in(known, PASSWORD)
    known.post("/accounts/logout/", {})
    looked_at = sum("对不上" in _sign_in(AttackingPerson(site.port, HERE.format(1)), _WRONG).page for _ in range(30))
    led = {
        who: _sign_in(person, PASSWORD).leads_to
        for who, person in (
            ("there", AttackingPerson(site.port, HERE.format(1))),
            ("there, known device", known),
            ("elsewhere", AttackingPerson(site.port, ELSEWHERE)),
        )
    }
    answers = "; ".join(f"{who}: {path or 'waits'}" for who, path in led.items())
    held = looked_at < 30 and bool(led["there, known device"]) and bool(led["elsewhere"])
    return Finding(f"30 tries, {looked_at} looked at; the right one: {answers}", held)


def spraying(site: AttackedSite) -> Finding:
    """One password on every name."""
    names = [f"name-{number}" for number in range(300)] * 3
    with ThreadPoolExecutor(8) as pool:
        pages = pool.map(lambda name: _sign_in(AttackingPerson(site.port, HERE.format(5)), _WRONG, name).page, names)
        looked_at = sum("对不上" in page for page in pages)
    right = _sign_in(AttackingPerson(site.port, "192.0.2.6"), PASSWORD).leads_to or "waits"
    elsewhere = _sign_in(AttackingPerson(site.port, ELSEWHERE), PASSWORD).leads_to
    text = f"900 tries on 300 names, {looked_at} looked at; a new device in the same building: {right}"
    return Finding(f"{text}, elsewhere: {elsewhere or 'WAITS'}", looked_at < 900 and bool(elsewhere))


def _sign_in(person: AttackingPerson, password: str, name: str = ADMIN) -> AttackedAnswer:
    return person.post("/accounts/login/", {"login": name, "password": password, "next": "/desk/"})


def _at_once(work: Callable[[int], int], count: int) -> int:
    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(work, range(1, count + 1)))


def _connected(site: AttackedSite, sent: bytes, receive: int = 0) -> socket.socket:
    connection = socket.socket()
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.connect(("127.0.0.1", site.port))
    connection.sendall(sent)
    return connection


def _photo(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 40)).save(buffer, "JPEG")
    return buffer.getvalue()


def _kept(site: AttackedSite) -> float:
    return sum(path.stat().st_size for path in (site.var / "files").rglob("*") if path.is_file()) / 2**20


def _mails(site: AttackedSite) -> int:
    return len(list((site.var / "outbox").glob("*.eml")))


ATTACKS: dict[str, Callable[[AttackedSite], Finding]] = {
    "silent connections": silent,
    "half-sent forms": half_sent,
    "a flood of pages": whole_requests,
    "files not read": unread,
    "image of 99 megapixels": image_of_99_megapixels,
    "images of 49 megapixels": image_of_49_megapixels,
    "workbooks that unfold": unfolding,
    "files": files,
    "matters": matters,
    "look-up codes": codes,
    "passwords": passwords,
    "one password on every name": spraying,
}

if __name__ == "__main__":
    sys.exit(main())
