"""References: texts with a kind and a key, of kinds that a context owns."""

import pickle
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction

import huiyin
from huiyin.kernel.refs import Ref, RefInvalid, check_owned, ref_kinds
from huiyin.ledger.models import Entry
from huiyin.ledger.services import entry_append

KEY = UUID("018f0000-0000-7000-8000-000000000001")
# An f-string that makes a subject: `subject=f"matter:{pk}"`.
_MADE_BY_HAND = re.compile(r"""subject=f?["']\w+:|-> Ref:\n    return f["']""")


def test_a_reference_is_its_text() -> None:
    ref = Ref("matter", KEY)
    assert ref == f"matter:{KEY}" == str(ref)
    assert (ref.kind, ref.key) == ("matter", str(KEY))
    assert Ref.parse(str(ref)) == ref
    assert {ref: 1}[f"matter:{KEY}"] == 1  # type: ignore[index]
    assert pickle.loads(pickle.dumps(ref)) == ref  # noqa: S301 - our own bytes


def test_a_key_may_have_colons_of_its_own() -> None:
    assert Ref.parse("template:reply:2").key == "reply:2"


@pytest.mark.parametrize("text", ["", "matter", "matter:", ":1", "matter:None"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(RefInvalid):
        Ref.parse(text)


def test_a_kind_with_a_colon_is_none() -> None:
    with pytest.raises(RefInvalid):
        Ref("matter:of", KEY)


def test_each_context_owns_its_kinds() -> None:
    assert {"matter", "officer", "unit", "clock", "file", "notice", "ledger", "vault", "appointment"} <= ref_kinds()
    check_owned(Ref("matter", KEY))
    with pytest.raises(RefInvalid, match="nonsense"):
        check_owned(Ref("nonsense", KEY))


@pytest.mark.django_db
def test_nothing_is_written_down_about_what_no_one_owns() -> None:
    at = datetime(2026, 11, 29, 8, tzinfo=UTC)
    with pytest.raises(RefInvalid), transaction.atomic():
        entry_append(kind="nonsense.made", subject=Ref("nonsense", 1), at=at, actor="system:test")
    assert not Entry.objects.filter(kind="nonsense.made").exists()


def test_no_subject_is_put_together_by_hand() -> None:
    package = Path(str(huiyin.__file__)).parent
    found = [path.name for path in package.rglob("*.py") if _MADE_BY_HAND.search(path.read_text(encoding="utf-8"))]
    assert found == []
