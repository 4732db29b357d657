"""The password that only its owner knows."""
