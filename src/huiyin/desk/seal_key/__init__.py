"""An officer's own passphrase for sealed matters."""
