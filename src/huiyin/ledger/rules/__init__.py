"""How the ledger is computed: plain Python over bytes and text, so that anybody can recompute it elsewhere."""
