"""Who looks at what while pages are measured."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Max
from django.test import Client

from bench.house import BenchCounty
from bench.site import ServedSite
from bench.visitor import Visitor
from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import Visibility, visible_to
from huiyin.matters.lists.selectors.lists import WorkList
from huiyin.matters.lists.selectors.order import Cursor
from huiyin.matters.register.services.register import Registered
from huiyin.orgs.models import Officer
from huiyin.orgs.selectors import actor_for

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class MeasuredCase:
    """What is measured; `inside` does the same within this process where `call` asks a server."""

    name: str
    call: Call
    inside: Call | None = None


@dataclass(slots=True)
class BenchScene:
    """The county, the officers who look, and some matters whose receipt codes are known."""

    county: BenchCounty
    chance: random.Random
    site: ServedSite
    samples: list[Registered] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """An officer, made anew as every request does."""
        return actor_for(officer_id=self.county.officers[name])

    def client(self, name: str) -> Client:
        """A browser in which that officer has signed in."""
        if name not in self.clients:
            self.clients[name] = Client(SERVER_NAME="127.0.0.1")
            self.clients[name].force_login(
                Officer.objects.get(pk=self.county.officers[name]),
                backend="django.contrib.auth.backends.ModelBackend",
            )
        return self.clients[name]

    def visitor(self, name: str) -> Visitor:
        """The same officer at the site, on a new connection: the server closes those that are idle for long."""
        cookie = self.client(name).cookies[settings.SESSION_COOKIE_NAME]
        return Visitor(self.site.address, {cookie.key: cookie.value})

    def sample(self) -> Registered:
        """One of the matters that have gone the whole way."""
        return self.chance.choice(self.samples)


def near_the_end(actor: Actor, work_list: WorkList) -> Cursor | None:
    """The line that is some fifty before the end."""
    visibility = {WorkList.MINE: Visibility.OWN, WorkList.BELOW: Visibility.BELOW}.get(work_list, Visibility.UNIT)
    visible = visible_to(actor, visibility).filter(is_open=True)
    if not visible.aggregate(last=Max("next_due_at"))["last"]:
        return None
    due_at, pk = list(visible.order_by("-next_due_at", "-pk").values_list("next_due_at", "pk")[:51])[-1]
    return Cursor(due_at, pk) if due_at else None
