"""The tray of leaders: what came in, read one after the other; what they wrote, and what came back."""
