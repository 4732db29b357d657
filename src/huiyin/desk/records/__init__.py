"""Records that others can check: the ledger, who opened identities, what was sent."""
