"""How officers have arranged their lists."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiyin.orgs.rules import FILTER_NAME_LENGTH, FILTER_QUERY_LENGTH


class ListChoice(models.Model):
    """One thing that an officer has arranged on one list: a filter under a name, or what its lines leave out.

    Not in the ledger: it decides nothing about anybody, and whoever made it may throw it away. `name` is "" for what
    the lines leave out; `value` is a query as it stands in an address, or words split by spaces. How much a pinned
    filter has stands on the officer's start page.
    """

    LEDGER_LEFT_OUT: ClassVar[dict[str, str]] = {"*": "how an officer arranged a list; nothing is decided by it"}

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    work_list = models.CharField(max_length=20, db_column="box")
    name = models.CharField(max_length=FILTER_NAME_LENGTH, blank=True)
    value = models.CharField(max_length=FILTER_QUERY_LENGTH)
    is_pinned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "work_list", "name"], name="list_choice_once"),
            models.CheckConstraint(condition=~Q(value=""), name="list_choice_says_something"),
        ]

    def __str__(self) -> str:
        """The list and the name."""
        return f"{self.work_list}: {self.name}"
