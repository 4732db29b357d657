"""Looking back at a matter that was overturned, late or not carried out: which step failed, why, what changes."""
