"""Examining rulebook files, and an installation whose house profile loosens the law: it doesn't start."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_django.fixtures import Settings

from huiyin.cli.root import root
from huiyin.clocks.loading import RULEBOOKS
from tests.cli.house import Installation

LAW = (RULEBOOKS / "cn-2022.toml").read_text(encoding="utf-8")
OFFICE_PROFILE = """\
code = "town"
name = "镇里的承诺"
instrument = "镇里的公告"
version = "3"
valid_from = 2026-12-01
source = "公告"
tightens = "cn-2022"
"""
_ANSWER = "[[clock]]\n" + next(part for part in LAW.split("[[clock]]\n") if part.startswith('code = "answer"'))
# Only the clock itself: the remarks above the next one belong to that.
ANSWER = "\n" + _ANSWER.split("\n\n")[0] + "\n"


@dataclass(frozen=True)
class Examiner:
    """Writes a file and has it examined."""

    folder: Path

    def __call__(self, text: str, *arguments: str) -> Result:
        """The command's result for this text."""
        file = self.folder / "town.toml"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(root, ["rulebook", "check", str(file), *arguments])

    def faults(self, text: str, *arguments: str) -> list[tuple[int, str, str]]:
        """Line, key and reason of everything that is wrong."""
        result = self(text, *arguments)
        assert result.exit_code == 1, result.output
        lines = [line for line in result.stdout.splitlines() if line]
        assert f"有 {len(lines)} 处要改" in result.stderr
        return [_fault(line) for line in lines]


def _fault(line: str) -> tuple[int, str, str]:
    place, _, reason = line.partition("：")
    file, _, number, _, *key = place.split(" ")
    assert file == "town.toml"
    return int(number), key[0] if key else "", reason


@pytest.fixture
def examine(tmp_path: Path) -> Examiner:
    return Examiner(tmp_path)


def _line(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def test_a_good_profile_is_recognised_by_what_is_in_it(examine: Examiner) -> None:
    result = examine(OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 45"))
    assert result.exit_code == 0, result.output
    assert "镇里的承诺（town@3），从 2026-12-01 起生效" in result.stdout
    assert "类别 0、期限 1、理由 0、文书 0。" in result.stdout
    assert "没有放宽的地方" in result.stdout
    assert "答复期限：45 天，可延长 30 天，《信访工作条例》第三十四条" in result.stdout


@pytest.mark.parametrize("name", ["cn-2022", "county"])
def test_the_shipped_ones_are_good(name: str) -> None:
    result = CliRunner().invoke(root, ["rulebook", "check", str(RULEBOOKS / f"{name}.toml")])
    assert (result.exit_code, result.stderr) == (0, "")


def test_all_that_is_wrong_is_reported_at_once_with_its_line(examine: Examiner) -> None:
    text = (
        LAW.replace("amount = 15", "amount = -15", 1)
        .replace('unit = "day"', 'unit = "week"', 1)
        .replace("最迟 %(due)s 告诉", "最迟 %(day)s 告诉", 1)
        .replace("amount = 60\n", "", 1)
        .replace('outcome = "final"', 'outcom = "final"', 1)
        .replace('code = "inquiry"', 'code = "claim"', 1)
        .replace("valid_from = 2022-05-01", 'valid_from = "2022"', 1)
    )
    found = {(line, key) for line, key, _reason in examine.faults(text)}
    second_clock = _line(text, '[[clock]]\ncode = "answer"')
    second_ground = _line(text, '[[ground]]\ncode = "rechecked"')
    assert found >= {
        (_line(text, "amount = -15"), "clock[1].amount"),
        (_line(text, 'unit = "week"'), "clock[1].unit"),
        (_line(text, 'running = "我们最迟 %(day)s'), "clock[1].running"),
        (second_clock, "clock[2].amount"),
        (second_ground, "ground[2].outcome"),
        (_line(text, 'outcom = "final"'), "ground[2].outcom"),
        (_line(text, 'valid_from = "2022"'), "valid_from"),
    }
    assert len(found) == 9  # the kind that is there twice, and the one that is missing for it


def test_a_key_inside_a_list_or_a_text_is_no_line_of_its_own(examine: Examiner) -> None:
    text = OFFICE_PROFILE + ANSWER.replace(
        'article = "《信访工作条例》第三十四条"\nrunning',
        'article = """\namount = 1\n[[clock]]\n"""\nrunning',
        1,
    ).replace("amount = 60", "warm = [\n  -1,\n]\namount = 60 # amount = 1")
    ((line, key, _reason),) = examine.faults(text)
    assert (line, key) == (_line(text, "warm ="), "clock[1].warm")


def test_every_place_that_loosens_the_law_is_named(examine: Examiner) -> None:
    text = OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 90").replace(
        "extend_days = 30", "extend_days = 60"
    )
    text += '\n[[ground]]\ncode = "busy"\nname = "忙"\noutcome = "decline"\narticle = "无"\nsentence = "太忙"\n'
    found = examine.faults(text)
    assert [(line, key) for line, key, _reason in found] == [
        (_line(text, "amount = 90"), "clock[1].amount"),
        (_line(text, "extend_days = 60"), "clock[1].extend_days"),
        (_line(text, "[[ground]]"), "ground[1]"),
    ]
    assert "原为 60 天，改成了 90 天" in found[0][2]


def test_what_is_wrong_and_what_loosens_are_reported_together(examine: Examiner) -> None:
    text = OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 90\nwarm = 1")
    text += '\n[[ground]]\ncode = "busy"\nname = "忙"\noutcome = "decline"\narticle = "无"\nsentence = "太忙"\n'
    found = [(line, key) for line, key, _reason in examine.faults(text)]
    assert found == [(_line(text, "warm = 1"), "clock[1].warm"), (_line(text, "[[ground]]"), "ground[1]")]


def test_a_profile_is_held_against_the_base_that_is_named(examine: Examiner, tmp_path: Path) -> None:
    text = OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 50")
    assert examine(text).exit_code == 0
    stricter = tmp_path / "law.toml"
    stricter.write_text(LAW.replace("amount = 60", "amount = 40", 1), encoding="utf-8")
    ((line, key, reason),) = examine.faults(text, "--base", str(stricter))
    assert (line, key) == (_line(text, "amount = 50"), "clock[1].amount")
    assert "原为 40 天" in reason


def test_a_faulty_file_that_is_in_force_is_explained_all_the_same(examine: Examiner, settings: Settings) -> None:
    """Whoever can't start any more examines the very file that stops it."""
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(examine.folder / "town.toml")]
    text = OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 50\nwarm = 1")
    assert examine.faults(text) == [(_line(text, "warm = 1"), "clock[1].warm", "不认识这一项。")]


def test_a_promise_by_office_hours_that_no_one_sets_is_reported(examine: Examiner) -> None:
    county = (RULEBOOKS / "county.toml").read_text(encoding="utf-8")
    promise = (
        "\n[[clock]]\n"
        + next(part for part in county.split("[[clock]]\n") if part.startswith('code = "accept_promise"')).split(
            "\n\n"
        )[0]
    )
    text = OFFICE_PROFILE + promise
    ((line, key, reason),) = examine.faults(text, "--base", "cn-2022")
    assert (line, key) == (_line(text, 'from = "office_hours"'), "clock[1].from") and "[office_hours]" in reason
    assert examine(text).exit_code == 0  # the county's own promises name them
    hours = '\n[office_hours]\nopens = "08:00"\ncloses = "18:00"\narticle = "x"\nsentence = "x"\n'
    assert "上班时间  08:00 至 18:00" in examine(text + "\n" + hours, "--base", "cn-2022").stdout


def test_a_base_that_is_not_there_is_reported(examine: Examiner) -> None:
    text = OFFICE_PROFILE.replace('tightens = "cn-2022"', 'tightens = "cn-2099"')
    ((line, key, reason),) = examine.faults(text)
    assert (line, key) == (7, "tightens")
    assert "--base" in reason


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ('name = "镇里的承诺"', "name = 镇里的承诺", [2]),
        ('name = "镇里的承诺"', 'name = "镇里的承诺', [2]),
        ("valid_from = 2026-12-01", "valid_from 2026-12-01", [5]),
        ("valid_from = 2026-12-01", "valid_from = 2026-13-01", [5]),
        ('version = "3"', 'version = "3"\nversion = "4"', [5]),
        ('version = "3"', 'version = ["3"', [4]),
        ('name = "镇里的承诺"\ninstrument = "镇里的公告"', "name = 镇\ninstrument = 公告", [2, 3]),
    ],
)
def test_what_is_not_toml_is_reported_line_by_line(examine: Examiner, old: str, new: str, lines: list[int]) -> None:
    assert old in OFFICE_PROFILE
    found = examine.faults(OFFICE_PROFILE.replace(old, new))
    assert [line for line, _key, _reason in found] == lines
    assert all(key == "" and len(reason) > 4 for _line, key, reason in found)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "town.toml"
    file.write_bytes(b"\xff\xfe\x00")
    result = CliRunner().invoke(root, ["rulebook", "check", str(file)])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "读不出来" in result.stderr


def test_an_installation_whose_profile_loosens_the_law_does_not_start(
    installation: Installation, tmp_path: Path
) -> None:
    loose = tmp_path / "town.toml"
    loose.write_text(OFFICE_PROFILE + ANSWER.replace("amount = 60", "amount = 90"), encoding="utf-8")
    wrong = replace(installation, extra={"HUIYIN_RULEBOOKS": f"cn-2022,{loose}"})
    for arguments in (("serve", "--port", "1"), ("migrate",), ("worker",)):
        code, output = wrong.run(*arguments)
        assert (code, output.count("\n")) == (2, 1), output
        assert "town@3 放宽了“答复期限”：原为 60 天，改成了 90 天" in output
    assert installation.run("migrate")[0] == 0
