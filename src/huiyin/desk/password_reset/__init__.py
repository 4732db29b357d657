"""Setting a password by a link that was mailed, or by a code that was handed over; nobody is signed in here."""
