"""Rows of the vault. Nothing outside the vault reads or writes them."""

from huiyin.vault.models.identity import Identity, Opening
from huiyin.vault.models.seal import Seal, SealedPart, SealKey, SealShare, Unsealing

__all__ = ["Identity", "Opening", "Seal", "SealKey", "SealShare", "SealedPart", "Unsealing"]
