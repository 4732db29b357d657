"""Triggers that keep a version as it was written, whoever writes to the database."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "text_modules_textmoduleversion"
_KEPT = "text_modules: a version stays as it is"


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, in place of any that are there."""
    remove(apps, schema_editor)
    for statement in _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite():
        schema_editor.execute(statement)


def remove(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("fixed", "stays", "twice"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_{name}{f' ON {_TABLE}' if on_postgresql else ''}")
    if on_postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS text_modules_refuse()")


def _sqlite() -> list[str]:
    # S608: the table is named above.
    twice = f"WHEN EXISTS (SELECT 1 FROM {_TABLE} WHERE id = NEW.id)"  # noqa: S608
    return [
        f"CREATE TRIGGER {_TABLE}_{name} BEFORE {moment} ON {_TABLE} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
        for name, moment, when in (
            ("fixed", "UPDATE", ""),
            ("stays", "DELETE", ""),
            # INSERT OR REPLACE deletes without asking the DELETE trigger.
            ("twice", "INSERT", twice),
        )
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE FUNCTION text_modules_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {_TABLE}_fixed BEFORE UPDATE ON {_TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION text_modules_refuse()",
        f"CREATE TRIGGER {_TABLE}_stays BEFORE DELETE ON {_TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION text_modules_refuse()",
    ]
