"""Services for what all topics share."""
