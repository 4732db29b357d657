"""What has to be looked back at, and what was, at the desk."""
