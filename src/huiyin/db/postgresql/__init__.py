"""Django's backend for PostgreSQL, with a look at each connection that costs no round trip."""
