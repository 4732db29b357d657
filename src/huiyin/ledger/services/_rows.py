"""Which models the ledger vouches for, and the digest of one of their rows."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import repeat
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from huiyin.ledger.rules import canonical
from huiyin.ledger.rules.canonical import Encoder, NotCommittable
from huiyin.ledger.services._columns import Column, table_reading
from huiyin.ledger.verifier.reading import TableReading

# Looked up along a field's classes, so the field types that extend these are covered too.
_ENCODERS: dict[type[models.Field[Any, Any]], Encoder] = {
    models.AutoField: canonical.encode_integer,
    models.IntegerField: canonical.encode_integer,
    models.BooleanField: canonical.encode_boolean,
    models.CharField: canonical.encode_text,
    models.TextField: canonical.encode_text,
    models.DateTimeField: canonical.encode_instant,
    models.DateField: canonical.encode_day,
    models.DurationField: canonical.encode_duration,
    models.UUIDField: canonical.encode_uuid,
    models.BinaryField: canonical.encode_bytes,
    models.JSONField: canonical.encode_json,
    models.DecimalField: canonical.encode_decimal,
    models.FloatField: canonical.encode_float,
}
# What is equal has the same text. That isn't so of documents (1 and true within) and fractions (0 and -0).
_EQUALLY = frozenset(_ENCODERS.values()) - {canonical.encode_json, canonical.encode_float}


class RowPlan:
    """How the rows of one model are digested: the attributes, the encoder of each, the label.

    LEDGER_LATER are fields that a later version added, each with its default. While one has that, the row's digest is
    what it was before there was such a field: entries that are older than a field keep agreeing with their rows.
    """

    __slots__ = (
        "_encode_key", "_encoders", "_key", "_take", "attributes", "columns", "label", "later", "model", "wanted",
    )  # fmt: skip

    def __init__(self, model: type[models.Model]) -> None:
        """Raises NotCommittable for a model without LEDGER_FIELDS or with a field that has no canonical form."""
        names: Sequence[str] | None = getattr(model, "LEDGER_FIELDS", None)
        if not names:
            raise NotCommittable(f"{ledger_name(model)} names no LEDGER_FIELDS")
        fields = [model._meta.get_field(name) for name in names]
        concrete = [field for field in fields if isinstance(field, models.Field) and field.concrete]
        if len(concrete) != len(names) or model._meta.pk is None:
            raise NotCommittable(f"{ledger_name(model)}: LEDGER_FIELDS holds something that is no column")
        self.model = model
        self.label = ledger_name(model)
        later: Mapping[str, object] = getattr(model, "LEDGER_LATER", {})
        added = [model._meta.get_field(name) for name in later]
        self.attributes = tuple(field.attname for field in concrete)
        self.columns = [Column(field.column or field.attname, encoder_of(field)) for field in concrete]
        self.later = [_later(field, later[field.name]) for field in added if isinstance(field, models.Field)]
        # What a digest is over, in its order.
        self.wanted = (*self.attributes, *(column.attribute for column in self.later))
        self._take = _taker(self.wanted)
        self._key = model._meta.pk.attname
        self._encode_key = encoder_of(model._meta.pk)
        self._encoders = tuple(column.encoder for column in self.columns)

    def name(self, key: object) -> str:
        """How an entry names a row: `matters.Matter:0192…`. Raises NotCommittable for a row without a key."""
        if key is None:
            raise NotCommittable(f"{self.label}: a row is committed to once it has its key")
        if isinstance(key, str) and not key.isprintable():
            raise NotCommittable(f"{self.label}: a key of printable characters is needed")
        return f"{self.label}:{key.hex if isinstance(key, UUID) else key}"

    def digest(self, key: object, values: Sequence[object]) -> str:
        """The digest of a row with this key and these values: those of `attributes`, then those of `later`."""
        count = len(self._encoders)
        encoded = [
            self.label,
            self._encode_key(key),
            *[encode(value) for encode, value in zip(self._encoders, values[:count], strict=True)],
        ]
        for column, value in zip(self.later, values[count:], strict=True):
            if (text := column.encoder(value)) != column.default:
                encoded.append(f"~{column.name}={text}")
        return canonical.row_digest(encoded)

    def name_of(self, row: models.Model) -> str:
        """The name of an instance."""
        return self.name(row.pk)

    def commit(self, row: models.Model) -> tuple[str, str]:
        """Name and digest of an instance that is being written."""
        held = row.__dict__
        try:
            key, values = held[self._key], self._take(held)
        except KeyError:  # a row that was read without some of its fields
            key, values = row.pk, [getattr(row, attribute) for attribute in self.wanted]
        return self.name(key), self.digest(key, values)

    def commit_all(self, rows: Sequence[models.Model]) -> list[tuple[str, str]]:
        """The same of many instances: a column at a time, which takes a third as long."""
        try:
            held = [row.__dict__ for row in rows]
            keys, values = [fields[self._key] for fields in held], [self._take(fields) for fields in held]
        except KeyError:
            return [self.commit(row) for row in rows]
        columns = list(zip(*values, strict=True))
        count = len(self._encoders)
        texts = [
            repeat(self.label),
            ["|" + self._encode_key(key) for key in keys],
            *[_texts(encode, column) for encode, column in zip(self._encoders, columns[:count], strict=True)],
        ]
        for later, column in zip(self.later, columns[count:], strict=True):
            silent = "|" + later.default
            texts.append([
                "" if text == silent else f"|~{later.name}={text[1:]}" for text in _texts(later.encoder, column)
            ])  # fmt: skip
        whole = [text.encode() for text in map("".join, zip(*texts))]  # noqa: B905 - the label has no end
        return list(zip(map(self.name, keys), canonical.text_digests(whole), strict=True))

    def reading(self) -> TableReading | None:
        """How the whole table is read at once; None where rows have to be read one by one."""
        return table_reading(self.label, self.model, self._encode_key, [*self.columns, *self.later])


def ledger_name(model: type[models.Model]) -> str:
    """How entries name the rows of a model: as Django does; of one that came from another context, as ever before."""
    return str(getattr(model, "LEDGER_NAME", model._meta.label))


@cache
def plan_of(model: type[models.Model]) -> RowPlan:
    """The plan of a model, made once."""
    return RowPlan(model)


def plans() -> list[RowPlan]:
    """The plans of all models that the ledger vouches for, by label."""
    found = [
        plan_of(model)
        for model in apps.get_models()
        # A proxy has no rows of its own: they would be read twice.
        if getattr(model, "LEDGER_FIELDS", None) and not model._meta.proxy
    ]
    return sorted(found, key=lambda plan: plan.label)


def encoder_of(field: "models.Field[Any, Any]") -> Encoder:
    """The encoder for a column; a foreign key is encoded as the key it points to."""
    if isinstance(field, models.ForeignKey):
        return encoder_of(field.target_field)
    for kind in type(field).__mro__:
        if kind in _ENCODERS:
            return _ENCODERS[kind]
    raise NotCommittable(f"{field}: no canonical form for {type(field).__name__}")


def _later(field: "models.Field[Any, Any]", default: object) -> Column:
    encoder = encoder_of(field)
    return Column(field.column or field.attname, encoder, field.attname, field.name, encoder(default))


def _texts(encode: Encoder, values: Sequence[object]) -> list[str]:
    """Each value's text, with the stroke that parts it from the one before."""
    first = values[0]
    if encode in _EQUALLY and values.count(first) == len(values):  # in a batch many columns say one thing
        return ["|" + encode(first)] * len(values)
    if encode is canonical.encode_text:
        return [
            f"|s{len(value)}:{value}" if type(value) is str and "\0" not in value else "|" + encode(value)
            for value in values
        ]
    return ["|" + encode(value) for value in values]


def _taker(attributes: tuple[str, ...]) -> Callable[[Mapping[str, object]], Sequence[object]]:
    # Straight from what the instance holds: a foreign key's descriptor costs more than the value's encoding.
    if len(attributes) > 1:
        return itemgetter(*attributes)
    (alone,) = attributes
    return lambda held: (held[alone],)
