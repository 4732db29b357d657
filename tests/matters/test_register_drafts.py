"""What is kept of a registrar's form follows the vault's key and doesn't stay for ever."""

from datetime import timedelta

import pytest
from tests.cast import Cast

from huiyin.matters.drafts.rules import DraftSeen
from huiyin.matters.models import RegisterDraft
from huiyin.matters.register.selectors import register_drafts
from huiyin.matters.register.services.drafts import (
    KEPT_FOR,
    register_draft_save,
    register_drafts_reencrypt,
    register_drafts_sweep,
)
from huiyin.vault.services import blob_beginning, vault_key_replace

pytestmark = pytest.mark.both_databases


def test_it_is_cleared_after_a_month_and_follows_the_vaults_key(cast: Cast) -> None:
    registrar, typed = cast.actor("registrar"), (("text", "路灯坏了"), ("name", "谷小满"))
    register_draft_save(actor=registrar, typed=typed, seen=DraftSeen("page"), at=cast.at)
    vault_key_replace(actor=cast.actor("administrator"), at=cast.at)
    assert register_drafts_reencrypt() == 1 and register_drafts_reencrypt() == 0
    assert bytes(RegisterDraft.objects.get().blob).startswith(blob_beginning())
    (draft,) = register_drafts(actor=registrar)
    assert draft.typed == (("text", "路灯坏了"),), "who brings it isn't kept"
    assert register_drafts_sweep(at=cast.at + KEPT_FOR - timedelta(hours=1)) == 0
    assert register_drafts_sweep(at=cast.at + KEPT_FOR + timedelta(hours=1)) == 1
