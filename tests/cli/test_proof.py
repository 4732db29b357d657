"""A proof is printed for one entry, and checked where there is no installation at all."""

from pathlib import Path

from tests.cli.house import Installation


def test_a_proof_is_made_here_and_checked_elsewhere(installation: Installation, tmp_path: Path) -> None:
    assert installation.run("worker", "--once")[0] == 0
    code, key = installation.run("proof", "key")
    assert (code, key.startswith("huiyin.invalid/ledger+")) == (0, True), key
    code, file = installation.run("proof", "make", "2")
    assert code == 0, file
    kept = tmp_path / "entry.tlog-proof"
    kept.write_text(file, encoding="utf-8")
    elsewhere = Installation(tmp_path / "nothing" / "var")
    elsewhere.var.parent.mkdir()
    code, output = elsewhere.run("proof", "check", str(kept), "--key", key.strip())
    assert code == 0, output
    assert "第 2 条记录" in output and "叶格式　2" in output
    kept.write_text(file.replace("index 1", "index 2"), encoding="utf-8")
    code, output = elsewhere.run("proof", "check", str(kept), "--key", key.strip())
    assert (code, "不成立" in output) == (1, True), output
    kept.write_bytes(b"\xff")
    assert elsewhere.run("proof", "check", str(kept), "--key", key.strip())[0] == 1
    code, output = elsewhere.run("proof", "check", str(kept), "--key", "x")
    assert (code, output.count("\n")) == (1, 1), output
    kept.write_text(file, encoding="utf-8")
    code, output = elsewhere.run("proof", "check", str(kept), "--key", "x+y+z")
    assert (code, "proof key" in output) == (2, True), output
    code, output = elsewhere.run("proof", "check", str(kept), "--key", key.strip().replace("huiyin", "other"))
    assert code == 2, output
    code, output = installation.run("proof", "make", "9999999")
    assert (code, output.count("\n")) == (2, 1), output
