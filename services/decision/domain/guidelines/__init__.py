"""Guidelines, and the search for the one that applies."""
