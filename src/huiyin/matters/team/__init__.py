"""The team with which a leader carries an owned matter through."""
