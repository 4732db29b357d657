"""All that others may ask of the vault. There is no list of identities here, and none of a person's matters."""

from huiyin.vault.rules.identity import IdentityDraft
from huiyin.vault.rules.identity import to_plain as identity_to_plain
from huiyin.vault.rules.seals import OpenedFile, OpenedSeal, packed_file
from huiyin.vault.selectors import (
    OpeningRecord,
    OpeningView,
    delivery_address,
    delivery_phone,
    has_delivery_address,
    identity_opened_since,
    openings_of,
)
from huiyin.vault.services.access_log import openings_list
from huiyin.vault.services.blobs import blob_decrypt, blob_encrypt
from huiyin.vault.services.identities import (
    OwnRequest,
    identities_of_others,
    identities_open,
    identities_store,
    identity_ids_for_own_request,
    identity_list_open,
    identity_marks,
    identity_marks_before,
    identity_open,
)
from huiyin.vault.services.rotation import RotationReport, keys_rotate, vault_key_replace, vault_keys_check
from huiyin.vault.services.seal_keys import (
    seal_key_create,
    seal_key_holders,
    seal_key_replace,
    seal_passphrase_change,
)
from huiyin.vault.services.seals import (
    OpenSeal,
    PreparedSeal,
    seal_add,
    seal_encrypt_file,
    seal_has_identity,
    seal_prepare,
    seal_readers,
    seal_share,
    seal_unlock,
    seal_write,
    sealed_content_open,
    sealed_file_open,
)
from huiyin.vault.services.unsealing import (
    UnsealingView,
    sealed_identity_open,
    unsealing_agree,
    unsealing_ask,
    unsealing_view,
)

__all__ = [
    "IdentityDraft",
    "OpenSeal",
    "OpenedFile",
    "OpenedSeal",
    "OpeningRecord",
    "OpeningView",
    "OwnRequest",
    "PreparedSeal",
    "RotationReport",
    "UnsealingView",
    "blob_decrypt",
    "blob_encrypt",
    "delivery_address",
    "delivery_phone",
    "has_delivery_address",
    "identities_of_others",
    "identities_open",
    "identities_store",
    "identity_ids_for_own_request",
    "identity_list_open",
    "identity_marks",
    "identity_marks_before",
    "identity_open",
    "identity_opened_since",
    "identity_to_plain",
    "keys_rotate",
    "openings_list",
    "openings_of",
    "packed_file",
    "seal_add",
    "seal_encrypt_file",
    "seal_has_identity",
    "seal_key_create",
    "seal_key_holders",
    "seal_key_replace",
    "seal_passphrase_change",
    "seal_prepare",
    "seal_readers",
    "seal_share",
    "seal_unlock",
    "seal_write",
    "sealed_content_open",
    "sealed_file_open",
    "sealed_identity_open",
    "unsealing_agree",
    "unsealing_ask",
    "unsealing_view",
    "vault_key_replace",
    "vault_keys_check",
]
