"""Which notices an officer may still hear of: the one rule for the day's digest and for the bell at the desk."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from huiyin.kernel.actor import Actor
from huiyin.matters.core.selectors.gate import matter_numbers_visible
from huiyin.tasks.selectors.gate import task_paths_visible
from huiyin.tasks.selectors.paths import TASK_PATH


class NoticeAbout(Protocol):
    """A notice to an officer; `number` is "" where it is about no matter."""

    @property
    def number(self) -> str: ...
    @property
    def path(self) -> str: ...


About = TypeVar("About", bound=NoticeAbout)


def notices_visible(*, actor: Actor, notices: Sequence[About]) -> list[About]:
    """Through the gates, as they stand now: who was barred since, or has given the matter away, isn't told of it.

    What is about neither a matter nor a task, such as the own account, is withheld from nobody.
    """
    numbers = [notice.number for notice in notices if notice.number]
    seen = matter_numbers_visible(actor=actor, numbers=numbers) if numbers else set()
    tasks = task_paths_visible(actor=actor, paths=[notice.path for notice in notices])
    return [
        notice for notice in notices if (notice.number in seen if notice.number else _is_open(notice.path, tasks))
    ]


def _is_open(path: str, task_paths: set[str]) -> bool:
    return not path.startswith(TASK_PATH) or path in task_paths
