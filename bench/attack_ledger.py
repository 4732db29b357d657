"""`python -m bench.attack_ledger`: alters a demo installation in every known way and prints what `verify` says.

Each alteration is made on a copy of its own, past the triggers and checks, as somebody who owns the database and the
disk would; then `huiyin verify` runs as it does for an administrator. On SQLite and on PostgreSQL, in a temporary
folder. Ends with 1 if anything goes unnamed.
"""

import argparse
import base64
import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import huiyin
import pg
import system
from bench.alterations import ALTERATIONS, Alteration
from bench.altered import AlteredInstallation
from huiyin.kernel.keys import NAMES

_RULEBOOKS = Path(huiyin.__file__).parent / "clocks" / "rulebooks"
_PRINT = "SELECT file_id FROM documents_letter WHERE file_id IS NOT NULL ORDER BY id LIMIT 1"
_ATTACHMENT = "SELECT file_id FROM matters_attachment WHERE file_id IS NOT NULL ORDER BY id LIMIT 1"
_COLUMNS = "kind, subject, at, written_at, actor, salt, content, commitment, leaf_hash, leaf_format, leaf_salt"
# Exit code and what was printed; None where the demo has nothing of the kind.
Result = tuple[int, str] | None
Attack = Callable[[AlteredInstallation], Result]


def main() -> int:
    """Make the demo, alter copies of it, print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m bench.attack_ledger", description=__doc__)
    parser.add_argument("--database", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"])
    parser.add_argument("--matters", type=int, default=60, help="about how many matters the demo has")
    parser.add_argument("--only", default="", help="only alterations with this in their name")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, pg.leave_in_order)
    unnamed = sum(_attacked(database, asked.matters, asked.only) for database in asked.database)
    print("every alteration was named" if not unnamed else f"{unnamed} went unnamed")
    return 1 if unnamed else 0


def _attacked(database: str, matters: int, only: str) -> int:
    with tempfile.TemporaryDirectory(prefix="huiyin-attacks-") as folder, _database(database) as url:
        demo = AlteredInstallation(Path(folder) / "demo", url)
        code, output = demo.seed(matters)
        _line(f"{database}: untouched", output.strip().splitlines()[-1])
        if code:
            print(output)
            return 1
        return sum(
            not _tried(demo, Path(folder) / "copy", name, says, attack)
            for name, says, attack in _attacks()
            if only in name
        )


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    with pg.throwaway_cluster(name="demo") as url:
        yield url


def _line(name: str, output: str) -> None:
    print(f"{name:76}  {output}", flush=True)


def _attacks() -> Iterator[tuple[str, str, Attack]]:
    """Name, what the sentence has in it that names it, and the attack."""
    for alteration in ALTERATIONS:
        yield alteration.name, alteration.at_start or alteration.says, _by_statement(alteration)
    for what, query in (("an attachment", _ATTACHMENT), ("a letter's print", _PRINT)):
        yield f"{what} altered", "与收到时不同", _on_a_file(query, _alter)
        yield f"{what} altered and asked for", "", _on_a_file(query, _alter, then=_handed_on)
        yield f"{what} removed", "不在磁盘上", _on_a_file(query, Path.unlink)
    yield "an archived file altered", "被改动", _on_an_archive(lambda bag: _alter(bag / "data" / "matter.json"))
    yield "an archived file removed", "不见了", _on_an_archive(lambda bag: (bag / "data" / "matter.json").unlink())
    yield "an archive removed", "归档案卷不在", _on_an_archive(shutil.rmtree)
    yield "a trigger dropped", "clocks_clock_guard", _dropped_trigger
    yield "an index dropped", "matter_unit_due", _dropped_index
    yield "a rulebook changed from 60 to 300 days", "cn-2022.toml", _another_rulebook
    yield "the newest checkpoint's file removed", "ledger.newest", _without_newest
    yield "the newest checkpoint's file removed, then a round of the worker", "ledger.newest", _newest_and_worker
    yield "the last entry rewritten, then signed by the worker", "签过", _forged_and_signed
    yield "an answer entered twenty days back", "late", lambda copy: copy.run("dated_back", module="bench.inside")
    for name in NAMES:
        yield f"the missing key {name} made anew", name, _made_anew(name)
        yield f"another key {name}", name, _another_key(name)


def _tried(demo: AlteredInstallation, folder: Path, name: str, says: str, attack: Attack) -> bool:
    copy = demo.copy(folder)
    try:
        result = attack(copy)
    finally:
        copy.remove()
    if result is None:
        _line(name, "(the demo has no such row)")
        return True
    code, output = result
    named = next((line for line in output.splitlines() if says in line and not line.startswith("核对了")), "")
    is_named = bool(code and named and "Traceback" not in output)
    _line(name, named if is_named else f"NOT NAMED: {output.strip()[-300:]}")
    return is_named


def _by_statement(alteration: Alteration) -> Attack:
    def attack(copy: AlteredInstallation) -> Result:
        with copy.owner(alteration.statement.split()[1], alteration.loose) as execute:
            if execute(alteration.on("postgresql" if copy.url else "sqlite")) < 1:
                return None
        return copy.run("verify")

    return attack


def _alter(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def _handed_on(copy: AlteredInstallation, file_id: UUID) -> Result:
    return copy.run("handed_on", str(file_id), module="bench.inside")


def _verified(copy: AlteredInstallation, _file_id: UUID) -> Result:
    return copy.run("verify")


def _on_a_file(
    query: str, change: Callable[[Path], object], then: Callable[[AlteredInstallation, UUID], Result] = _verified
) -> Attack:
    def attack(copy: AlteredInstallation) -> Result:
        found = copy.rows(query)
        if not found:
            return None
        key = UUID(str(found[0][0]))
        change(copy.var / "files" / key.hex[-2:] / key.hex)
        return then(copy, key)

    return attack


def _on_an_archive(change: Callable[[Path], object]) -> Attack:
    def attack(copy: AlteredInstallation) -> Result:
        bags = sorted(path.parent.parent for path in copy.var.glob("archive/*/data/matter.json"))
        if not bags:
            return None
        change(bags[0])
        return copy.run("verify")

    return attack


def _dropped_trigger(copy: AlteredInstallation) -> Result:
    copy.structure("DROP TRIGGER clocks_clock_guard" + (" ON clocks_clock" if copy.url else ""))
    return copy.run("verify")


def _dropped_index(copy: AlteredInstallation) -> Result:
    copy.structure("DROP INDEX matter_unit_due")
    return copy.run("verify")


def _another_rulebook(copy: AlteredInstallation) -> Result:
    # An installation names its own files; here the one that the demo was made with is exchanged for another.
    changed = copy.var / "cn-2022.toml"
    text = (_RULEBOOKS / "cn-2022.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace("amount = 60\n", "amount = 300\n"), encoding="utf-8")
    return copy.run("verify", HUIYIN_RULEBOOKS=f"{changed},county")


def _without_newest(copy: AlteredInstallation) -> Result:
    (copy.var / "keys" / "ledger.newest").unlink()
    return copy.run("verify")


def _newest_and_worker(copy: AlteredInstallation) -> Result:
    """Its absence is an alarm and no fresh start: the worker makes none."""
    with copy.owner() as execute:
        execute("DELETE FROM ledger_checkpoint")
    (copy.var / "keys" / "ledger.newest").unlink()
    code, output = copy.run("worker", "--once")
    return (code, output) if not (copy.var / "keys" / "ledger.newest").exists() else (0, output)


def _forged_and_signed(copy: AlteredInstallation) -> Result:
    """All hashes of the entry are right, and no checkpoint is left that covers it."""
    row = json.loads(copy.run("forged", module="bench.inside")[1])
    literal = "'\\x{}'" if copy.url else "x'{}'"
    with copy.owner() as execute:
        execute(
            f"UPDATE ledger_entry SET content = '{row['content']}', commitment = "
            f"{literal.format(row['commitment'])}, leaf_hash = {literal.format(row['leaf_hash'])} "
            f"WHERE seq = {row['seq']}"
        )
        execute(f"DELETE FROM ledger_checkpoint WHERE tree_size >= {row['seq']}")
        # Something to sign: as if somebody went on working.
        execute(f"INSERT INTO ledger_entry ({_COLUMNS}) SELECT {_COLUMNS} FROM ledger_entry WHERE seq = 1")
    left = copy.rows("SELECT max(tree_size) FROM ledger_checkpoint")
    code, output = copy.run("worker", "--once")
    if not code or copy.rows("SELECT max(tree_size) FROM ledger_checkpoint") != left:
        return 0, output
    return copy.run("verify")


def _made_anew(name: str) -> Attack:
    def attack(copy: AlteredInstallation) -> Result:
        (copy.var / "keys" / f"{name}.key").unlink()
        code, output = copy.run("keys", "create")
        return (0, output) if (copy.var / "keys" / f"{name}.key").exists() else (code, output)

    return attack


def _another_key(name: str) -> Attack:
    def attack(copy: AlteredInstallation) -> Result:
        (copy.var / "keys" / f"{name}.key").write_bytes(base64.b64encode(bytes(range(32))))
        return copy.run("verify")

    return attack


if __name__ == "__main__":
    try:
        sys.exit(main())
    except system.Missing as error:
        sys.exit(str(error))
