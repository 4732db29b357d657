"""Files for their owner only, and temporary ones that no kill leaves behind."""

import fcntl
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from huiyin.kernel.private import FOLDER, take_from_others, temporary_begin, temporary_sweep

_PROCESS = """
import sys, tempfile
from pathlib import Path
from huiyin.kernel.private import create_for_owner_only, temporary_begin
create_for_owner_only()
temporary_begin(Path(sys.argv[1]))
upload = tempfile.NamedTemporaryFile(suffix=".upload")
upload.write(b"x")
upload.flush()
print(upload.name, flush=True)
sys.stdin.read()
"""


def _receiving(var: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _PROCESS, str(var)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def _printed_path(process: "subprocess.Popen[str]") -> Path:
    assert process.stdout
    return Path(process.stdout.readline().strip())


def test_an_upload_lies_in_our_own_folder_and_goes_after_a_kill_but_not_before(tmp_path: Path) -> None:
    with _receiving(tmp_path) as killed, _receiving(tmp_path) as alive:
        lost, kept = _printed_path(killed), _printed_path(alive)
        for path in (lost, kept):
            assert path.is_relative_to(tmp_path / FOLDER)
            assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        assert temporary_sweep(tmp_path) == 0
        killed.kill()
        killed.wait()
        assert lost.exists()
        assert temporary_sweep(tmp_path) == 1
        assert (lost.exists(), kept.exists()) == (False, True)
        alive.communicate()
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_temporary_files_go_where_the_process_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", "/tmp")  # noqa: S108 - what it is elsewhere
    folder = temporary_begin(tmp_path)
    assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(folder)
    assert temporary_sweep(tmp_path) == 0


def test_what_others_could_read_they_can_not_any_more(tmp_path: Path) -> None:
    path = tmp_path / "huiyin.sqlite3"
    path.write_text("x")
    path.chmod(0o664)
    assert take_from_others(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert take_from_others(tmp_path / "huiyin.sqlite3-wal")


def test_the_sweep_holds_a_folders_lock_while_removing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a process that has just made it could lock it meanwhile, and lose it."""
    folder = tmp_path / FOLDER / "left"
    folder.mkdir(parents=True)
    (folder / "lock").touch()
    locked_meanwhile = []

    def remove(path: Path) -> bool:
        with (path / "lock").open("r+") as again:
            try:
                fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                locked_meanwhile.append(False)
            else:
                locked_meanwhile.append(True)
        return True

    monkeypatch.setattr("huiyin.kernel.private._remove", remove)
    assert temporary_sweep(tmp_path) == 1
    assert locked_meanwhile == [False]
