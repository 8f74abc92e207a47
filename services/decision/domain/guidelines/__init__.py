"""What a guideline is, and the search for the one that applies."""
