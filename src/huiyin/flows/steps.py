"""Making one of several steps: what refuses it is kept beside it, and takes nothing back of the steps before."""

import logging
from collections.abc import Callable

from django.db import DatabaseError

from huiyin.kernel.errors import Busy, HuiyinError
from huiyin.kernel.setbacks import failure_log


class DatabaseBusy(Busy):
    """The database has given up on a step; the steps before it stay made."""

    sentence = "系统这时忙不过来，这一步没有办。请稍后再试。"


def step_refusal(make: Callable[[], None], *, log: logging.Logger, about: str) -> HuiyinError | None:
    """Why a step wasn't made; None when it was. `make` has a transaction of its own, and stands in no other.

    `about` stands in the log when the database gives up: a number, never a text, which could quote what people wrote.
    """
    try:
        make()
    except HuiyinError as refusal:
        return refusal
    except DatabaseError as error:
        failure_log(log, about, error)
        return DatabaseBusy()
    return None
