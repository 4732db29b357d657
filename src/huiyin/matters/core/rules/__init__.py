"""The words and limits of what all topics share."""
