"""The `huiyin` command: what an administrator does at the machine itself."""
