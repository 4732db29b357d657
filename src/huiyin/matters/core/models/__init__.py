"""The rows of what all topics share."""
