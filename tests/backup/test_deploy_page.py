"""docs/deploy.md does what it says: every block of it is walked, in order, backup and restore included."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
import psycopg
import pytest
from psycopg import sql

import pg
from huiyin.cli.root import root
from huiyin.clocks.loading import CALENDARS
from huiyin.db.quiet import QUIET
from tests.backup.deploy_page import BASE, OURS, PACKAGES, PASSWORD, Block, Machine, blocks, commands_of
from tests.backup.house import ON_POSTGRESQL, ROOT, SERVER


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A bare server; on PostgreSQL with an account of its own, dropped afterwards with its databases."""
    if not ON_POSTGRESQL:
        yield Machine(tmp_path)
        return
    parts, account = urlsplit(SERVER), f"walk_{secrets.token_hex(4)}"
    server = {
        "PGHOST": str(parts.hostname), "PGPORT": str(parts.port), "PGUSER": str(parts.username),
        "PGPASSWORD": str(parts.password), "PGDATABASE": "postgres",
    }  # fmt: skip
    yield Machine(tmp_path, server, account, f"{parts.hostname}:{parts.port}")
    drop_account(account)


def drop_account(account: str) -> None:
    """With its databases: nothing of it is left, as on another machine."""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        for name in (account, f"{account}_scratch"):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(account)))


def settings_of_account(account: str) -> set[str]:
    """What PostgreSQL does otherwise for this account than for others."""
    with psycopg.connect(SERVER) as connection:
        row = connection.execute("SELECT rolconfig FROM pg_roles WHERE rolname = %s", [account]).fetchone()
    return set(row[0] or ()) if row else set()


# On SQLite it is the same walk without PostgreSQL's blocks: a minute that the ordinary checks spend once.
@pytest.mark.skipif(
    not ON_POSTGRESQL and bool(os.environ.get("HUIYIN_TESTS_SHARED_OUT")), reason="walked on PostgreSQL"
)
def test_the_page_is_walked_from_nothing_to_a_restored_installation(machine: Machine) -> None:
    known = {
        "where your copy of the source lies": "source",
        "the release": "v1",
        "the next release": "v2",
        "password": PASSWORD,
        "sign-in name": "an",
        "second place": f"{machine.root}/second/",
        "copy of the keys": f"{machine.root}/keys-copy/",
    }
    wanted = [block for block in blocks() if ON_POSTGRESQL or not block.is_for_postgresql]
    for number, block in enumerate(wanted):
        if not (block.file or block.is_commands):
            continue
        if block.section == "Backups" and wanted[number - 1].section != "Backups":
            add_a_calendar(machine)
        if block.section == "Restoring" and wanted[number - 1].section != "Restoring":
            lose_everything(machine)
        output = machine.walk(block, known)
        public = re.search(r"^age1\w+$", output, re.MULTILINE)
        known |= {"public key": public[0]} if public else {}
    assert "已恢复备份" in machine.output
    assert (machine.root / "srv/huiyin/var/calendars/cn-2026.toml").is_file()
    assert list((machine.root / "second").glob("2*/database.age"))
    log = (machine.root / "log").read_text(encoding="utf-8")
    assert "systemctl enable --now huiyin-backup.timer" in log
    if ON_POSTGRESQL:
        # Also on the new machine its log quotes nothing that people write.
        assert settings_of_account(machine.account) == {f"{name}={value}" for name, value in QUIET.items()}


def add_a_calendar(machine: Machine) -> None:
    """Something of the installation beside the database."""
    folder = machine.root / "srv/huiyin/var/calendars"
    folder.mkdir()
    shutil.copy(CALENDARS / "cn-2026.toml", folder)


def lose_everything(machine: Machine) -> None:
    """The machine burns down. What somebody has kept elsewhere is there: the keys, and the backups."""
    var, keys = machine.root / "srv/huiyin/var", machine.root / "srv/huiyin/keys"
    shutil.copytree(keys, machine.root / "keys-copy")
    assert not list((machine.root / "backup").rglob("*.key"))
    for folder in (var, keys):
        shutil.rmtree(folder)
        folder.mkdir()
    if ON_POSTGRESQL:
        drop_account(machine.account)


@pytest.fixture(scope="module")
def typed() -> list[list[str]]:
    """Every command on the page."""
    return [words for block in blocks() if block.is_commands for words in commands_of(block.text)]


def test_apt_installs_what_the_page_uses(typed: list[list[str]]) -> None:
    [installed] = [set(words[2:]) for words in typed if words[:2] == ["apt", "install"]]
    assert installed <= set(PACKAGES), "look it up in Debian, then put it into the list"
    given = set().union(*(PACKAGES[name] for name in installed))
    used = {words[0] for words in typed} | {words[4] for words in typed if words[0] == "runuser"}
    assert used <= given | BASE | OURS
    # None is asked for that nothing uses, but for what Python needs to make environments.
    assert all(PACKAGES[name] & used for name in installed - {"python3-venv"})


def test_the_checkpoint_comes_before_the_backup(typed: list[list[str]]) -> None:
    ours = [words[1:] for words in typed if words[0] == "huiyin"]
    assert ours.index(["checkpoint", ">", "/srv/huiyin/checkpoint-day.txt"]) < next(
        index for index, words in enumerate(ours) if words[:2] == ["backup", "create"]
    )


def test_what_systemd_starts_is_a_command_with_these_options() -> None:
    started = [
        line.partition("/bin/huiyin ")[2].split()
        for block in blocks()
        for line in block.text.splitlines()
        if line.startswith("ExecStart=")
    ]
    assert ["worker"] in started
    for words in started:
        command: click.Command = root
        while isinstance(command, click.Group):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found is not None
            command = found
        command.make_context("huiyin", words)


def test_programs_of_postgresql_know_these_options(typed: list[list[str]]) -> None:
    folder, asked = pg.ensure(), [words[4:] for words in typed if words[0] == "runuser"]
    assert {words[0] for words in asked} >= {"createuser", "createdb", "pg_basebackup"}
    for name, *words in asked:
        known = subprocess.run([folder / name, "--help"], capture_output=True, text=True, check=True).stdout
        assert [word for word in words if word.startswith("--") and word.partition("=")[0] not in known] == []


def test_settings_on_the_page_are_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    of_file = [block for block in blocks() if block.file == "/etc/huiyin.env"]
    names = {line.partition("=")[0] for block in of_file for line in block.text.splitlines()}
    assert len(of_file) == 2
    assert {name for name in names if f"| `{name}` |" not in page} == set()


def test_every_block_is_walked_or_known() -> None:
    """A block in another language would be passed over."""
    assert {block.language for block in blocks() if not (block.file or block.is_commands)} <= {"", "ini", "nginx"}
    assert not [block for block in blocks() if block.language == "ini" and not (block.file or _is_worker(block))]


def _is_worker(block: Block) -> bool:
    return "huiyin-worker.service`: the same with" in block.before
