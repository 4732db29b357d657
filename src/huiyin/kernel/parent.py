"""A process that ends when the one that started it is gone, however that one ended."""

import os
import signal
import threading
from collections.abc import Callable

# How a server tells the processes that it starts who they belong to; no setting.
SERVER_PROCESS = "_HUIYIN_SERVER_PROCESS"
_LOOK_EVERY = 0.5
_ORDERLY_WITHIN = 10.0


def end_with_parent(parent: int) -> threading.Thread:
    """Watch, in a thread of its own, whether `parent` still is this process's parent; if not, end in order.

    A parent that was killed can't end its children. Nothing but the parent's number is looked at: the same on every
    system, and a child that begins after its parent's end notices too.
    """
    watch = threading.Thread(target=_watch, args=(parent, _end), name="parent-watch", daemon=True)
    watch.start()
    return watch


def _watch(parent: int, end: Callable[[], None]) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(_LOOK_EVERY)
    end()


def _end() -> None:
    """As if it had been asked to stop; should that take too long, at once."""
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_ORDERLY_WITHIN)
    os._exit(1)
