"""What one seed does: somebody opens pages, fills in their forms, and sends what no page offers."""

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote, urlsplit

from tests.attack.fuzz.addresses import Address, filled, kind_of
from tests.attack.fuzz.bodies import BodyPart, body_of, urlencoded
from tests.attack.fuzz.browsers import FuzzAnswer, FuzzBrowser, FuzzRequest, Sending
from tests.attack.fuzz.filling import filled_form
from tests.attack.fuzz.forms import Page, PageForm
from tests.attack.fuzz.rubbish import rubbish, short_rubbish

STRANGER, PETITIONER = "", "petitioner"
_METHODS = (
    "GET",
    "POST",
    "POST",
    "POST",
    "POST",
    "HEAD",
    "OPTIONS",
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "PROPFIND",
    "X",
)
_MOST_KNOWN = 400
_IDS = re.compile(r"[0-9a-f-]{12,}|[0-9]+")
_ASSETS = ("/static/",)
_EVERYWHERE = frozenset({"/accounts/logout/", "/language/", "/type-size/"})


@dataclass(frozen=True, slots=True)
class FuzzTarget:
    """What the fuzzer knows of an installation before it asks: addresses, officers, matters with their codes."""

    send: Sending
    addresses: Sequence[Address]
    officers: Sequence[str]
    password: str
    receipts: Sequence[tuple[str, str]]


@dataclass(slots=True)
class People:
    """Browsers of those who ask, kept from seed to seed; and what pages have shown to them."""

    site: FuzzTarget
    browsers: dict[str, FuzzBrowser] = field(default_factory=dict)
    # By person, then by shape: a list has a hundred lines that lead to the same view, and the page one menu.
    links: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    # Where files can be sent, which few pages offer.
    uploads: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of a seed, with its answer."""

    seed: int
    who: str
    request: FuzzRequest
    answer: FuzzAnswer


def is_failure(sent: Sent) -> bool:
    """Whether it is ours: full, busy or not ready is said with 503, and wanted."""
    return sent.answer.status >= 500 and sent.answer.status != 503


def walk(people: People, seed: int, count: int) -> Iterator[Sent]:
    """So many requests. The same seed asks the same of the same installation, as far as its ids allow."""
    chance = Random(seed)
    who = chance.choice((STRANGER, STRANGER, PETITIONER, PETITIONER, *people.site.officers))
    steps = _Walk(people, chance, who, f"198.51.{seed % 256}.{seed // 256 % 256}").steps()
    for _, (request, answer) in zip(range(count), steps, strict=False):
        yield Sent(seed, who, request, answer)


Step = tuple[FuzzRequest, FuzzAnswer]


@dataclass(slots=True)
class _Walk:
    people: People
    chance: Random
    who: str
    network: str

    def steps(self) -> Iterator[Step]:
        """Without end."""
        yield from self._come_in()
        while True:
            address = self._address()
            page = yield from self._open(address, self._headers(address))
            for form in self._some(page.forms):
                step = self._send_form(form, address)
                yield step
                leads_to = step[1].headers.get("location", "")
                if leads_to.startswith("/") and self.chance.random() < 0.5:
                    yield from self._open(leads_to, {})
            if not page.forms or self.chance.random() < 0.25:
                yield self._send_nonsense(address)
            if self._is_officer and "sessionid" not in self._browser().cookies:
                yield from self._come_in()

    @property
    def _is_officer(self) -> bool:
        return self.who not in {STRANGER, PETITIONER}

    def _some(self, forms: list[PageForm]) -> list[PageForm]:
        """A few, rarely those that stand on every page."""
        here = [form for form in forms if form.action not in _EVERYWHERE or self.chance.random() < 0.03]
        chosen = self.chance.sample(here, min(len(here), 3))
        return chosen + [
            form for form in here if form not in chosen and any(field.kind == "file" for field in form.fields)
        ]

    def _open(self, address: str, headers: Mapping[str, str]) -> Generator[Step, None, Page]:
        step = self._ask("GET", address, headers)
        yield step
        return self._looked_at(address, step[1])

    def _come_in(self) -> Iterator[Step]:
        """As an officer with a password, or as a petitioner with a code, unless one is in already."""
        home = {STRANGER: "/", PETITIONER: "/status/"}.get(self.who, "/desk/")
        step = self._ask("GET", home, {})
        yield step
        self._looked_at(home, step[1])
        if self.who == STRANGER or step[1].status == 200 or self._is_signed_in(step[1]):
            return
        entrance = "/accounts/login/" if self._is_officer else "/lookup/"
        yield from self._open(entrance, {})
        number, code = self.chance.choice(self.people.site.receipts)
        typed = {"number": number, "code": code}
        if self._is_officer:
            typed = {"login": self.who, "password": self.people.site.password, "next": "/desk/"}
        token = {"csrfmiddlewaretoken": self._browser().cookies.get("csrftoken", "")}
        body = urlencoded([BodyPart(name.encode(), value.encode()) for name, value in {**token, **typed}.items()])
        step = self._ask("POST", entrance, {"Content-Type": "application/x-www-form-urlencoded"}, body)
        yield step
        for _ in range(3):
            leads_to = step[1].headers.get("location", "")
            if not leads_to.startswith("/"):
                return
            step = self._ask("GET", leads_to, {})
            yield step
            self._looked_at(leads_to, step[1])

    def _is_signed_in(self, answer: FuzzAnswer) -> bool:
        """The desk leads an officer to the first page of theirs, and others to the sign-in."""
        leads_to = answer.headers.get("location", "")
        return self._is_officer and leads_to.startswith("/desk/") and "sessionid" in self._browser().cookies

    def _browser(self) -> FuzzBrowser:
        browser = self.people.browsers.setdefault(self.who, FuzzBrowser(self.people.site.send))
        browser.cookies.setdefault("csrftoken", "g" * 32)
        return browser

    def _ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Step:
        request = FuzzRequest(method, target, {"X-Forwarded-For": self.network, **headers}, body)
        return request, self._browser().ask(request)

    def _address(self) -> str:
        links, chance = self.people.links.get(self.who), self.chance
        if chance.random() < 0.2:
            return chance.choice([*self.people.uploads.get(self.who, []), *self._upload_pages()])
        if links and chance.random() < 0.55:
            address = chance.choice(links[chance.choice(list(links))])
        else:
            address = filled(chance.choice(self.people.site.addresses), chance, self.people.known)
        if chance.random() < 0.08:
            place = chance.randrange(1, len(address) + 1)
            address = address[:place] + quote(short_rubbish(chance)) + address[place:]
        if chance.random() < 0.12:
            address += ("&" if "?" in address else "?") + self._query()
        return address

    def _upload_pages(self) -> tuple[str, ...]:
        """Where files are taken, found or not: little else costs a server as much as to read one."""
        if not self._is_officer:
            return ("/file/files/", "/status/")
        number, _ = self.chance.choice(self.people.site.receipts)
        moves = (f"/desk/matters/{number}/?move={move}" for move in ("attach", "add_cosigners"))
        return ("/desk/register/", "/desk/organisation/letters/templates/", "/desk/organisation/letters/", *moves)

    def _query(self) -> str:
        names = (
            "q",
            "page",
            "after",
            "before",
            "kind",
            "category",
            "next",
            "field",
            "unit",
            "sort",
            "day",
            "do",
            "pick",
        )
        parts = [
            BodyPart(self.chance.choice(names).encode(), rubbish(self.chance)[:2_000])
            for _ in range(self.chance.randint(1, 3))
        ]
        return urlencoded(parts)[:6_000].decode()

    def _send_form(self, form: PageForm, address: str) -> Step:
        parts = filled_form(form, self.chance, self.people.strange)
        target = form.action if form.action.startswith("/") else address.partition("?")[0]
        headers = self._headers(address)
        if form.method == "GET":
            return self._ask("GET", f"{target.partition('?')[0]}?{urlencoded(parts)[:6_000].decode()}", headers)
        kind, body = body_of(parts, self.chance, broken=self.chance.random() < 0.08)
        return self._ask("POST", target, {**headers, "Content-Type": kind}, body)

    def _send_nonsense(self, address: str) -> Step:
        """What no page offers: other methods, forms that aren't there, bodies where none is expected."""
        chance, headers = self.chance, self._headers(address)
        if chance.random() < 0.9:
            headers["X-CSRFToken"] = self._browser().cookies.get("csrftoken", "")
        names = [short_rubbish(chance)[:20] for _ in range(3)] + [b"do", b"text", b"next", b"files"]
        parts = [BodyPart(name, rubbish(chance)) for name in names]
        kind, body = body_of(parts, chance, broken=chance.random() < 0.4)
        return self._ask(chance.choice(_METHODS), address, {**headers, "Content-Type": kind}, body)

    def _headers(self, address: str) -> dict[str, str]:
        headers = {"Accept-Language": self.chance.choice(("zh-CN", "zh-CN", "en", "", "x" * 300, "*;q=9"))}
        for name, (often, value) in _HEADERS.items():
            if self.chance.random() < often:
                headers[name] = value(self)
        return headers

    def strange_cookies(self) -> str:
        """One's own with one of them changed, or none that anybody has set."""
        cookies = {**self._browser().cookies}
        names = [*cookies, "sessionid", "messages", "django_language", "large_type"]
        cookies[self.chance.choice(names)] = short_rubbish(self.chance).decode("latin-1")
        return "".join(char for char in "; ".join(map("=".join, cookies.items())) if char not in "\r\n\x00")

    def strange_header(self) -> str:
        """Rubbish that a header can hold."""
        text = short_rubbish(self.chance).decode("latin-1")
        return "".join(char for char in text if char not in "\r\n\x00")

    def _looked_at(self, address: str, answer: FuzzAnswer) -> Page:
        page = Page(address, answer.page)
        known, links = self.people.known, self.people.links.setdefault(self.who, {})
        for link in (*page.links, *(form.action for form in page.forms)):
            if link.startswith("/") and not link.startswith(_ASSETS):
                _keep(links.setdefault(_IDS.sub("#", link), []), link, self.chance)
                for part in filter(None, urlsplit(link).path.split("/")):
                    _keep(known.setdefault(kind_of(part), []), part, self.chance)
        fields = [control for form in page.forms for control in form.fields]
        if any(map(_takes_files, page.forms)):
            _keep(self.people.uploads.setdefault(self.who, []), address, self.chance)
        for control in fields:
            for value in (control.value, *control.options[:5]):
                if value and control.name != "csrfmiddlewaretoken":
                    _keep(self.people.strange, value[:2_000], self.chance)
        return page


def _takes_files(form: PageForm) -> bool:
    return any(field.kind == "file" for field in form.fields)


def _keep(kept: list[str], text: str, chance: Random) -> None:
    """Once each; when there are many, in the place of another."""
    if text in kept:
        return
    if len(kept) < _MOST_KNOWN:
        kept.append(text)
    else:
        kept[chance.randrange(_MOST_KNOWN)] = text


_DATES = ("Mon, 01 Jan 0001 00:00:00 GMT", "x", "Fri, 31 Dec 9999 23:59:59 GMT", "0")
_RANGES = (
    "bytes=0-",
    "bytes=-1",
    "bytes=9-1",
    "bytes=0-0,1-1,2-2",
    "lines=1",
    "bytes=99999999999999999999-",
    "bytes=x",
)
_HEADERS: dict[str, tuple[float, Callable[[_Walk], str]]] = {
    "HX-Request": (0.1, lambda walk: "true"),
    "HX-Current-URL": (0.04, _Walk.strange_header),
    "HX-Target": (0.04, _Walk.strange_header),
    "Referer": (0.04, _Walk.strange_header),
    "Cookie": (0.04, _Walk.strange_cookies),
    "X-Forwarded-For": (0.03, _Walk.strange_header),
    "X-Forwarded-Proto": (0.02, _Walk.strange_header),
    "Host": (0.005, _Walk.strange_header),
    "Accept-Encoding": (0.1, lambda walk: walk.chance.choice(("gzip", "br", "identity;q=0", "*", "gzip;q=x"))),
    "Range": (0.05, lambda walk: walk.chance.choice(_RANGES)),
    "If-None-Match": (0.03, _Walk.strange_header),
    "If-Modified-Since": (0.03, lambda walk: walk.chance.choice(_DATES)),
    "X-Background": (0.02, lambda walk: "1"),
    "X-HTTP-Method-Override": (0.02, lambda walk: "DELETE"),
    "Origin": (0.02, _Walk.strange_header),
}
