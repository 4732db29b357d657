"""The link in a mail with which its reader says that the address is theirs."""
