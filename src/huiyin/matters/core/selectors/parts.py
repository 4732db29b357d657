"""What belongs to one matter, read by statements that are made once: making one costs ten times what reading does."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import QuerySet, Value

from huiyin.db import reading
from huiyin.matters.models import Event, Message, Opinion, Rating, Request

Part = TypeVar("Part", bound=models.Model)
_Row = tuple[Any, ...]


def requests_of(matter_id: UUID) -> list[Request]:
    """In their order."""
    # In hex as SQLite keeps ids: a kept statement takes texts only, and PostgreSQL reads this one as an id too.
    return _whole(Request, _requests(matter_id.hex))


def events_of(matter_id: UUID) -> list[Event]:
    """The oldest first."""
    return _whole(Event, _events(matter_id.hex))


def messages_of(matter_id: UUID) -> list[Message]:
    """The oldest first."""
    return _whole(Message, _messages(matter_id.hex))


def ratings_of(matter_id: UUID) -> list[Rating]:
    """The latest round first, in each the one that counts before the one that it has changed."""
    return _whole(Rating, _ratings(matter_id.hex))


def opinions_of(reply_id: UUID) -> list[Opinion]:
    """Of one reply, in no order."""
    return _whole(Opinion, _opinions(reply_id.hex))


@reading
def _requests(matter_id: str) -> "QuerySet[Request, _Row]":
    return _columns(Request, Request.objects.filter(matter_id=Value(matter_id)).order_by("position"))


@reading
def _events(matter_id: str) -> "QuerySet[Event, _Row]":
    return _columns(Event, Event.objects.filter(matter_id=Value(matter_id)).order_by("at", "id"))


@reading
def _messages(matter_id: str) -> "QuerySet[Message, _Row]":
    return _columns(Message, Message.objects.filter(matter_id=Value(matter_id)).order_by("at", "id"))


@reading
def _ratings(matter_id: str) -> "QuerySet[Rating, _Row]":
    return _columns(Rating, Rating.objects.filter(matter_id=Value(matter_id)).order_by("-round", "-position"))


@reading
def _opinions(reply_id: str) -> "QuerySet[Opinion, _Row]":
    return _columns(Opinion, Opinion.objects.filter(reply_id=Value(reply_id)))


def _columns(kind: type[Part], rows: "QuerySet[Part]") -> "QuerySet[Part, _Row]":
    return rows.values_list(*(field.attname for field in kind._meta.concrete_fields))


def _whole(kind: type[Part], rows: list[_Row]) -> list[Part]:
    names = [field.attname for field in kind._meta.concrete_fields]
    return [kind.from_db(DEFAULT_DB_ALIAS, names, row) for row in rows]
