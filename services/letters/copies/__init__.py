"""The copies of a letter: one for each kind of recipient, without what that recipient may not read."""
