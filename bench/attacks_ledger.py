"""`python -m bench.attacks_ledger`: alters a demo installation in every known way and prints what `verify` says.

Each alteration is made on a copy of its own, past the triggers and checks, as somebody who owns the database and the
disk would; then `huiyin verify` runs as it does for an administrator. Ends with 1 if anything goes unnamed.
"""

import argparse
import base64
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import huiyin
from bench.alterations import ALTERATIONS

_DATABASE = "huiyin.sqlite3"
_FORGED = """
UPDATE ledger_entry SET content = '{"facts":{"forged":true},"rows":{}}'
WHERE seq = (SELECT max(seq) FROM ledger_entry);
INSERT INTO ledger_entry (kind, subject, at, written_at, actor, salt, content, commitment, leaf_hash)
SELECT kind, subject, at, written_at, actor, salt, content, commitment, leaf_hash FROM ledger_entry WHERE seq = 1;
DELETE FROM ledger_checkpoint WHERE tree_size = (SELECT max(tree_size) FROM ledger_checkpoint);
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with everything of one installation, run by the real command."""

    var: Path

    def run(self, *arguments: str, **extra: str) -> tuple[int, str]:
        """Exit code and all that the command said."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
        environment = kept | {"HUIYIN_VAR": str(self.var), "HUIYIN_NOTICES": "folder", **extra}
        command = [sys.executable, "-m", "huiyin.cli.main", *arguments]
        done = subprocess.run(command, env=environment, text=True, capture_output=True, check=False)
        return done.returncode, done.stdout + done.stderr

    @contextmanager
    def owner(self) -> Iterator[sqlite3.Connection]:
        """Its database without triggers and checks; the triggers are put back, so that they aren't what is named."""
        with closing(sqlite3.connect(self.var / _DATABASE)) as driver:
            triggers = driver.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _statement in triggers:
                driver.execute(f'DROP TRIGGER "{name}"')
            driver.execute("PRAGMA ignore_check_constraints = ON")
            yield driver
            for _name, statement in triggers:
                driver.execute(statement)
            driver.commit()

    def copy(self, folder: Path) -> "Installation":
        """Another one that is just the same."""
        shutil.copytree(self.var, folder)
        return Installation(folder)


def main() -> int:
    """Make the demo, alter copies of it, print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m bench.attacks_ledger", description=__doc__)
    parser.add_argument("--matters", type=int, default=60, help="about how many matters the demo has")
    parser.add_argument("--only", default="", help="only alterations with this in their name")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="huiyin-attacks-") as folder:
        demo = Installation(Path(folder) / "demo")
        code, said = demo.run("demo", "--no-serve", "--matters", str(asked.matters))
        if code:
            print(said)
            return 1
        code, said = demo.run("archive", "--closed-for", "0", "--to", str(demo.var / "archive"))
        demo.run("worker", "--once")
        code, said = demo.run("verify")
        print(f"{'untouched':60}  {said.strip().splitlines()[-1]}")
        unnamed = 1 if code else 0
        for name, attack in _attacks():
            if asked.only in name:
                unnamed += not _tried(demo, Path(folder) / "copy", name, attack)
    print("every alteration was named" if not unnamed else f"{unnamed} went unnamed")
    return 1 if unnamed else 0


Attack = Callable[[Installation], tuple[int, str] | None]


def _attacks() -> Iterator[tuple[str, Attack]]:
    for one in ALTERATIONS:
        yield one.name, _by_statement(one.statement)
    yield from (
        ("a trigger dropped", _dropped("TRIGGER clocks_clock_guard")),
        ("an index dropped", _dropped("INDEX matter_unit_due")),
        ("an attachment or print altered", _on_a_file(lambda path: path.write_bytes(path.read_bytes() + b"x"))),
        ("an attachment or print removed", _on_a_file(Path.unlink)),
        ("an archived file altered", _on_an_archive),
        ("the newest checkpoint's file removed", _without_newest),
        ("missing keys made anew", _new_keys),
        ("another receipts key", _another_key),
        ("a rulebook changed", _another_rulebook),
        ("the last entries rewritten, then signed by the worker", _forged_and_signed),
    )


def _tried(demo: Installation, folder: Path, name: str, attack: Attack) -> bool:
    copy = demo.copy(folder)
    try:
        result = attack(copy)
        if result is None:
            print(f"{name:60}  (the demo has no such row)")
            return True
        code, said = result
        lines = [line for line in said.strip().splitlines() if line and not line.startswith(("核对了", "其中"))]
        print(f"{name:60}  {lines[0] if code else 'NOT NAMED'}")
        return code != 0
    finally:
        shutil.rmtree(folder)


def _by_statement(statement: str) -> Attack:
    def attack(copy: Installation) -> tuple[int, str] | None:
        with copy.owner() as driver:
            if driver.execute(statement).rowcount < 1:
                return None
        return copy.run("verify")

    return attack


def _dropped(what: str) -> Attack:
    def attack(copy: Installation) -> tuple[int, str]:
        with closing(sqlite3.connect(copy.var / _DATABASE)) as driver:
            driver.execute(f"DROP {what}")
            driver.commit()
        return copy.run("verify")

    return attack


def _on_a_file(change: Callable[[Path], object]) -> Attack:
    def attack(copy: Installation) -> tuple[int, str] | None:
        files = sorted(copy.var.glob("files/*/*"))
        if not files:
            return None
        change(files[0])
        return copy.run("verify")

    return attack


def _on_an_archive(copy: Installation) -> tuple[int, str] | None:
    files = sorted(copy.var.glob("archive/*/data/matter.json"))
    if not files:
        return None
    files[0].write_bytes(files[0].read_bytes() + b" ")
    return copy.run("verify")


def _without_newest(copy: Installation) -> tuple[int, str]:
    (copy.var / "keys" / "ledger.newest").unlink()
    return copy.run("verify")


def _new_keys(copy: Installation) -> tuple[int, str]:
    (copy.var / "keys" / "receipts.key").unlink()
    return copy.run("keys", "create")


def _another_key(copy: Installation) -> tuple[int, str]:
    (copy.var / "keys" / "receipts.key").write_bytes(base64.b64encode(bytes(range(32))))
    return copy.run("verify")


def _another_rulebook(copy: Installation) -> tuple[int, str]:
    # A house names its own file; here the one that the demo was made with is exchanged for it.
    profile = copy.var / "county.toml"
    text = (Path(huiyin.__file__).parent / "clocks" / "rulebooks" / "county.toml").read_text(encoding="utf-8")
    profile.write_text(text.replace("days = 90", "days = 300"), encoding="utf-8")
    return copy.run("verify", HUIYIN_RULEBOOKS=f"cn-2022,{profile}")


def _forged_and_signed(copy: Installation) -> tuple[int, str]:
    with copy.owner() as driver:
        driver.executescript(_FORGED)
    code, said = copy.run("worker", "--once")
    signed = "ledger（失败）" not in said
    return (0, said) if signed or not code else copy.run("verify")


if __name__ == "__main__":
    sys.exit(main())
