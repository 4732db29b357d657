"""What another version of the program brings along is written down by its upgrade; a house's own rules never are."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from huiyin.clocks import loading
from huiyin.clocks.services.recorded import rules_altered, rules_record, rules_take_up
from huiyin.kernel.actor import petitioner, system
from huiyin.kernel.errors import NotAllowed
from huiyin.kernel.ids import new_id
from huiyin.ledger.models import Entry

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_an_upgrade_records_shipped_rules_and_leaves_local_ones(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, own = tmp_path / "rulebooks", tmp_path / "house.toml"
    shutil.copytree(loading.RULEBOOKS, shipped)
    own.write_text((shipped / "county.toml").read_text("utf-8"), encoding="utf-8")
    monkeypatch.setattr(loading, "RULEBOOKS", shipped)
    settings.HUIYIN_RULEBOOKS = ["cn-2022", str(own)]
    rules_record(actor=system("migrate"), at=AT)
    for path in (shipped / "cn-2022.toml", own):
        path.write_text(path.read_text("utf-8") + "\n# another version\n", encoding="utf-8")
    assert {rules.name for rules in rules_altered()} == {"rulebook cn-2022.toml", "rulebook house.toml"}
    with pytest.raises(NotAllowed):
        rules_take_up(actor=petitioner(new_id()), at=AT)
    assert [rules.name for rules in rules_take_up(actor=system("migrate"), at=AT)] == ["rulebook cn-2022.toml"]
    assert [rules.name for rules in rules_altered()] == ["rulebook house.toml"]
    assert Entry.objects.filter(kind="clocks.rulebook.accepted").count() == 1
    assert rules_take_up(actor=system("migrate"), at=AT) == []
    assert Entry.objects.filter(kind="clocks.rulebook.accepted").count() == 1
