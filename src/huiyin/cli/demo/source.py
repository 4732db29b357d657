"""The demo's own data: county, categories, topics and turns of phrase, as TOML beside this file."""

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_TOPICS = ("topics-town", "topics-country")
Data = dict[str, Any]


@cache
def read(name: str) -> Data:
    """One of the files, by its name without ending."""
    return tomllib.loads((files("huiyin.cli.demo") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def topics() -> tuple[Data, ...]:
    """Everything that people write about."""
    return tuple(topic for name in _TOPICS for topic in read(name)["topic"])


def voices() -> Data:
    """What everybody says around the matter itself."""
    return read("voices")


def rng_of(seed: int, name: str) -> random.Random:
    """Chance of its own for each story, so that one more story changes no other one."""
    return random.Random(f"{seed}:{name}")  # noqa: S311 - nothing secret is drawn from it
