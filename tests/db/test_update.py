"""One row is changed by its key, and no other."""

from datetime import timedelta
from uuid import uuid4

from huiyin.db import row_update
from huiyin.intake.models import Draft
from tests.cast import AT


def _draft(key: str) -> Draft:
    return Draft.objects.create(id=key, blob=b"x", created_at=AT, updated_at=AT, expires_at=AT)


def test_a_row_gets_the_values_as_django_reads_them(db: None) -> None:
    _draft("one")
    other = _draft("two")
    matter_id = uuid4()
    row_update(
        model=Draft, key="one", values={"matter_id": matter_id, "blob": b"", "expires_at": AT + timedelta(days=3)}
    )
    row_update(model=Draft, key="nowhere", values={"blob": b"?"})
    changed = Draft.objects.get(pk="one")
    assert (changed.matter_id, bytes(changed.blob), changed.updated_at) == (matter_id, b"", AT)
    assert changed.expires_at == AT + timedelta(days=3)
    other.refresh_from_db()
    assert (bytes(other.blob), other.matter_id, other.expires_at) == (b"x", None, AT)
    assert Draft.objects.count() == 2
