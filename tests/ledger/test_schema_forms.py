"""One constraint as PostgreSQL writes it when it is made and after a restore."""

import pytest

from huiyin.ledger.services._schema import definition_plain

MADE = (
    "CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'it''s'::character varying])::text[])) "
    "OR (note IS NULL))"
)
RESTORED = (
    "CHECK (((state)::text = ANY (ARRAY[('open'::character varying)::text, ('it''s'::character varying)::text])) "
    "OR (note IS NULL))"
)


def test_a_restored_constraint_is_the_one_that_was_made() -> None:
    assert definition_plain(MADE) == definition_plain(RESTORED)


@pytest.mark.parametrize(
    ("old", "new"),
    [("'open'", "'shut'"), (" OR ", " AND "), ("IS NULL", "IS NOT NULL"), ("(state)", "(other)")],
)
def test_any_other_difference_stays_one(old: str, new: str) -> None:
    assert definition_plain(MADE) != definition_plain(RESTORED.replace(old, new))
