"""Who filed: encrypted identities, found again only by their owner, and the record of every opening."""
