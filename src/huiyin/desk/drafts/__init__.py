"""An officer's own drafts: kept while they are typed, listed, cleared."""
