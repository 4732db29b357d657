"""How much one network may ask for in a while, and all of them together. Keys are hashes; rows go after a day."""
