"""What a draft holds, in plain Python."""
