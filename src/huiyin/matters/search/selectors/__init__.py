"""What pages and lists are given of finding matters by their text."""
