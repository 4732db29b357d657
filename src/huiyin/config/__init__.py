"""How an installation is put together: settings from the environment, addresses, checks at start-up."""
