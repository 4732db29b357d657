"""Triggers that keep a clock from being reset, whoever writes to the database and with what.

A migration that changes the tables calls `install` again at its end: SQLite makes a table anew to alter it, and its
triggers are gone then.
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_CLOCK, _EXTENSION, _POSTPONEMENT = "clocks_clock", "clocks_extension", "clocks_postponement"
_TABLES = (_CLOCK, _EXTENSION, _POSTPONEMENT)
# Rows that explain a later due date: once written they stay.
_KEPT = (_EXTENSION, _POSTPONEMENT)
_FIXED = (
    "id", "subject_id", "code", "round", "revision", "kind", "layer", "article", "rulebook", "started_at",
    "base_due_at",
)  # fmt: skip
# How far settling a provisional date may move it, in days: longer than any run of holidays so far.
_SETTLING_DAYS = 15


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, in place of any that are there."""
    remove(apps, schema_editor)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        there = {column.name for column in connection.introspection.get_table_description(cursor, _CLOCK)}
        tables = set(connection.introspection.table_names(cursor)).intersection(_TABLES)
    # An earlier migration comes through here before later columns and tables are there.
    fixed = tuple(column for column in _FIXED if column in there)
    on_postgresql = connection.vendor == "postgresql"
    known = tuple(table for table in _TABLES if table in tables)
    statements = _postgresql(fixed, known) if on_postgresql else _sqlite(fixed, known)
    if "revision" in there:
        statements += _postgresql_again() if on_postgresql else _sqlite_again()
    for statement in statements:
        schema_editor.execute(statement)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    connection = schema_editor.connection
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        known = set(connection.introspection.table_names(cursor)).intersection(_TABLES)
    parts = ("", "_gone", "_again") if on_postgresql else ("", "_gone", "_due", "_stop", "_provisional", "_again")
    for table in sorted(known):
        for part in parts:
            where = f" ON {table}" if on_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_guard{part}{where}")
    if on_postgresql:
        for function in (*(f"{table}_guard" for table in _TABLES), "clocks_gone_guard", "clocks_again_guard"):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {function}()")


def _changed(columns: tuple[str, ...], operator: str) -> str:
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in columns)


_EXTENDED = (
    "EXISTS (SELECT 1 FROM clocks_extension AS extension WHERE extension.clock_id = OLD.id"
    " AND extension.due_before = OLD.due_at AND extension.due_after = NEW.due_at)"
)
_POSTPONED = (
    "EXISTS (SELECT 1 FROM clocks_postponement AS moved WHERE moved.clock_id = OLD.id"
    " AND moved.due_before = OLD.due_at AND moved.due_after = NEW.due_at)"
)


def _rules(
    fixed: tuple[str, ...], known: tuple[str, ...], operator: str, distance: str
) -> tuple[tuple[str, str, str], ...]:
    """Name, condition and message of each refusal. `operator` compares with NULL, `distance` is in days."""
    moved = (
        f"({_EXTENDED} OR ({_POSTPONED} AND {distance} <= {_SETTLING_DAYS}))" if _POSTPONEMENT in known else _EXTENDED
    )
    settled = f"(OLD.provisional AND NOT NEW.provisional AND {distance} <= {_SETTLING_DAYS})"
    stop = _changed(("stopped_at", "outcome", "due_at", "provisional"), operator)
    return (
        ("", _changed(fixed, operator), "a clock is never reset"),
        (
            "_due",
            f"NEW.due_at {operator} OLD.due_at AND NOT ({settled} OR {moved})",
            "a due date moves by an extension or a holiday only",
        ),
        (
            "_provisional",
            # An extension may reach into a year that has no table yet.
            f"NEW.provisional AND NOT OLD.provisional AND NOT {_EXTENDED}",
            "a settled date stays settled",
        ),
        ("_stop", f"OLD.stopped_at IS NOT NULL AND ({stop})", "a stopped clock stays as it is"),
    )


def _sqlite(fixed: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    distance = "abs(julianday(NEW.due_at) - julianday(OLD.due_at))"
    # One trigger a rule: SQLite's know no IF, only the condition under which they fire.
    guards = [
        f"CREATE TRIGGER clocks_clock_guard{name} BEFORE UPDATE ON clocks_clock FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'clocks: {message}'); END"
        for name, condition, message in _rules(fixed, known, "IS NOT", distance)
    ]
    return [
        *guards,
        *(
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE ON {table} FOR EACH ROW "
            "BEGIN SELECT RAISE(ABORT, 'clocks: this is never changed'); END"
            for table in _KEPT
            if table in known
        ),
        *(
            f"CREATE TRIGGER {table}_guard_gone BEFORE DELETE ON {table} FOR EACH ROW "
            "BEGIN SELECT RAISE(ABORT, 'clocks: nothing is deleted here'); END"
            for table in known
        ),
    ]


def _postgresql(fixed: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    distance = "abs(extract(epoch FROM NEW.due_at - OLD.due_at)) / 86400"
    # Class 23 makes Django raise IntegrityError, as SQLite's ABORT does: callers needn't know the database.
    checks = "\n".join(
        f"IF {condition} THEN RAISE EXCEPTION 'clocks: {message}' USING ERRCODE = '23000'; END IF;"
        for _name, condition, message in _rules(fixed, known, "IS DISTINCT FROM", distance)
    )
    return [
        f"CREATE FUNCTION clocks_clock_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{checks}\n"
        "RETURN NEW; END $$",
        "CREATE TRIGGER clocks_clock_guard BEFORE UPDATE ON clocks_clock "
        "FOR EACH ROW EXECUTE FUNCTION clocks_clock_guard()",
        *(
            f"CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'clocks: this is never changed' USING ERRCODE = '23000'; END $$"
            for table in _KEPT
            if table in known
        ),
        *(
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
            for table in _KEPT
            if table in known
        ),
        "CREATE FUNCTION clocks_gone_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'clocks: nothing is deleted here' USING ERRCODE = '23000'; END $$",
        *(
            f"CREATE TRIGGER {table}_guard_gone BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION clocks_gone_guard()"
            for table in known
        ),
    ]


# A code comes again, for a subject that turned out to be of another kind, only from the instant at which it began.
_NOT_AGAIN = (
    "NOT EXISTS (SELECT 1 FROM clocks_clock AS earlier WHERE earlier.subject_id = NEW.subject_id"
    " AND earlier.code = NEW.code AND earlier.round = NEW.round AND earlier.revision = NEW.revision - 1"
    " AND earlier.started_at = NEW.started_at AND earlier.outcome = 'replaced')"
)


def _sqlite_again() -> list[str]:
    return [
        "CREATE TRIGGER clocks_clock_guard_again BEFORE INSERT ON clocks_clock FOR EACH ROW "
        f"WHEN NEW.revision > 1 AND {_NOT_AGAIN} "
        "BEGIN SELECT RAISE(ABORT, 'clocks: a clock is never reset'); END"
    ]


def _postgresql_again() -> list[str]:
    return [
        "CREATE FUNCTION clocks_again_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
        f"IF {_NOT_AGAIN} THEN RAISE EXCEPTION 'clocks: a clock is never reset' USING ERRCODE = '23000'; END IF;\n"
        "RETURN NEW; END $$",
        "CREATE TRIGGER clocks_clock_guard_again BEFORE INSERT ON clocks_clock "
        "FOR EACH ROW WHEN (NEW.revision > 1) EXECUTE FUNCTION clocks_again_guard()",
    ]
