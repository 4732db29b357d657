"""What the modules beside this one hold."""

# ledger kind: (name in the context STEP, sentence to the petitioner; "" for what only staff see)
EventWordings = dict[str, tuple[str, str]]
