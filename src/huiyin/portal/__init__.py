"""What citizens see: file, keep the receipt, look up, be answered. No account, no session, one folder per screen."""
