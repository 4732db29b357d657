"""Two administrators write the same workbook at once, each by a process of their own."""

from tests.cli.house import Installation
from tests.flows.workbooks import OFFICERS, book_of


def test_two_processes_that_write_at_once_write_it_once(installation: Installation) -> None:
    file = installation.var.parent / "org.xlsx"
    file.write_bytes(book_of({"人员": OFFICERS}))
    arguments = ("org", "import", str(file), "--as", "an", "--yes")
    both = [installation.start(*arguments) for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    # The other one was told that something has changed, or found afterwards that nothing is left to write.
    assert sorted("已写入 2 行" in output for output in outputs) == [False, True], outputs
    assert all("Traceback" not in output for output in outputs), outputs
    assert installation.count("SELECT COUNT(*) FROM orgs_officer WHERE username IN ('qiaotou', 'er')") == 2
    assert installation.run("worker", "--once")[0] == 0
    code, output = installation.run("verify")
    assert code == 0, output
