"""A proof is printed for one entry, and checked where there is no installation at all."""

from pathlib import Path

from tests.cli.house import House


def test_a_proof_is_made_here_and_checked_elsewhere(house: House, tmp_path: Path) -> None:
    assert house.run("worker", "--once")[0] == 0
    code, key = house.run("proof", "key")
    assert (code, key.startswith("huiyin.invalid/ledger+")) == (0, True), key
    code, file = house.run("proof", "make", "2")
    assert code == 0, file
    kept = tmp_path / "entry.tlog-proof"
    kept.write_text(file, encoding="utf-8")
    elsewhere = House(tmp_path / "nothing" / "var")
    elsewhere.var.parent.mkdir()
    code, said = elsewhere.run("proof", "check", str(kept), "--key", key.strip())
    assert code == 0, said
    assert "第 2 条记录" in said and "叶格式　2" in said
    kept.write_text(file.replace("index 1", "index 2"), encoding="utf-8")
    code, said = elsewhere.run("proof", "check", str(kept), "--key", key.strip())
    assert (code, "不成立" in said) == (1, True), said
    kept.write_bytes(b"\xff")
    assert elsewhere.run("proof", "check", str(kept), "--key", key.strip())[0] == 1
    code, said = elsewhere.run("proof", "check", str(kept), "--key", "x")
    assert (code, said.count("\n")) == (1, 1), said
    kept.write_text(file, encoding="utf-8")
    code, said = elsewhere.run("proof", "check", str(kept), "--key", "x+y+z")
    assert (code, "proof key" in said) == (2, True), said
    code, said = elsewhere.run("proof", "check", str(kept), "--key", key.strip().replace("huiyin", "other"))
    assert code == 2, said
    code, said = house.run("proof", "make", "9999999")
    assert (code, said.count("\n")) == (2, 1), said
