"""Triggers, constraints, indexes and columns as the database has them, against what the migrations made.

The end of `huiyin migrate` writes the structure down in the ledger, by the hash of each part's definition. What is
missing, altered, switched off or new since then is named.
"""

import hashlib
import re
from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.kernel.refs import Ref
from huiyin.ledger.selectors import newest_facts_of
from huiyin.ledger.services._findings import Findings

SCHEMA = "ledger.schema.recorded"
SCHEMA_SUBJECT = Ref("ledger", "schema")

_SQLITE = "SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
# Of this schema only: other things may live in the same database.
# The definition of a trigger doesn't tell whether it is switched on, so that stands before it (tgenabled).
_POSTGRESQL = (
    """SELECT 'trigger', c.relname || '.' || t.tgname, t.tgenabled::text || pg_get_triggerdef(t.oid)
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal""",
    """SELECT 'constraint', c.relname || '.' || k.conname, k.convalidated::text || pg_get_constraintdef(k.oid)
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
       WHERE c.relnamespace = current_schema()::regnamespace AND k.contype <> 'n'""",
    "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    """SELECT 'function', proname, prosrc FROM pg_proc
       WHERE pronamespace = current_schema()::regnamespace""",
    """SELECT 'column', table_name || '.' || column_name,
              data_type || is_nullable || coalesce(column_default, '') || coalesce(generation_expression, '')
       FROM information_schema.columns
       WHERE table_schema = current_schema()""",
)
# PostgreSQL writes `IN ('a', 'b')` differently for a table that was made here and for a restored one.
_TEXT = r"'(?:[^']|'')*'::character varying"
_MADE = re.compile(rf"\(ARRAY\[({_TEXT}(?:, {_TEXT})*)\]\)::text\[\]")
_RESTORED = re.compile(rf"ARRAY\[(\({_TEXT}\)::text(?:, \({_TEXT}\)::text)*)\]")
_CAST = re.compile(rf"\(({_TEXT})\)::text")
# It also takes brackets away that say nothing: `(a AND (b AND c))` comes back as `(a AND b AND c)`.
_PART = re.compile(r"'(?:[^']|'')*'|\bAND\b|\bOR\b|[()]|[^()'AO]+|.", re.DOTALL)
_CONNECTIVES = frozenset({"AND", "OR"})
_Group = list["str | _Group"]


def schema_now() -> dict[str, str]:
    """Each part by sort and name, with the hash of its definition."""
    rows: list[tuple[str, str, str]] = []
    with connection.cursor() as cursor:
        for statement in (_SQLITE,) if connection.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)
            rows += cursor.fetchall()
    return {f"{sort} {name}": _digest(definition_plain(text)) for sort, name, text in rows}


def definition_plain(text: str) -> str:
    """A definition in one form, however the database writes it: before a restore and after."""
    listed = _RESTORED.sub(
        lambda found: f"ARRAY[{_CAST.sub(lambda cast: cast[1], found[1])}]", " ".join(text.split())
    )
    return _in_one_text(_without_idle_brackets(_in_groups(_MADE.sub(lambda found: f"ARRAY[{found[1]}]", listed))))


def _in_groups(text: str) -> _Group:
    """The text by its brackets; where they don't match, all of it is one group."""
    group: _Group = []
    above: list[_Group] = []
    for part in _PART.findall(text):
        if part == "(":
            above.append(group)
            group = []
        elif part == ")":
            if not above:
                return [text]
            above[-1].append(group)
            group = above.pop()
        else:
            group.append(part)
    return [text] if above else group


def _without_idle_brackets(group: _Group) -> _Group:
    """Operands of AND within AND, and of OR within OR, stand with those around them."""
    inner = [part if isinstance(part, str) else _without_idle_brackets(part) for part in group]
    operands = _operands(inner)
    flat: _Group = []
    for operand in operands:
        bare = [part for part in operand if not (isinstance(part, str) and part.isspace())]
        only = bare[0] if len(bare) == 1 else ""
        if isinstance(only, list) and _connective(inner) and _connective(only) == _connective(inner):
            flat += [" ", *only, " "]
        else:
            flat += operand
    return flat


def _operands(group: _Group) -> list[_Group]:
    """What stands between the connectives, and these, each for itself."""
    found: list[_Group] = [[]]
    for part in group:
        if isinstance(part, str) and part in _CONNECTIVES:
            found += [[part], []]
        else:
            found[-1].append(part)
    return found


def _connective(group: _Group) -> str:
    """The one that joins all of a group; "" where there is none or both stand side by side."""
    found = {part for part in group if isinstance(part, str) and part in _CONNECTIVES}
    return found.pop() if len(found) == 1 else ""


def _in_one_text(group: _Group) -> str:
    text = "".join(part if isinstance(part, str) else f"({_in_one_text(part)})" for part in group)
    return " ".join(text.split())


def schema_known() -> dict[str, str]:
    """What was last written down; nothing where nobody did yet."""
    parts = newest_facts_of(subject=SCHEMA_SUBJECT, kind=SCHEMA).get("parts")
    return {name: str(digest) for name, digest in parts.items()} if isinstance(parts, dict) else {}


def schema_differences() -> list[str]:
    """A sentence for each part that isn't as it was written down."""
    known = schema_known()
    if not known:
        return []
    now = schema_now()
    return [
        *_schema_problems(_("数据库里缺少 %(part)s：有人把它去掉了。"), known.keys() - now.keys()),
        *_schema_problems(
            _("数据库里的 %(part)s 与迁移建立的不同。"),
            (name for name in known.keys() & now.keys() if known[name] != now[name]),
        ),
        *_schema_problems(_("数据库里多出了 %(part)s，不是迁移建立的。"), now.keys() - known.keys()),
    ]


def schema_compare(findings: Findings) -> None:
    """Report each difference."""
    for what in schema_differences():
        findings.other(what)


def _schema_problems(sentence: str, names: Iterable[str]) -> list[str]:
    return [sentence % {"part": name} for name in sorted(names)]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
