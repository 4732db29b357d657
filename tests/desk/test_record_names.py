"""Whatever an entry can be and be about has a name for the records' page."""

import pytest

from huiyin.kernel.refs import ref_kinds
from huiyin.ledger import names
from huiyin.ledger.names import entry_name, entry_names_register, subject_name
from tests.architecture.test_glossary import ledger_kinds


def test_every_kind_of_entry_is_named_by_its_context() -> None:
    assert [kind for _place, kind in ledger_kinds() if not entry_name(kind)] == []


def test_every_kind_of_reference_is_named_by_its_context() -> None:
    assert [kind for kind in sorted(ref_kinds()) if not subject_name(kind)] == []


def test_what_no_context_has_named_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_ENTRIES", dict(names._ENTRIES))
    assert entry_name("lamps.lamp.lit") == ""
    entry_names_register({"lamps.lamp.lit": "点灯"})
    assert entry_name("lamps.lamp.lit") == "点灯"
