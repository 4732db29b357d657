"""What a text module may say, and where it is offered."""
