"""Records that name what they are about as text (`matter:<uuid>`), narrowed by the rows that the text names."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    Expression,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
    When,
)

UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UUID_LENGTH = 36


class UuidAt(Func):
    """The UUID that stands in a text from a place on, counted from 1, as the database stores a UUID column."""

    function = "SUBSTR"
    template = "CAST(%(function)s(%(expressions)s) AS uuid)"
    output_field = UUIDField()

    def __init__(self, text: Expression | OuterRef | str, place: int) -> None:
        """The text must hold a UUID there: PostgreSQL refuses anything else."""
        super().__init__(text, Value(place), Value(_UUID_LENGTH))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps UUIDs as text without hyphens."""
        return self.as_sql(
            compiler, connection, template="REPLACE(%(function)s(%(expressions)s), '-', '')", **context
        )


def named_by(rows: "QuerySet[Model, Any]", *, text: str, place: int) -> Exists:
    """Whether one of these rows is the one whose key stands in the outer row's column `text` from `place` on."""
    return Exists(rows.filter(pk=UuidAt(OuterRef(text), place)))


def subjects_shown(column: str, *, free: Collection[str], hidden: "Mapping[str, QuerySet[Any, Any]]") -> Case:
    """A condition on records by the sort of their subject, the word before its colon.

    Those of a sort in `free` are shown, those of a sort in `hidden` unless one of its rows is what they are about.
    Whatever nobody has thought of isn't shown. One look by primary key for each record that is looked at.
    """
    checked = [
        When(
            Q(**{f"{column}__regex": f"^{sort}:{UUID_FORM}$"}),
            then=~named_by(rows, text=column, place=len(sort) + 2),
        )
        for sort, rows in hidden.items()
    ]
    open_to_all = [
        When(Q(**{column: sort}) | Q(**{f"{column}__startswith": f"{sort}:"}), then=Value(True)) for sort in free
    ]
    return Case(*checked, *open_to_all, default=Value(False), output_field=BooleanField())
