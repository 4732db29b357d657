"""Every command says what it did, and what is missing in one sentence; a refusal is no traceback."""

import re
import socket
import sqlite3
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.db import connection

import huiyin
from huiyin.cli.readiness import DatabaseReadable, demand_private
from huiyin.cli.root import root
from huiyin.cli.serving import AddressTaken, AddressUnusable, demand_free
from huiyin.cli.settings import SETTINGS, Setting, shown
from tests.cli.house import PASSWORD, Installation, staff


def _commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found += _commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("path", _commands(root), ids=" ".join)
def test_every_command_has_its_help_in_chinese_and_english(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(root, [*path, "--help"])
    assert result.exit_code == 0
    first = result.output.split("\n\n")[1]
    assert re.search("[\u4e00-\u9fff]", first)
    assert re.search("[A-Za-z]{3}", first)


def test_what_is_missing_is_reported_in_one_sentence(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var")
    for arguments in (("worker",), ("serve",)):
        code, output = installation.run(*arguments)
        assert (code, output.count("\n")) == (2, 1), output
        assert "huiyin keys create" in output
    assert installation.run("keys", "create")[0] == 0
    code, output = installation.run("tick")
    assert (code, output.count("\n")) == (2, 1), output
    assert "huiyin migrate" in output


def test_keys_are_made_once(installation: Installation) -> None:
    before = {path.name: path.read_bytes() for path in (installation.var / "keys").iterdir()}
    code, output = installation.run("keys", "create")
    assert (code, "没有改动" in output) == (0, True)
    assert {path.name: path.read_bytes() for path in (installation.var / "keys").iterdir()} == before


def test_no_key_is_made_anew_over_data(installation: Installation) -> None:
    """A new receipts key would open no matter any more, and nothing else would ever notice."""
    key = installation.var / "keys" / "receipts.key"
    kept = key.read_bytes()
    key.unlink()
    code, output = installation.run("keys", "create")
    assert (code, output.count("\n"), "receipts" in output) == (2, 1, True), output
    assert not key.exists()
    key.write_bytes((installation.var / "keys" / "index.key").read_bytes())
    for command in (("worker", "--once"), ("serve",), ("tick",)):
        code, output = installation.run(*command)
        assert (code, output.count("\n"), "receipts" in output) == (2, 1, True), output
    key.write_bytes(kept)
    assert installation.run("worker", "--once")[0] == 0


def test_a_key_file_that_is_cut_off_stops_everything(installation: Installation) -> None:
    """An empty file would be a key of no bytes, and open to everybody whatever it sealed."""
    path = installation.var / "keys" / "vault.key"
    whole = path.read_text(encoding="ascii")
    for content in ("", whole[:20], "钥匙"):
        path.write_text(content, encoding="utf-8")
        for arguments in (("worker", "--once"), ("keys", "rotate")):
            code, output = installation.run(*arguments)
            assert (code, output.count("\n"), "vault.key" in output) == (2, 1, True), output
    path.write_text(whole, encoding="ascii")
    assert installation.run("worker", "--once")[0] == 0


def test_only_the_owner_reads_the_database_and_what_lies_beside_it(installation: Installation) -> None:
    """Also one that an older version has left open to everybody; what a killed process left goes at the start."""
    database = installation.var / "huiyin.sqlite3"
    database.chmod(0o644)
    left = installation.var / "temporary" / "left"
    left.mkdir(parents=True)
    (left / "lock").touch()
    (left / "film.upload").write_bytes(b"x")
    assert installation.run("worker", "--once")[0] == 0
    assert database.stat().st_mode & 0o777 == 0o600
    assert list((installation.var / "temporary").iterdir()) == []
    code, _ = installation.run("search-rebuild")
    assert code == 0
    assert {path.stat().st_mode & 0o077 for path in installation.var.iterdir() if path.is_file()} == {0}


def test_a_database_that_others_read_and_that_is_not_ours_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setattr("huiyin.cli.readiness.take_from_others", lambda _path: False)
        with pytest.raises(DatabaseReadable, match="0600"):
            demand_private()


def test_the_vault_key_is_replaced_and_the_rest_follows_on_request(installation: Installation) -> None:
    keys = installation.var / "keys"
    old = (keys / "vault.key").read_bytes()
    code, output = installation.run("keys", "rotate")
    assert (code, "--resume" in output) == (0, True), output
    new = (keys / "vault.key").read_bytes()
    assert new != old
    assert sorted(path.read_bytes() for path in keys.glob("vault-*.key")) == sorted([old, new])
    code, output = installation.run("keys", "rotate", "--resume")
    assert (code, (keys / "vault.key").read_bytes()) == (0, new), output
    assert installation.run("worker", "--once")[0] == 0
    assert installation.run("verify")[0] == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [("HUIYIN_FILE_MEGABYTES", "viel"), ("HUIYIN_DATABASE_URL", "nothing://here"), ("HUIYIN_TIME_ZONE", "Mars/Rim")],
)
def test_a_setting_that_cannot_be_used_is_named(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setattr(Installation, "environment", {**installation.environment, name: value})
    code, output = installation.run("tick")
    assert (code, output.count("\n")) == (2, 1), output
    assert re.search(f"{name}|{value.partition(':')[0]}", output)


def test_the_check_names_accounts_that_cannot_be_used(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {
        "HUIYIN_CAS_URL": "https://cas.example.invalid", "HUIYIN_PASSWORDS_ONLY_FOR": "an,nobody",
    }  # fmt: skip
    monkeypatch.setattr(Installation, "environment", {**installation.environment, **given})
    staff(installation)
    code, output = installation.run("check")
    assert code == 1 and output.splitlines() == ["HUIYIN_PASSWORDS_ONLY_FOR：nobody 没有这个账号"]
    given["HUIYIN_PASSWORDS_ONLY_FOR"] = "an"
    monkeypatch.setattr(Installation, "environment", {**installation.environment, **given})
    assert installation.run("check") == (0, "没有发现问题。\n")


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    code, output = Installation(tmp_path / "var").run("keys", "create")
    assert (code, output.count("\n")) == (2, 1), output
    assert str(tmp_path / "var") in output


def test_two_installations_never_share_a_port(installation: Installation) -> None:
    """The kernel would let them take turns in answering."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(AddressTaken, match=str(port)):
            demand_free("127.0.0.1", port)
    demand_free("127.0.0.1", port)
    with pytest.raises(AddressUnusable):
        demand_free("192.0.2.1", port)


def test_the_first_administrator_is_made_once(installation: Installation) -> None:
    arguments = ("--name", "安若素", "--unit", "云渡县信访局", "--password", PASSWORD)
    code, output = installation.run("admin-create", "an", *arguments)
    assert (code, output.count("\n")) == (2, 1), output
    code, output = installation.run(
        "admin-create", "two", "--name", "乙", "--unit", "没有这个单位", "--password", PASSWORD
    )
    assert (code, "没有这个单位" in output) == (2, True)
    code, output = installation.run(
        "admin-create", "two", "--name", "乙", "--unit", "云渡县信访局", "--password", "123"
    )
    assert (code, output.count("\n")) == (2, 1), output
    assert installation.count("SELECT count(*) FROM orgs_officer") == 1
    assert installation.run("admin-create", "two", *arguments)[0] == 0


def test_a_sound_ledger_passes_and_an_altered_row_is_named(installation: Installation) -> None:
    assert installation.run("worker", "--once")[0] == 0
    code, output = installation.run("verify")
    assert (code, "全部相符" in output) == (0, True), output
    code, note = installation.run("checkpoint")
    assert code == 0
    kept = installation.var / "note.txt"
    kept.write_text(note, encoding="utf-8")
    assert installation.run("verify", "--checkpoint", str(kept))[0] == 0
    with sqlite3.connect(installation.var / "huiyin.sqlite3") as connection:
        connection.execute("UPDATE orgs_officer SET display_name = '别人'")
    connection.close()
    code, output = installation.run("verify")
    assert code == 1
    assert "orgs.officer.created" in output


def test_a_note_of_another_ledger_is_refused(installation: Installation) -> None:
    kept = installation.var / "note.txt"
    kept.write_text("elsewhere.example/ledger\n5\nAAAA\n\n— nobody AAAA\n", encoding="utf-8")
    assert installation.run("verify", "--checkpoint", str(kept))[0] == 1
    kept.write_bytes(b"\xff\xfe\x00")
    code, output = installation.run("verify", "--checkpoint", str(kept))
    assert (code, output.count("\n"), "note.txt" in output) == (2, 1, True), output


def test_before_the_first_checkpoint_it_says_so(installation: Installation) -> None:
    code, output = installation.run("checkpoint")
    assert (code, output.count("\n")) == (2, 1), output


def test_an_orderly_installation_has_nothing_stuck(installation: Installation) -> None:
    code, output = installation.run("sweep")
    assert (code, "有人负责" in output) == (0, True)
    assert "门户还没有开放，还缺：\n  云渡县信访局还没有登记员\n" in output
    staff(installation)
    code, output = installation.run("sweep")
    assert (code, "有人负责" in output, "还缺" in output) == (0, True, False)


def test_the_sweep_says_what_is_wrong_with_the_backups_and_fails(installation: Installation) -> None:
    backups = installation.var / "backups"
    backups.mkdir()
    code, output = Installation(installation.var, {"HUIYIN_BACKUP": str(backups)}).run("sweep")
    assert (code, "还没有备份" in output, "有人负责" in output) == (1, True, True), output


def test_settings_are_all_listed_and_secrets_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(huiyin.__file__).parent
    read: set[str] = set()
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        read |= {f"HUIYIN_{name}" for name in re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', text)}
        read |= set(re.findall(r'os\.environ\.get\("(HUIYIN_[A-Z_]+)"', text))
    assert {setting.name for setting in SETTINGS} == read
    monkeypatch.setenv("HUIYIN_SMTP_PASSWORD", "geheim-1")
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "postgresql://huiyin:geheim-2@db/huiyin")
    output = CliRunner().invoke(root, ["settings"]).output
    assert "HUIYIN_SMTP_HOST" in output
    assert "geheim" not in output
    assert shown(Setting("HUIYIN_DATABASE_URL", "", "")) == "postgresql://huiyin:……@db/huiyin"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("postgresql://db/h?user=huiyin&password=geheim", "postgresql://db/h?user=……&password=……"),
        ("postgresql://huiyin:ge@heim@db/h", "postgresql://huiyin:……@db/h"),
        ("https://tiles.example/{z}/{x}/{y}.png?tk=geheim", "https://tiles.example/{z}/{x}/{y}.png?tk=……"),
        ("https://tiles.example/t?x={x}&y={y}&z={z}&tk=geheim", "https://tiles.example/t?x={x}&y={y}&z={z}&tk=……"),
        (
            "https://a.example/?k=geheim,https://b.example/?k=geheim",
            "https://a.example/?k=……,https://b.example/?k=……",
        ),
        ("https://gateway.example/send", "https://gateway.example/send"),
    ],
)
def test_what_may_be_a_password_in_an_address_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    monkeypatch.setenv("HUIYIN_MAP_TILES", value)
    assert shown(Setting("HUIYIN_MAP_TILES", "", "")) == expected
