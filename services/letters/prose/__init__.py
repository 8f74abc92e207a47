"""English of letters: sentences joined, dates printed, outcomes worded."""
