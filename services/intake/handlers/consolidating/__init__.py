"""Cases that may have one determination: proposed, declined, and consolidated."""
