"""All that others may ask of the vault. There is no list of identities here, and none of a person's matters."""

from huiyin.vault.rules.identity import IdentityDraft
from huiyin.vault.selectors import OpeningRecord, OpeningView, delivery_address, openings_of
from huiyin.vault.services.access_log import openings_list
from huiyin.vault.services.blobs import blob_decrypt, blob_encrypt
from huiyin.vault.services.identities import OwnRequest, identities_store, identity_ids_for_own_request, identity_open
from huiyin.vault.services.rotation import RotationReport, keys_rotate, vault_key_replace

__all__ = [
    "IdentityDraft",
    "OpeningRecord",
    "OpeningView",
    "OwnRequest",
    "RotationReport",
    "blob_decrypt",
    "blob_encrypt",
    "delivery_address",
    "identities_store",
    "identity_ids_for_own_request",
    "identity_open",
    "keys_rotate",
    "openings_list",
    "openings_of",
    "vault_key_replace",
]
