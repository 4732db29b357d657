"""Triggers that keep an issued letter as it is and its number its own, whoever writes to the database."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FIXED = (
    "id", "subject", "code", "unit_id", "word", "year", "serial", "number", "title", "content", "sha256",
    "issued_at", "actor",
)  # fmt: skip
_KEPT = "documents: an issued letter stays as it is"
_COUNTED = "documents: letters are numbered one by one"


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, in place of any that are there."""
    remove(apps, schema_editor)
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _postgresql() if on_postgresql else _sqlite():
        schema_editor.execute(statement)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in ("letter", "lettercounter"):
        for part in ("guard", "guard_gone", "guard_twice"):
            where = f" ON documents_{table}" if on_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS documents_{table}_{part}{where}")
    if on_postgresql:
        for function in ("documents_letter_refuse", "documents_counter_refuse"):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {function}()")


def _changed(operator: str) -> str:
    """A fixed column, or a print that is there already, is another afterwards."""
    fixed = " OR ".join(f'NEW."{column}" {operator} OLD."{column}"' for column in _FIXED)
    # The print comes later than the letter: adding it once is no change, putting another in its place is.
    return f"({fixed} OR (OLD.file_id IS NOT NULL AND NEW.file_id {operator} OLD.file_id))"


def _miscounted(operator: str) -> str:
    return f"(NEW.last {operator} OLD.last + 1 OR NEW.word {operator} OLD.word OR NEW.year {operator} OLD.year)"


def _sqlite() -> list[str]:
    return [
        *(
            f"CREATE TRIGGER documents_{table}_{part} BEFORE {moment} ON documents_{table} FOR EACH ROW {when} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for table, part, moment, when, message in (
                ("letter", "guard", "UPDATE", f"WHEN {_changed('IS NOT')}", _KEPT),
                ("letter", "guard_gone", "DELETE", "", _KEPT),
                # INSERT OR REPLACE deletes without asking the DELETE trigger.
                (
                    "letter",
                    "guard_twice",
                    "INSERT",
                    "WHEN EXISTS (SELECT 1 FROM documents_letter WHERE id = NEW.id OR number = NEW.number"
                    " OR (word = NEW.word AND year = NEW.year AND serial = NEW.serial))",
                    _KEPT,
                ),
                ("lettercounter", "guard", "UPDATE", f"WHEN {_miscounted('IS NOT')}", _COUNTED),
                ("lettercounter", "guard_gone", "DELETE", "", _COUNTED),
            )
        ),
    ]


def _postgresql() -> list[str]:
    made = []
    for function, message in (("documents_letter_refuse", _KEPT), ("documents_counter_refuse", _COUNTED)):
        made.append(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table, function, condition in (
        ("letter", "documents_letter_refuse", _changed("IS DISTINCT FROM")),
        ("lettercounter", "documents_counter_refuse", _miscounted("IS DISTINCT FROM")),
    ):
        made += [
            f"CREATE TRIGGER documents_{table}_guard BEFORE UPDATE ON documents_{table} "
            f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {function}()",
            f"CREATE TRIGGER documents_{table}_guard_gone BEFORE DELETE ON documents_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        ]
    return made
