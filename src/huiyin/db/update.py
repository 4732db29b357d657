"""Changing one row whose key is known."""

from collections.abc import Mapping
from functools import cache

from django.db import connection, models

from huiyin.db.insert import Encode, encoder_of
from huiyin.db.sending import statement_send


def row_update(*, model: type[models.Model], key: object, values: Mapping[str, object]) -> None:
    """Give columns of one row these values, in one statement; `values` by names of fields. No row is no error."""
    statement, encoders = _update_of(model, tuple(values), connection.vendor)
    parameters = [
        value if encode is None or value is None else encode(value)
        for encode, value in zip(encoders, (*values.values(), key), strict=True)
    ]
    statement_send(statement, parameters)


@cache
def _update_of(
    model: type[models.Model], names: tuple[str, ...], vendor: str
) -> tuple[str, tuple[Encode | None, ...]]:
    """The statement, and what makes parameters of the values and of the key."""
    fields = [model._meta.get_field(name) for name in (*names, model._meta.pk.name)]
    known = [field for field in fields if isinstance(field, models.Field)]
    quote = connection.ops.quote_name
    *changed, key = [f"{quote(field.column or field.attname)} = %s" for field in known]
    statement = f"UPDATE {quote(model._meta.db_table)} SET {', '.join(changed)} WHERE {key}"  # noqa: S608
    return statement, tuple(encoder_of(field, vendor) for field in known)
