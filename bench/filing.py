"""Registering through the service, as a view would."""

import random
from collections.abc import Callable

from django.db import connection

from bench import house
from huiyin.kernel.time import now
from huiyin.matters.core.rules.states import Channel
from huiyin.matters.register.services.register import matter_register


def service_work(chance: random.Random) -> Callable[[], None]:
    """What registers one matter with an identity, two requests and a notice by mail."""
    county = house.load()

    def register() -> None:
        at = now()
        given = house.registration(county, chance, received_at=at, channel=Channel.WEB)
        matter_register(actor=house.WEB, registration=given, identity=house.WHO, at=at)

    return register


def statements_of(work: Callable[[], object]) -> int:
    """How many statements one piece of work takes, beginning and end of its transaction not counted."""
    seen: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def] # Django's own shape
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return len(seen)
