"""Whether a letter is one that was issued here, unchanged."""
