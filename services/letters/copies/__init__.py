"""The copies of a letter: one for each kind of recipient, without text it may not read."""
