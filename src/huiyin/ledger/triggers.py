"""What the database itself refuses: changing or deleting what the ledger holds.

Two changes of an entry are let through: giving it its place once, and erasing content and salt together. Whoever owns
the database can take triggers away; then the signed tree shows what was done.
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FIXED = ("id", "kind", "subject", "at", "actor", "commitment", "leaf_hash")


def create(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers up."""
    for statement in _CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def fix_written(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep `written_at` as it is as well: the trigger on changes anew."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(f"DROP TRIGGER ledger_entry_fixed{' ON ledger_entry' if on_postgresql else ''}")
    schema_editor.execute(_entry_fixed(schema_editor.connection.vendor, (*_FIXED, "written_at")))


def blind_leaves(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """All triggers anew, for SQLite has written the table anew: leaf format and salt stay, only blind leaves come."""
    drop(apps, schema_editor)
    create(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    fix = _entry_fixed(vendor, (*_FIXED, "written_at", "leaf_format", "leaf_salt"))
    on = " ON ledger_entry" if vendor == "postgresql" else ""
    for statement in (f"DROP TRIGGER ledger_entry_fixed{on}", fix, _entry_blind(vendor)):
        schema_editor.execute(statement)


def plain_leaves(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As they were before."""
    create(apps, schema_editor)
    fix_written(apps, schema_editor)


def drop(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    for statement in _DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def _entry_fixed(vendor: str, columns: tuple[str, ...]) -> str:
    if vendor == "sqlite":
        return _sqlite_refuse("ledger_entry_fixed", "UPDATE ON ledger_entry", f"WHEN NOT {_allowed('IS', columns)}")
    how = f"FOR EACH ROW WHEN (NOT {_allowed('IS NOT DISTINCT FROM', columns)})"
    return _postgresql_refuse("ledger_entry_fixed", "UPDATE", "ledger_entry", how)


def _entry_blind(vendor: str) -> str:
    """Whoever writes as an older version did is refused: verification would call it a step back."""
    # In SQL a comparison with NULL isn't true, and the trigger would let such a row pass.
    plain = "NEW.leaf_format <> 2 OR coalesce(length(NEW.leaf_salt), 0) <> 16 OR NEW.written_at IS NULL"
    if vendor == "sqlite":
        return _sqlite_refuse("ledger_entry_blind", "INSERT ON ledger_entry", f"WHEN {plain}")
    return _postgresql_refuse("ledger_entry_blind", "INSERT", "ledger_entry", f"FOR EACH ROW WHEN ({plain})")


def _allowed(same: str, columns: tuple[str, ...]) -> str:
    """The condition under which an entry may be updated; `same` is the vendor's null-safe equality."""
    fixed = " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in columns)
    return f"""(
        {fixed}
        AND (NEW.seq {same} OLD.seq OR OLD.seq IS NULL)
        AND ((NEW.content {same} OLD.content AND NEW.salt {same} OLD.salt)
             OR (NEW.content IS NULL AND NEW.salt IS NULL))
    )"""


def _sqlite_refuse(name: str, moment: str, when: str = "") -> str:
    return f"""
        CREATE TRIGGER {name} BEFORE {moment} {when}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
    """


def _postgresql_refuse(name: str, moment: str, table: str, how: str) -> str:
    return f"""
        CREATE TRIGGER {name} BEFORE {moment} ON {table} {how} EXECUTE FUNCTION ledger_refuse()
    """


_CREATE = {
    "sqlite": [
        _sqlite_refuse("ledger_entry_stays", "DELETE ON ledger_entry"),
        _entry_fixed("sqlite", _FIXED),
        # INSERT OR REPLACE deletes without asking the DELETE trigger.
        _sqlite_refuse(
            "ledger_entry_once",
            "INSERT ON ledger_entry",
            "WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)"
            " OR (NEW.seq IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entry WHERE seq = NEW.seq))",
        ),
        _sqlite_refuse("ledger_checkpoint_stays", "DELETE ON ledger_checkpoint"),
        _sqlite_refuse("ledger_checkpoint_fixed", "UPDATE ON ledger_checkpoint"),
        _sqlite_refuse(
            "ledger_checkpoint_once",
            "INSERT ON ledger_checkpoint",
            "WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE tree_size = NEW.tree_size)",
        ),
    ],
    "postgresql": [
        """
        CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        _postgresql_refuse("ledger_entry_stays", "DELETE", "ledger_entry", "FOR EACH ROW"),
        _entry_fixed("postgresql", _FIXED),
        # TRUNCATE asks no trigger that is for each row.
        _postgresql_refuse("ledger_entry_emptied", "TRUNCATE", "ledger_entry", "FOR EACH STATEMENT"),
        _postgresql_refuse("ledger_checkpoint_fixed", "UPDATE OR DELETE", "ledger_checkpoint", "FOR EACH ROW"),
        _postgresql_refuse("ledger_checkpoint_emptied", "TRUNCATE", "ledger_checkpoint", "FOR EACH STATEMENT"),
    ],
}
_DROP = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS ledger_{name}"
        for name in (
            "entry_stays",
            "entry_fixed",
            "entry_once",
            "entry_blind",
            "checkpoint_stays",
            "checkpoint_fixed",
            "checkpoint_once",
        )
    ],
    "postgresql": ["DROP FUNCTION IF EXISTS ledger_refuse() CASCADE"],
}
